import { join } from 'node:path';
import type { Identity } from '../../core/asset.js';
import type { FetchedRecord } from '../../core/ledger.js';
import type { PlannedAsset } from '../../core/plan.js';
import type { UseCaseContext } from '../context.js';
import { thumbnailOf } from '../report/add-thumbnails.js';
import { folderOf } from '../target.js';
import { useLedger } from '../use-ledger.js';
import { targetSettingsOf } from '../workshop.js';
import type { Pictures } from './review.js';

export interface ReviewPictures {
  of(asset: PlannedAsset): Promise<Pictures>;
}

/** Images whose small pictures are kept in memory. */
const mostKept = 400;

/** Small pictures of what waits in the spool, made when they are asked for. */
export async function openPictures(assets: readonly PlannedAsset[], context: UseCaseContext): Promise<ReviewPictures> {
  const fetched = new Map<Identity, FetchedRecord>();
  let spool = '';
  await useLedger(context, 'read', async (ledger) => {
    spool = join(ledger.folder, 'spool');
    for (const { identity } of assets) {
      const record = ledger.fetched(identity);
      if (record) fetched.set(identity, record);
    }
  });
  const folder = folderOf(targetSettingsOf(context));
  const kept = new Map<string, Promise<Pictures>>();

  async function make({ identity, source, digest, key, bytesAfter: size }: PlannedAsset): Promise<Pictures> {
    const was = fetched.get(identity);
    const own = source.kind === 'file' ? [source.path] : [];
    const stored = folder === undefined || key === undefined ? [] : [join(folder, ...key.split('/'))];
    const isSame = digest !== undefined && digest === was?.digest;
    const [before, after] = await Promise.all([
      was && !isSame ? thumbnailOf({ ...was, paths: [...own, join(spool, was.digest)] }) : undefined,
      digest === undefined
        ? undefined
        : thumbnailOf({ digest, size, paths: [...(isSame ? own : []), join(spool, digest), ...stored] }),
    ]);
    return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
  }

  return {
    of(asset) {
      const name = `${asset.identity} ${asset.digest}`;
      const pair = kept.get(name) ?? make(asset);
      kept.delete(name);
      kept.set(name, pair);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
      return pair;
    },
  };
}
