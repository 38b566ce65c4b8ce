import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import { hasImageExtension } from '../../core/image-format.js';
import type { AssetLedger } from '../../core/ledger.js';
import type { FetchedImage } from '../../core/stage.js';
import type { ObjectBody } from '../../core/storage.js';
import type { UseCaseContext } from '../context.js';
import { createEncodingRoom } from '../prepare/encoding-room.js';
import { createEncodings, type PrepareStage } from '../prepare/encodings.js';

/** Makes pictures smaller on their way from store to store; their keys and formats stay. */
export interface SmallerObjects {
  /** Whether an object is made smaller: by its key. */
  wants(key: string): boolean;
  /** The digest of what became of a picture before. */
  known(key: string, picture: Digest): Digest | undefined;
  /** What becomes of a picture; its own bytes where they are no picture, a broken one, or small enough. */
  make(key: string, picture: FetchedImage): Promise<ObjectBody>;
  close(): void;
}

/** The same bytes come out for the same bytes and settings, so that a rerun knows them again. */
export function createSmallerObjects(
  ledger: Pick<AssetLedger, 'prepared' | 'recordPrepared'>,
  context: Pick<UseCaseContext, 'settings' | 'environment' | 'signal'>,
): SmallerObjects {
  const { settings, signal } = context;
  const encodings = createEncodings(context);
  const { encode, weightOf } = createEncodingRoom({ ...settings, imageFormat: 'keep' });
  const stageFor = (key: string): PrepareStage =>
    encodings.stageFor({ name: key, keepsFormat: true, isShareCard: false });
  const known = (key: string, picture: Digest): Digest | undefined =>
    ledger.prepared(picture, stageFor(key).fingerprint)?.digest;
  return {
    wants: hasImageExtension,
    known,
    async make(key, picture) {
      const own = { size: picture.size, digest: picture.digest, content: picture.content };
      if (known(key, picture.digest) === picture.digest) return own;
      const stage = stageFor(key);
      try {
        const made = await encode(() => stage.run(picture, { signal }), await weightOf(picture.content));
        const { content, ...record } = made;
        ledger.recordPrepared(picture.digest, stage.fingerprint, record);
        return { size: made.size, digest: made.digest, content };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ImgferryError && error.scope === 'asset') return own;
        throw error;
      }
    },
    close: () => encodings.close(),
  };
}
