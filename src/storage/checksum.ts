import { createHash } from 'node:crypto';
import { addAbortSignal, type Readable } from 'node:stream';
import { ImgferryError } from '../core/errors.js';
import type { CallOptions, Checksum, ObjectBody } from '../core/storage.js';
import { errnoOf } from '../lib/files.js';
import { type BodyContent, type FileContent, openFileContent, partOf } from './body-stream.js';
import { createCrc64 } from './crc64.js';

/** The MD5 that an ETag of S3 or OSS is of an object that was put in one piece; lower case, undefined where it is none. */
export const md5InETag = (etag = ''): string | undefined => /^"?([0-9a-f]{32})"?$/i.exec(etag)?.[1]?.toLowerCase();

/** The ETag of an object that was put in parts of this size (AWS, "Checking object integrity": MD5 of the parts' MD5s). */
export async function etagOfParts(body: ObjectBody, partSize: number, call: CallOptions): Promise<string> {
  const whole = createHash('md5');
  const count = Math.ceil(body.size / partSize);
  for (let at = 0; at < count; at += 1) {
    const part = partOf(body, at * partSize, Math.min(body.size, (at + 1) * partSize));
    const [md5 = ''] = await checksumsOf(part, ['md5'], call);
    whole.update(md5, 'hex');
  }
  return `"${whole.digest('hex')}-${count}"`;
}

/** A checksum while bytes come. */
export interface Sum {
  update(bytes: Uint8Array): unknown;
  /** As `Checksum.value` writes it. */
  end(): string;
}

const sums: Readonly<Record<Checksum['kind'], () => Sum>> = {
  md5: () => hashSum('md5'),
  sha256: () => hashSum('sha256'),
  crc64: () => {
    const crc = createCrc64();
    return { update: (bytes) => crc.update(bytes), end: () => crc.digest() };
  },
};

/** Begins a checksum of a kind. */
export const startSum = (kind: Checksum['kind']): Sum => sums[kind]();

function hashSum(algorithm: 'md5' | 'sha256'): Sum {
  const hash = createHash(algorithm);
  return { update: (bytes) => hash.update(bytes), end: () => hash.digest('hex') };
}

/** What was summed of a content: an object that is put and then read back is compared with the sums that it was sent with. */
const known = new WeakMap<BodyContent, Map<Checksum['kind'], string>>();

/**
 * Checksums of a body's bytes, read once for all of them. A content's bytes don't change while it is held.
 *
 * @throws ImgferryError FILE_MISSING, FILE_UNREADABLE {path}
 */
export async function checksumsOf(
  { content }: { readonly content: BodyContent },
  kinds: readonly Checksum['kind'][],
  { signal }: CallOptions,
): Promise<readonly string[]> {
  const found = known.get(content) ?? new Map<Checksum['kind'], string>();
  const missing = kinds.filter((kind) => !found.has(kind)).map((kind) => ({ kind, sum: startSum(kind) }));
  if (missing.length > 0) {
    const chunks = Buffer.isBuffer(content) ? [content] : readChunks(content, signal);
    for await (const chunk of chunks) for (const { sum } of missing) sum.update(chunk);
    for (const { kind, sum } of missing) found.set(kind, sum.end());
    known.set(content, found);
  }
  return kinds.map((kind) => found.get(kind) ?? '');
}

/** As `Checksum.value` writes it. */
export async function checksumOfStream(
  stream: Readable,
  kind: Checksum['kind'],
  { signal }: CallOptions,
): Promise<string> {
  const sum = startSum(kind);
  for await (const chunk of addAbortSignal(signal, stream)) sum.update(chunk);
  return sum.end();
}

async function* readChunks(content: FileContent, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* addAbortSignal(signal, openFileContent(content, { highWaterMark: 256 * 1024 }));
  } catch (error) {
    signal.throwIfAborted();
    const code = errnoOf(error) === 'ENOENT' ? 'FILE_MISSING' : 'FILE_UNREADABLE';
    throw new ImgferryError(code, { path: content.path }, { cause: error });
  }
}

/** Checksum of a body's bytes, as the provider would give it. */
export async function checksumOf(body: ObjectBody, kind: Checksum['kind'], options: CallOptions): Promise<Checksum> {
  if (kind === 'sha256') return { kind, value: body.digest };
  const [value = ''] = await checksumsOf(body, [kind], options);
  return { kind, value };
}
