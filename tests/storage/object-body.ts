import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { asDigest } from '../../src/core/digest.js';
import type { ObjectKey } from '../../src/core/object-key.js';
import type { ObjectBody, StorageDriver } from '../../src/core/storage.js';

/** Bytes in memory as a body. */
export function bodyOf(content: string | Buffer): ObjectBody {
  const bytes = Buffer.from(content);
  return { size: bytes.length, digest: sha256(bytes), content: bytes };
}

/** A file as a body; `bytes` are what it holds. */
export const fileBody = (path: string, bytes: Buffer): ObjectBody => ({ ...bodyOf(bytes), content: { path } });

function sha256(bytes: Buffer) {
  const digest = asDigest(createHash('sha256').update(bytes).digest('hex'));
  if (!digest) throw new Error('a SHA-256 that is none');
  return digest;
}

/** All that stands under a key. */
export async function readObject(driver: StorageDriver, key: ObjectKey): Promise<string> {
  const { stream } = await driver.open(key, { signal: new AbortController().signal });
  return (await buffer(stream)).toString();
}
