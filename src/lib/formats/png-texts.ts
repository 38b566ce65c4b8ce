import { inflateSync } from 'node:zlib';
import type { Credits } from './credits.js';
import type { PngChunk } from './png-chunks.js';

/** What a text chunk says, unpacked (W3C PNG, 11.3.3). */
export interface PngText {
  readonly keyword: string;
  readonly text: Buffer;
  readonly encoding: 'latin1' | 'utf8';
}

/** @returns undefined for another chunk, or one that can't be unpacked */
export function readPngText({ type, data }: Pick<PngChunk, 'type' | 'data'>): PngText | undefined {
  const chunk = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const end = chunk.indexOf(0);
  if (end < 0) return undefined;
  const keyword = chunk.toString('latin1', 0, end);
  const rest = chunk.subarray(end + 1);
  if (type === 'tEXt') return { keyword, text: rest, encoding: 'latin1' };
  if (type === 'zTXt') return unpacked({ keyword, text: rest.subarray(1), encoding: 'latin1' });
  if (type !== 'iTXt') return undefined;
  const translated = rest.indexOf(0, 2) + 1; // behind two flags and a language
  const text = { keyword, text: rest.subarray(rest.indexOf(0, translated) + 1), encoding: 'utf8' } as const;
  return rest[0] === 1 ? unpacked(text) : text;
}

function unpacked(packed: PngText): PngText | undefined {
  try {
    return { ...packed, text: inflateSync(packed.text, { maxOutputLength: longestText }) };
  } catch {
    return undefined;
  }
}

/** Bytes; what unpacks to more is meant to do harm. */
const longestText = 4 * 1024 * 1024;

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
export function creditsOf({ keyword, text, encoding }: PngText): Credits {
  const words = text.toString(encoding).trim();
  if (words === '') return {};
  if (keyword === 'Copyright') return { copyright: words };
  return keyword === 'Author' ? { artist: words } : {};
}
