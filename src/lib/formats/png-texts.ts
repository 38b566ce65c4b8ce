import { inflateSync } from 'node:zlib';
import type { Credits } from './credits.js';
import type { PngChunk } from './png-chunks.js';

/** What a text chunk says, unpacked (W3C PNG, 11.3.3). */
export interface PngText {
  readonly keyword: string;
  readonly text: Buffer;
  readonly encoding: 'latin1' | 'utf8';
}

/** What the text chunks among these say; those that can't be unpacked are left out, and so is what comes after too much. */
export function readPngTexts(chunks: readonly Pick<PngChunk, 'type' | 'data'>[]): readonly PngText[] {
  let room = mostUnpacked;
  const unpack = (packed: PngText): PngText | undefined => {
    if (room <= 0) return undefined;
    try {
      const text = inflateSync(packed.text, { maxOutputLength: room });
      room -= text.length;
      return { ...packed, text };
    } catch {
      room -= mostUnpacked / 16; // nobody says how far it came
      return undefined;
    }
  };
  return chunks.flatMap((chunk) => readPngText(chunk, unpack) ?? []);
}

/** Bytes of a picture's texts together; what unpacks to more is meant to do harm. */
const mostUnpacked = 4 * 1024 * 1024;

function readPngText(
  { type, data }: Pick<PngChunk, 'type' | 'data'>,
  unpack: (packed: PngText) => PngText | undefined,
): PngText | undefined {
  if (!isPngText(type)) return undefined;
  const keyword = keywordOf(data);
  if (keyword === undefined) return undefined;
  const rest = Buffer.from(data.buffer, data.byteOffset, data.byteLength).subarray(keyword.length + 1);
  if (type === 'tEXt') return { keyword, text: rest, encoding: 'latin1' };
  if (type === 'zTXt') return unpack({ keyword, text: rest.subarray(1), encoding: 'latin1' });
  const translated = rest.indexOf(0, 2) + 1; // behind two flags and a language
  const text = { keyword, text: rest.subarray(rest.indexOf(0, translated) + 1), encoding: 'utf8' } as const;
  return rest[0] === 1 ? unpack(text) : text;
}

export const isPngText = (type: string): boolean => /^(?:tEXt|zTXt|iTXt)$/.test(type);

function keywordOf(data: Uint8Array): string | undefined {
  const end = data.indexOf(0);
  return end < 0 ? undefined : Buffer.from(data.subarray(0, end)).toString('latin1');
}

/** A block of metadata as ImageMagick and exiftool write it: a name, a length and digits, a line each or more. */
export function readRawProfile({
  keyword,
  text,
}: PngText): { readonly name: string; readonly block: Buffer } | undefined {
  const name = /^Raw profile type (\w+)$/.exec(keyword)?.[1];
  const digits = /^\n?[^\n]*\n\s*\d+\n([\da-fA-F\s]*)/.exec(text.toString('latin1'))?.[1];
  if (name === undefined || digits === undefined) return undefined;
  return { name: name.toLowerCase(), block: Buffer.from(digits.replace(/\s/g, ''), 'hex') };
}

/** The keywords for credits that the specification registers (W3C PNG, 11.3.3.1). */
const creditOf: ReadonlyMap<string, keyof Credits> = new Map([
  ['Copyright', 'copyright'],
  ['Author', 'artist'],
]);

/** Whether a text chunk says who made a picture or whose it is. */
export const isCreditText = (data: Uint8Array): boolean => creditOf.has(keywordOf(data) ?? '');

export function creditsOf({ keyword, text, encoding }: PngText): Credits {
  const credit = creditOf.get(keyword);
  return credit === undefined ? {} : { [credit]: text.toString(encoding).trim() };
}
