import { ImgferryError } from '../../core/errors.js';
import { readLocalFile } from '../../fetch/read-local-file.js';
import { runAll } from '../../pipeline/run-all.js';
import type { ImageOfRun } from './gather-images.js';

/** Sizes that the ledger does not keep, of originals that are at hand with the bytes that they had. */
export async function measureOriginals(
  images: Iterable<ImageOfRun>,
  signal: AbortSignal,
): Promise<readonly ImageOfRun[]> {
  const measured: ImageOfRun[] = [];
  for await (const one of runAll(images, (image) => measure(image, signal), { atOnce: filesAtOnce, signal })) {
    measured.push(one);
  }
  return measured;
}

const filesAtOnce = 8;

async function measure(one: ImageOfRun, signal: AbortSignal): Promise<ImageOfRun> {
  const { image, before } = one;
  if (image.bytesBefore !== undefined || before?.digest === undefined) return one;
  for (const path of before.paths) {
    const found = await readLocalFile(path, { maxBytes: Number.POSITIVE_INFINITY, signal }).catch(undefinedIfNone);
    if (found?.digest === before.digest) return { ...one, image: { ...image, bytesBefore: found.size } };
  }
  return one;
}

function undefinedIfNone(error: unknown): undefined {
  if (!(error instanceof ImgferryError)) throw error;
}
