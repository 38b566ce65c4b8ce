import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { ImgferryError } from '../../../core/errors.js';
import { hasImageExtension, sniffFormat } from '../../../core/image-format.js';
import type { ImageLook } from '../../../core/image-look.js';
import { isFolderMarker } from '../../../core/object-key.js';
import type { ObjectInfo, ObjectStore } from '../../../core/storage.js';
import { verdictOf } from '../../../core/verdict.js';
import type { AddressLook } from '../look-at-address.js';
import type { LookAtBytes } from './look-at-bytes.js';

export interface ObjectLookOptions {
  readonly lookAtBytes: LookAtBytes;
  /** Read whole; else the first bytes are. */
  readonly deep: boolean;
  /** Larger objects are a verdict, unread. */
  readonly maxBytes: number;
}

/** Resolves with undefined for what is no image and doesn't say that it is one. */
export type LookAtObject = (
  info: ObjectInfo,
  call: { readonly signal: AbortSignal },
) => Promise<AddressLook | undefined>;

/** Bytes that tell what an image is, its metadata included. */
const firstBytes = 64 * 1024;

/** Looks at objects of a store; one that can't be read is a verdict, a store that can't is an error. */
export function createObjectLook(store: ObjectStore, { lookAtBytes, deep, maxBytes }: ObjectLookOptions): LookAtObject {
  const wanted = deep ? maxBytes : firstBytes;
  const isLocal = store.id.startsWith('file:');

  async function look(info: ObjectInfo, signal: AbortSignal): Promise<ImageLook | undefined> {
    if (info.size > maxBytes) {
      return { verdict: verdictOf(['too-large'], { bytes: info.size, limit: maxBytes }), bytes: info.size };
    }
    const read = await readObject(info, store, { wanted, signal });
    if ('verdict' in read) return read;
    if (!claimsToBeImage(info) && sniffFormat(read.bytes.subarray(0, 4096)) === undefined) return undefined;
    return lookAtBytes(read.bytes, { signal, totalBytes: info.size, ...read.type });
  }

  return async (info, { signal }) => {
    const seen = await look(info, signal);
    if (!seen) return undefined;
    const received = isLocal ? 0 : Math.min(seen.bytes ?? 0, wanted);
    return { ...seen, requests: received > 0 ? 1 : 0, received };
  };
}

/** Of an object whose name says that it is something else nothing is read. */
export const mayBeImage = (info: ObjectInfo): boolean =>
  !isFolderMarker(info) && (claimsToBeImage(info) || extname(info.key) === '');

const claimsToBeImage = ({ key, contentType }: ObjectInfo): boolean =>
  hasImageExtension(key) || contentType?.startsWith('image/') === true;

interface ReadObject {
  readonly bytes: Buffer;
  readonly type: { readonly contentType?: string };
}

async function readObject(
  { key }: ObjectInfo,
  store: ObjectStore,
  { wanted, signal }: { readonly wanted: number; readonly signal: AbortSignal },
): Promise<ReadObject | ImageLook> {
  try {
    const { info, stream } = await store.open(key, { signal });
    const { contentType } = info;
    return { bytes: await readFirst(stream, wanted), type: contentType === undefined ? {} : { contentType } };
  } catch (error) {
    if (signal.aborted || !(error instanceof ImgferryError) || error.scope === 'run') throw error;
    const isGone = error.code === 'OBJECT_NOT_FOUND';
    return { verdict: verdictOf([isGone ? 'file-missing' : 'file-unreadable'], { code: error.code }) };
  }
}

/** Leaves the rest of the stream unread. */
async function readFirst(stream: Readable, wanted: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= wanted) break;
  }
  return Buffer.concat(chunks);
}
