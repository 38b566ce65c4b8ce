const byteUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};

const timeUnits: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

const pixelUnits: Readonly<Record<string, number>> = { '': 1, px: 1, mp: 1e6 };

/** `300KB`, `50 MiB`, `1048576`: bytes. Without flags, which a JSON schema's pattern can't have. */
export const byteAmount = /^\d+(?:\.\d+)?\s*(?:(?:[KkMmGg]i?)?[Bb])?$/;

/** `10MB`, `500 KiB/s`: bytes a second. */
export const byteRate = /^\d+(?:\.\d+)?\s*(?:[KkMmGg]i?)?[Bb](?:\/s)?$/;

/** `30s`, `500ms`, `10m`, `1h`, `7d`, `2000`: a time. */
export const timeAmount = /^\d+(?:\.\d+)?\s*(?:ms|s|m|h|d)?$/;

/** `0`, `12h`, `7d`: a time of which nobody can think that it is in days and it is in milliseconds. */
export const ageAmount = /^(?:0+|\d+(?:\.\d+)?\s*(?:ms|s|m|h|d))$/;

/** `4MP`, `0.5 MP`, `2000000`: pixels. */
export const pixelAmount = /^\d+(?:\.\d+)?\s*(?:[Mm][Pp]|px)?$/;

/** Bytes that a text like `byteAmount` says; a number is bytes already. */
export const parseBytes = (amount: string | number): number => parseAmount(amount, byteUnits);

/** Bytes a second that a text like `byteRate` says; a number is that already. */
export const parseByteRate = (amount: string | number): number =>
  parseBytes(typeof amount === 'number' ? amount : amount.replace(/\/s$/, ''));

/** Milliseconds that a text like `timeAmount` says; a number is milliseconds already. */
export const parseTime = (amount: string | number): number => parseAmount(amount, timeUnits);

/** Pixels that a text like `pixelAmount` says; a number is pixels already. */
export const parsePixels = (amount: string | number): number => parseAmount(amount, pixelUnits);

function parseAmount(amount: string | number, units: Readonly<Record<string, number>>): number {
  if (typeof amount === 'number') return amount;
  const [, figure = '', unit = ''] = /^([\d.]+)\s*([a-z]*)$/i.exec(amount.trim()) ?? [];
  return Math.round(Number(figure) * (units[unit.toLowerCase()] ?? Number.NaN));
}
