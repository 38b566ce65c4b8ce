import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Thumbnail } from '../../core/run-report.js';
import { digestOf } from '../../lib/digest.js';
import { makeThumbnail } from '../../optimize/make-thumbnail.js';
import { runAll } from '../../pipeline/run-all.js';
import type { PictureFetcher } from './fetch-pictures.js';
import type { ImageOfRun } from './gather-images.js';
import type { PictureSource } from './picture-source.js';

/** Pixels, either way. */
const side = 320;

export interface ThumbnailLimits {
  readonly images: number;
  /** Of all thumbnails together. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  /** Undefined: only what is on this machine is shown. */
  readonly fetch: PictureFetcher['fetch'] | undefined;
}

export interface Thumbnails {
  readonly of: ReadonlyMap<ImageOfRun, { readonly before?: Thumbnail; readonly after?: Thumbnail }>;
  /** Images that pictures were looked for, from the start. */
  readonly looked: number;
}

/** Small pictures of the first images, before and after, where their bytes can be had and are still the same. */
export async function makeThumbnails(
  images: readonly ImageOfRun[],
  { images: most, bytes: mostBytes, signal, fetch }: ThumbnailLimits,
): Promise<Thumbnails> {
  const of = new Map<ImageOfRun, { readonly before?: Thumbnail; readonly after?: Thumbnail }>();
  let bytes = 0;
  let looked = 0;
  function* wanted(): Generator<ImageOfRun> {
    for (const one of images.slice(0, most)) {
      if (bytes >= mostBytes) return;
      looked += 1;
      yield one;
    }
  }
  const work = async (one: ImageOfRun) => ({ one, pair: await pairOf(one, fetch) });
  for await (const { one, pair } of runAll(wanted(), work, { atOnce: 2 * availableParallelism(), signal })) {
    bytes += (pair.before?.webp.length ?? 0) + (pair.after?.webp.length ?? 0);
    of.set(one, pair);
  }
  return { of, looked };
}

type Fetch = ThumbnailLimits['fetch'];

async function pairOf({ image, before, after }: ImageOfRun, fetch: Fetch) {
  const now = after && (await thumbnailOf(after, fetch));
  const isEnough = image.isSame === true && now !== undefined;
  const was = before && !isEnough ? await thumbnailOf(before, fetch) : undefined;
  return { ...(was === undefined ? {} : { before: was }), ...(now === undefined ? {} : { after: now }) };
}

/** A small picture of bytes, where they can be had and are the right ones. */
export async function thumbnailOf(source: PictureSource, fetch?: Fetch): Promise<Thumbnail | undefined> {
  const bytes = await bytesOf(source, fetch);
  return bytes && makeThumbnail(bytes, side);
}

async function bytesOf({ digest, size, paths, remote }: PictureSource, fetch: Fetch): Promise<Uint8Array | undefined> {
  const isRight = (bytes: Uint8Array | undefined): bytes is Uint8Array =>
    bytes !== undefined && (digest === undefined ? bytes.length === size : digestOf(bytes) === digest);
  for (const path of paths) {
    const bytes = await readFile(path).catch(() => undefined); // gone: it is not at hand
    if (isRight(bytes)) return bytes;
  }
  const fetched = remote && fetch && (await fetch(remote));
  return isRight(fetched) ? fetched : undefined;
}
