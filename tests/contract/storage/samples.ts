import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asDigest } from '../../../src/core/digest.js';
import { asObjectKey, type ObjectKey } from '../../../src/core/object-key.js';
import type { CallOptions, ObjectBody, PutOptions } from '../../../src/core/storage.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Bytes that differ from place to place and from seed to seed, the same at every call. */
export function sampleBytes(size: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let state = seed;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0; // Numerical Recipes' generator
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** A body in memory. */
export function bodyOf(bytes: Buffer): ObjectBody {
  const digest = asDigest(createHash('sha256').update(bytes).digest('hex'));
  if (digest === undefined) throw new Error('SHA-256 is 64 digits');
  return { size: bytes.length, digest, content: bytes };
}

/** A body in a file, as the spool has it. */
export async function fileBodyOf(bytes: Buffer): Promise<ObjectBody> {
  const path = join(await temporaryFolder(), 'body');
  await writeFile(path, bytes);
  return { ...bodyOf(bytes), content: { path } };
}

/** Options of a call that nothing aborts. */
export const call = (): CallOptions => ({ signal: new AbortController().signal });

/** Options of a put that nothing aborts. */
export const put = (options: Omit<PutOptions, 'signal' | 'headers'> & Partial<PutOptions> = {}): PutOptions => ({
  headers: { 'content-type': 'image/png' },
  ...call(),
  ...options,
});

/** All that a listing gives. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const key = (text: string): ObjectKey => asObjectKey(text);

/** 1,023 bytes in segments that a file system takes: the longest key there is. */
const longestKey = `${Array.from({ length: 5 }, (_, at) => `${'图'.repeat(60)}-${at}`).join('/')}/${'a'.repeat(108)}`;

/** Keys as people's file names make them: what it is, the key, and how it stands in an address. */
export const sampleKeys: readonly (readonly [name: string, key: ObjectKey, encoded: string])[] = [
  ['a digest', key('ab/abcdef0123456789.webp'), 'ab/abcdef0123456789.webp'],
  ['Chinese', key('文章/图片.png'), '%E6%96%87%E7%AB%A0/%E5%9B%BE%E7%89%87.png'],
  ['an emoji', key('a/🎨👨‍👩‍👧.png'), 'a/%F0%9F%8E%A8%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7.png'],
  ['spaces', key('my pictures/ a  b .png'), 'my%20pictures/%20a%20%20b%20.png'],
  ['characters that addresses use', key('a+b%20c#d?e&f=g.png'), 'a%2Bb%2520c%23d%3Fe%26f%3Dg.png'],
  ['brackets and quotes', key(`a'b(c)*!"<>|~[]{}^\`.png`), 'a%27b%28c%29%2A%21%22%3C%3E%7C~%5B%5D%7B%7D%5E%60.png'],
  ['what looks like an escape', key('%2e%2e/%2F.png'), '%252e%252e/%252F.png'],
  ['dots', key('...a/.hidden/b..png'), '...a/.hidden/b..png'],
  ['colons, semicolons and commas', key('a:b;c,d@e$f.png'), 'a%3Ab%3Bc%2Cd%40e%24f.png'],
  ['decomposed letters', key('e\u0301.png'), 'e%CC%81.png'],
  ['the greatest length', longestKey as ObjectKey, encodeURIComponent(longestKey).replaceAll('%2F', '/')],
];
