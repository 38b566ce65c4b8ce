import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import { useLedger } from '../use-ledger.js';
import { type ImageMap, type MappedImage, parseMap } from './map-file.js';

/**
 * Fills an empty ledger from a map, so that what another machine brought is not brought again; one that knows runs of
 * its own stays as it is.
 *
 * @param path from the working directory
 * @returns images that are known now; undefined where the ledger was not empty
 * @throws ImgferryError PATH_NOT_FOUND {path}, MAP_INVALID {path, line, found}
 */
export async function seedLedger(path: string, context: UseCaseContext): Promise<number | undefined> {
  const map = parseMap(await readMap(path, context), path);
  let seeded: number | undefined;
  await useLedger(context, 'lock', async (ledger) => {
    if (ledger.runs().length > 0) return;
    if (map.images.length > 0) fill(ledger, map, context);
    seeded = map.images.length;
  });
  return seeded;
}

async function readMap(path: string, { cwd }: UseCaseContext): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw new ImgferryError('PATH_NOT_FOUND', { path }, { cause });
  }
}

/** A run of its own, so that a map of the filled ledger is the same map. */
function fill(ledger: Ledger, { images, stores }: ImageMap, { now }: UseCaseContext): void {
  for (const [id, place] of stores) ledger.recordStore(id, place);
  const run = ledger.beginRun('seed', now());
  for (const image of images) record(run, image, ledger);
  ledger.finishRun(run, 'done', now());
  ledger.flush();
}

function record(run: string, { from, to, store, object, source, made }: MappedImage, ledger: Ledger): void {
  const isFile = from.startsWith('file:');
  const identity = asIdentity(isFile ? `file:${join(ledger.root, from.slice('file:'.length))}` : from);
  if (source) {
    ledger.recordFetched(identity, source);
    for (const { fingerprint, ...picture } of made) ledger.recordPrepared(source.digest, fingerprint, picture);
  }
  ledger.recordObject(store, object);
  if (to !== undefined) ledger.recordAddress(store, object.key, to);
  ledger.recordMove(run, identity, store, object.key);
}
