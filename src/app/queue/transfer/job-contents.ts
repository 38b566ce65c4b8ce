import type { Digest } from '../../../core/digest.js';
import type { Ledger } from '../../../core/ledger.js';
import type { ObjectStore } from '../../../core/storage.js';
import { placeOf } from '../../transfer/object-contents.js';
import type { ReadContent, TransferTask } from './transfer-task.js';

export interface JobContents {
  readonly ledger: Pick<Ledger, 'contentOf' | 'recordContent'>;
  /** What was read that nobody knew. */
  readonly found: readonly ReadContent[];
}

/** What one job knows of its objects' bytes, in place of a ledger. */
export function createJobContents(
  { objects }: TransferTask,
  stores: Readonly<Record<ReadContent['side'], ObjectStore>>,
): JobContents {
  const places = new Map<string, Pick<ReadContent, 'side' | 'key'>>();
  const digests = new Map<string, Digest>();
  for (const { pair, known } of objects) {
    const key = (pair.source ?? pair.target)?.key ?? '';
    for (const side of ['source', 'target'] as const) places.set(placeOf(stores[side], key), { side, key });
    for (const { side, stamp, digest } of known) digests.set(`${placeOf(stores[side], key)} ${stamp}`, digest);
  }
  const found: ReadContent[] = [];
  return {
    ledger: {
      contentOf: (place, stamp) => digests.get(`${place} ${stamp}`),
      recordContent(place, stamp, digest) {
        const object = places.get(place);
        if (!object || digests.get(`${place} ${stamp}`) === digest) return;
        digests.set(`${place} ${stamp}`, digest);
        found.push({ ...object, stamp, digest });
      },
    },
    found,
  };
}
