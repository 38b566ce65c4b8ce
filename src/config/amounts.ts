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

const timeUnits: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1e3, m: 6e4, h: 36e5 };

/** `300KB`, `50 MiB`, `1048576`: bytes. Without flags, which a JSON schema's pattern can't have. */
export const byteAmount = /^\d+(?:\.\d+)?\s*(?:(?:[KkMmGg]i?)?[Bb])?$/;

/** `30s`, `500ms`, `10m`, `1h`, `2000`: a time. */
export const timeAmount = /^\d+(?:\.\d+)?\s*(?:ms|s|m|h)?$/;

/** Bytes that a text like `byteAmount` says; a number is bytes already. */
export const parseBytes = (amount: string | number): number => parseAmount(amount, byteUnits);

/** Milliseconds that a text like `timeAmount` says; a number is milliseconds already. */
export const parseTime = (amount: string | number): number => parseAmount(amount, timeUnits);

function parseAmount(amount: string | number, units: Readonly<Record<string, number>>): number {
  if (typeof amount === 'number') return amount;
  const [, figure = '', unit = ''] = /^([\d.]+)\s*([a-z]*)$/i.exec(amount.trim()) ?? [];
  return Math.round(Number(figure) * (units[unit.toLowerCase()] ?? Number.NaN));
}
