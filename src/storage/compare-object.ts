import type { Digest } from '../core/digest.js';
import type { ObjectKey } from '../core/object-key.js';
import type { CallOptions, Checksum, ExpectedObject, ObjectBody, ObjectInfo, StorageDriver } from '../core/storage.js';
import { digestStream } from '../lib/digest-stream.js';
import { checksumOf, checksumOfStream, etagOfParts, md5InETag } from './checksum.js';
import { partSizeFor } from './upload-in-parts.js';

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
  if (!info.checksum) {
    if (await hasETagOfParts(driver, body, info, call)) return comparison('etag', info.etag ?? '', info.etag ?? '');
    return compareByReading(driver, info.key, body.digest, call);
  }
  const { kind, value } = await checksumOf(body, info.checksum.kind, call);
  return comparison(kind, value, info.checksum.value);
}

/** An ETag of parts proves equal bytes where they were cut as we cut them, and says nothing where they weren't. */
async function hasETagOfParts(
  { multipart }: StorageDriver,
  body: ObjectBody,
  { etag = '' }: ObjectInfo,
  call: CallOptions,
): Promise<boolean> {
  const count = Number(/^"?[0-9a-f]{32}-(\d+)"?$/.exec(etag)?.[1]);
  if (!multipart || Number.isNaN(count)) return false;
  const partSize = partSizeFor(body.size, multipart.partSize);
  if (Math.ceil(body.size / partSize) !== count) return false;
  return (await etagOfParts(body, partSize, call)).replaceAll('"', '') === etag.replaceAll('"', '');
}

/** Whether two objects hold the same bytes, by what their providers say where that is comparable, else by reading. */
export async function compareCopy(
  source: { readonly driver: StorageDriver; readonly info: ObjectInfo },
  target: { readonly driver: StorageDriver; readonly info: ObjectInfo },
  call: CallOptions,
): Promise<Comparison & { readonly digest?: Digest }> {
  const [one, other] = [source.info, target.info];
  if (one.size !== other.size) return comparison('size', one.size, other.size);
  if (one.checksum && one.checksum.kind === other.checksum?.kind) {
    return comparison(one.checksum.kind, one.checksum.value, other.checksum.value);
  }
  const md5 = md5InETag(one.etag);
  if (md5 !== undefined && md5 === md5InETag(other.etag)) return comparison('md5', md5, md5);
  if (!one.checksum) {
    const described = await source.driver.head(one.key, call); // more than a listing says
    if (described?.etag !== one.etag) return comparison('etag', one.etag ?? '', described?.etag ?? 'absent');
    if (described?.checksum) return compareCopy({ ...source, info: described }, target, call);
  }
  const { stream } = await source.driver.open(one.key, {
    ...call,
    ...(one.etag === undefined ? {} : { ifMatch: one.etag }),
  });
  const { digest } = await digestStream(stream, call);
  return { ...(await compareByReading(target.driver, other.key, digest, call)), digest };
}

/** Compares an object with what is recorded of it; only the provider's checksum of the same kind spares the reading. */
export async function compareRecorded(
  driver: StorageDriver,
  info: ObjectInfo,
  expected: ExpectedObject,
  call: CallOptions,
): Promise<Comparison> {
  if (info.size !== expected.size) return comparison('size', expected.size, info.size);
  if ('checksum' in expected) {
    const { kind, value } = expected.checksum;
    if (kind === 'md5' && md5InETag(info.etag) === value) return comparison(kind, value, value);
    const found = info.checksum?.kind === kind ? info.checksum.value : await readChecksum(driver, info.key, kind, call);
    return comparison(kind, value, found);
  }
  if (info.checksum?.kind === 'sha256') return comparison('sha256', expected.digest, info.checksum.value);
  return compareByReading(driver, info.key, expected.digest, call);
}

async function readChecksum(
  driver: StorageDriver,
  key: ObjectKey,
  kind: Checksum['kind'],
  call: CallOptions,
): Promise<string> {
  const { stream } = await driver.open(key, call);
  return checksumOfStream(stream, kind, call);
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
