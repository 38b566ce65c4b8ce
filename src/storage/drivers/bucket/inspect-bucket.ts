import { ImgferryError } from '../../../core/errors.js';
import type { CallOptions, StoreFinding } from '../../../core/storage.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { type Bucket, withoutBody } from './bucket-request.js';

/**
 * Tries whether a bucket may be written to, by a write that is refused at its last check (a wrong Content-MD5): nothing
 * is left behind even where nothing may be deleted.
 */
export async function tryToWrite({ send, now }: Bucket, { signal }: CallOptions): Promise<void> {
  const key = probeKey(now());
  const headers = { 'content-md5': Buffer.alloc(16).toString('base64'), 'content-length': '5' };
  try {
    withoutBody(await send({ method: 'PUT', key, headers, body: Buffer.from('probe'), signal }));
  } catch (error) {
    if (error instanceof ImgferryError && error.code === 'CHECKSUM_MISMATCH') return;
    throw error;
  }
  withoutBody(await send({ method: 'DELETE', key, signal })); // a server that checks no MD5
}

/** A name that nothing else has. */
export const probeKey = (now: number): string => `.imgferry-probe-${now.toString(36)}`;

const tolerableOffset = 60_000; // ms

/** Server's clock less ours, in ms; undefined where the answer has no date. */
export function clockOffset({ headers }: HttpResponse, now: number): number | undefined {
  const date = Date.parse(headers.date ?? '');
  return Number.isNaN(date) ? undefined : date - now;
}

/** @param offset ms */
export function clockFindings(offset: number | undefined): readonly StoreFinding[] {
  return offset === undefined || Math.abs(offset) <= tolerableOffset ? [] : [{ id: 'clock', facts: { offset } }];
}
