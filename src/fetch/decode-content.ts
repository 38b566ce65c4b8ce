import { Duplex, pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import * as zlib from 'node:zlib';
import { ImgferryError } from '../core/errors.js';

interface DecodeOptions {
  /** What ends too early ends there; by default it fails. Browsers show what they have of it. */
  readonly mayEndEarly?: boolean;
}

type CreateDecoder = (options: DecodeOptions) => Duplex;

const zlibOptions = ({ mayEndEarly }: DecodeOptions): zlib.ZlibOptions =>
  mayEndEarly ? { finishFlush: zlib.constants.Z_SYNC_FLUSH } : {};
const brotliOptions = ({ mayEndEarly }: DecodeOptions): zlib.BrotliOptions =>
  mayEndEarly ? { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH } : {};

const createGunzip: CreateDecoder = (options) => zlib.createGunzip(zlibOptions(options));

/** Node has it from 22.15 on. */
const createZstd: unknown = Reflect.get(zlib, 'createZstdDecompress');

const decoders = new Map<string, CreateDecoder>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflateEither],
  ['br', (options) => zlib.createBrotliDecompress(brotliOptions(options))],
  ...(typeof createZstd === 'function' ? [['zstd', createZstdDecoder] as const] : []),
]);

/** Whether a coding, in lower case, can be taken off here. */
export const canDecode = (coding: string): boolean => decoders.has(coding);

/** Nobody packs more often by mistake; each coding costs memory. */
const mostCodings = 3;

/**
 * A body without its Content-Encoding (RFC 9110, 8.4): none was asked for, some servers send one all the same. Names that
 * are no coding (`utf-8`, `none`, `binary`) are ignored, as browsers do. What the stream fails with, `toContentError`
 * explains.
 *
 * @param limit bytes of the packed body at most, however little comes out of it; more fails with TOO_LARGE
 */
export function decodeContent(body: Readable, encoding: string, limit: number, options: DecodeOptions = {}): Readable {
  const codings = encoding.split(',').flatMap((name) => decoders.get(name.trim().toLowerCase()) ?? []);
  if (codings.length === 0) return body;
  if (codings.length > mostCodings) {
    body.destroy();
    throw new ImgferryError('IMAGE_BROKEN', { found: encoding, hint: 'content-encoding' });
  }
  const unpack = codings.reverse().map((create) => create(options));
  const last = unpack.at(-1) ?? body;
  pipeline([body, createLimit(limit), ...unpack], () => undefined); // whoever reads the last one gets the error
  return last.on('error', () => undefined); // which may come before anyone reads
}

function createLimit(limit: number): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _, callback: TransformCallback) {
      passed += chunk.length;
      if (passed > limit) callback(new ImgferryError('TOO_LARGE', { expected: limit }));
      else callback(null, chunk);
    },
  });
}

/** `deflate` is zlib's format (RFC 1950), but servers send the bare one (RFC 1951) too, and browsers take both. */
function createInflateEither(options: DecodeOptions): Duplex {
  return Duplex.from(async function* (source: AsyncIterable<Buffer>) {
    const chunks = source[Symbol.asyncIterator]();
    const first = await chunks.next();
    if (first.done) return;
    const isZlib = ((first.value[0] ?? 0) & 0x0f) === 8; // its compression method
    const inflate = isZlib ? zlib.createInflate(zlibOptions(options)) : zlib.createInflateRaw(zlibOptions(options));
    const rest = async function* (): AsyncGenerator<Buffer> {
      yield first.value;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    };
    pipeline(rest, inflate, () => undefined); // whoever reads it gets the error
    yield* inflate;
  });
}

function createZstdDecoder(): Duplex {
  const decoder: unknown = typeof createZstd === 'function' ? createZstd() : undefined;
  if (!(decoder instanceof Transform)) throw new TypeError('zstd makes no stream');
  return decoder;
}

/** Of zlib's failures: the coding ends too early (RESPONSE_CUT), or it is another one (IMAGE_BROKEN); else as it is. */
export function toContentError(error: unknown, url: string, encoding: string): unknown {
  const facts = { url, hint: 'content-encoding' };
  if (codeOf(error) === 'Z_BUF_ERROR') return new ImgferryError('RESPONSE_CUT', facts, { cause: error });
  return isFalseCoding(error)
    ? new ImgferryError('IMAGE_BROKEN', { ...facts, found: encoding }, { cause: error })
    : error;
}

/** Whether bytes were not what their Content-Encoding says. */
export const isFalseCoding = (error: unknown): boolean => /^(?:Z_|ZSTD_|ERR__|ERR_BROTLI)/.test(codeOf(error));

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
