import type { AssetOutcome } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import { asObjectKey } from '../../core/object-key.js';
import type { ReadPublicly } from '../read-publicly.js';
import type { MovedObject } from './move-object.js';
import type { MoveTools } from './move-tools.js';

/** Tells of an object that arrived whether readers get it: where they don't, that is its outcome, and no post follows. */
export function createArrivalReader(
  { contents, target, signal }: Pick<MoveTools, 'contents' | 'target' | 'signal'>,
  readPublicly: ReadPublicly,
): (moved: MovedObject) => Promise<AssetOutcome> {
  return async ({ outcome, ...moved }) => {
    const { publicUrl: url, key = '' } = outcome;
    if (url === undefined || !URL.canParse(url)) return outcome;
    try {
      const info = moved.info ?? (await target.head(asObjectKey(key), { signal }));
      if (info === undefined) throw new ImgferryError('OBJECT_NOT_FOUND', { key, store: target.id, hint: 'transfer' });
      const digest = moved.digest ?? (await contents.digestOf('target', info));
      await readPublicly({ url, digest, size: info.size });
      return outcome;
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
      const { reason: _, ...arrived } = outcome;
      return { ...arrived, state: 'failed', error: error.toReport() };
    }
  };
}
