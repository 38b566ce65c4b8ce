import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ImgferryError } from '../core/errors.js';

const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** Nobody packs more often by mistake; each coding costs memory. */
const mostCodings = 3;

/**
 * A body without its Content-Encoding (RFC 9110, 8.4): none was asked for, some servers send one all the same. Names that
 * are no coding (`utf-8`, `none`, `binary`) are ignored, as browsers do. What the stream fails with, `toContentError`
 * explains.
 *
 * @param limit bytes of the packed body at most, however little comes out of it; more fails with TOO_LARGE
 */
export function decodeContent(body: Readable, encoding: string, limit: number): Readable {
  const codings = encoding.split(',').flatMap((name) => decoders.get(name.trim().toLowerCase()) ?? []);
  if (codings.length === 0) return body;
  if (codings.length > mostCodings) {
    body.destroy();
    throw new ImgferryError('IMAGE_BROKEN', { found: encoding, hint: 'content-encoding' });
  }
  const unpack = codings.reverse().map((create) => create());
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

/** Of zlib's failures: the coding ends too early (RESPONSE_CUT), or it is another one (IMAGE_BROKEN); else as it is. */
export function toContentError(error: unknown, url: string, encoding: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const facts = { url, hint: 'content-encoding' };
  if (code === 'Z_BUF_ERROR') return new ImgferryError('RESPONSE_CUT', facts, { cause: error });
  const isFalse = /^(?:Z_|ERR__|ERR_BROTLI)/.test(code);
  return isFalse ? new ImgferryError('IMAGE_BROKEN', { ...facts, found: encoding }, { cause: error }) : error;
}
