import { setTimeout as wait } from 'node:timers/promises';
import { ImgferryError } from '../core/errors.js';
import type { Stage } from '../core/stage.js';
import type { PublicAddress } from './public-read-stage.js';

export interface EdgeReadOptions {
  /** Has the edge forget an address; false where it can't be asked to. Undefined: it is not to be asked. */
  readonly forget: ((url: string, signal: AbortSignal) => Promise<boolean>) | undefined;
}

/** Times (ms) after which an edge that was told to forget is read again; one that takes longer is read by a later run. */
const soon = [250, 750];
const later = [2000, 4000, 8000];

/**
 * The same, where what can't be read may be what an edge remembers from before the object was there: it is told to forget
 * that and read again; else the origin is asked past the edge, so that the error says which of them is wrong.
 *
 * @throws ImgferryError PUBLIC_MISMATCH {url, expected, found, hint: 'edge' | 'edge-refreshed'} where the edge is to blame;
 *   else what the stage throws
 */
export function readThroughEdge(
  stage: Stage<PublicAddress, void>,
  { forget }: EdgeReadOptions,
): Stage<PublicAddress, void> {
  return {
    name: stage.name,
    fingerprint: stage.fingerprint,
    async run(address, call) {
      try {
        return await stage.run(address, call);
      } catch (error) {
        if (!isRemembered(error)) throw error;
        const isForgotten = (await forget?.(address.url, call.signal)) === true;
        if (isForgotten && (await arrives(stage, soon, address, call))) return;
        if (!(await isRightPastEdge(stage, address, call))) throw error;
        if (isForgotten && (await arrives(stage, later, address, call))) return;
        const found = error.code === 'HTTP_STATUS' ? `HTTP ${error.facts.status}` : error.facts.found;
        const facts = { url: address.url, expected: address.digest, found };
        const hint = isForgotten ? 'edge-refreshed' : 'edge';
        throw new ImgferryError('PUBLIC_MISMATCH', { ...facts, hint }, { cause: error });
      }
    },
  };
}

/** An answer that an edge may have from before. */
const isRemembered = (error: unknown): error is ImgferryError =>
  error instanceof ImgferryError &&
  (error.code === 'PUBLIC_MISMATCH' ||
    (error.code === 'HTTP_STATUS' && (error.facts.status === 404 || error.facts.status === 410)));

type Read = Parameters<Stage<PublicAddress, void>['run']>;

async function arrives(
  stage: Stage<PublicAddress, void>,
  patience: readonly number[],
  ...[address, call]: Read
): Promise<boolean> {
  for (const ms of patience) {
    await wait(ms, undefined, { signal: call.signal });
    try {
      await stage.run(address, call);
      return true;
    } catch (error) {
      if (!isRemembered(error)) throw error;
    }
  }
  return false;
}

/** Most edges keep an address for each query, so that a query that nobody asked with before is answered by the origin. */
async function isRightPastEdge(stage: Stage<PublicAddress, void>, ...[address, call]: Read): Promise<boolean> {
  const url = new URL(address.url);
  if (url.search !== '') return false;
  url.search = `imgferry=${address.digest.slice(0, 16)}`;
  try {
    await stage.run({ ...address, url: url.href }, call);
    return true;
  } catch (error) {
    if (error instanceof ImgferryError && error.scope === 'asset') return false;
    throw error;
  }
}
