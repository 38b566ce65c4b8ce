import { relative, resolve, sep } from 'node:path';
import type { Ledger } from '../../core/ledger.js';
import type { UseCaseContext } from '../context.js';
import { createBaseFinder } from '../redirects/known-bases.js';
import { useLedger } from '../use-ledger.js';
import { writeWhole } from '../write-whole.js';
import { type ImageMap, printMap } from './map-file.js';

/**
 * Everything that runs brought into stores, from the ledger alone.
 *
 * @param path of the file that gets it, from the working directory, whole or not at all; undefined: none
 * @throws ImgferryError what writing the file throws
 */
export async function writeMap(
  path: string | undefined,
  context: UseCaseContext,
): Promise<{ readonly text: string; readonly images: number }> {
  let written = { text: '', images: 0 };
  await useLedger(context, 'read', async (ledger) => {
    const map = mapOf(ledger, context);
    written = { text: printMap(map), images: map.images.length };
  });
  if (path !== undefined) await writeWhole(resolve(context.cwd, path), written.text);
  return written;
}

function mapOf(ledger: Ledger, context: UseCaseContext): ImageMap {
  const basesOf = createBaseFinder(ledger, context);
  const arrivals = ledger.arrivals();
  const stores = [...new Set(arrivals.map(({ store }) => store))].flatMap((id) => {
    const place = ledger.storePlace(id);
    return place ? [[id, place] as const] : [];
  });
  const images = arrivals.map(({ identity, ...arrival }) => {
    const to = basesOf(arrival.store)?.publicUrl(arrival.object.key);
    return { from: portable(identity, ledger), ...(to === undefined ? {} : { to }), ...arrival };
  });
  return { stores: new Map(stores), images };
}

/** A path of this machine means nothing to another one. */
function portable(identity: string, { root }: Ledger): string {
  if (!identity.startsWith('file:')) return identity;
  return `file:${relative(root, identity.slice('file:'.length)).split(sep).join('/')}`;
}
