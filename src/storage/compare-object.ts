import type { Digest } from '../core/digest.js';
import type { ObjectKey } from '../core/object-key.js';
import type { CallOptions, ObjectBody, ObjectInfo, StorageDriver } from '../core/storage.js';
import { digestStream } from '../lib/digest-stream.js';
import { checksumOf } from './checksum.js';

/** Whether an object holds the bytes that it should; facts as they go into an error. */
export interface Comparison {
  readonly isEqual: boolean;
  /** `size:N`, or the checksum's kind and value. */
  readonly expected: string;
  readonly found: string;
}

/** Compares an object with bytes at hand: by size, then by the provider's checksum, else by reading it. */
export async function compareObject(
  driver: StorageDriver,
  body: ObjectBody,
  info: ObjectInfo,
  call: CallOptions,
): Promise<Comparison> {
  if (info.size !== body.size) return comparison('size', body.size, info.size);
  if (!info.checksum) return compareByReading(driver, info.key, body.digest, call);
  const { kind, value } = await checksumOf(body, info.checksum.kind, call);
  return comparison(kind, value, info.checksum.value);
}

/** Compares an object with what is recorded of it; only a SHA-256 from the provider spares the reading. */
export async function compareRecorded(
  driver: StorageDriver,
  info: ObjectInfo,
  expected: { readonly size: number; readonly digest: Digest },
  call: CallOptions,
): Promise<Comparison> {
  if (info.size !== expected.size) return comparison('size', expected.size, info.size);
  if (info.checksum?.kind === 'sha256') return comparison('sha256', expected.digest, info.checksum.value);
  return compareByReading(driver, info.key, expected.digest, call);
}

async function compareByReading(
  driver: StorageDriver,
  key: ObjectKey,
  expected: Digest,
  call: CallOptions,
): Promise<Comparison> {
  const { stream } = await driver.open(key, call);
  const { digest } = await digestStream(stream, call);
  return comparison('sha256', expected, digest);
}

function comparison(kind: string, expected: string | number, found: string | number): Comparison {
  return { isEqual: expected === found, expected: `${kind}:${expected}`, found: `${kind}:${found}` };
}
