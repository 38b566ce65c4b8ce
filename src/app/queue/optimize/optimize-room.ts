import { createLimiter } from '../../../lib/limiter.js';
import { openNamedStore, storeSettingsOf } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';
import { createImageMaker, type ReadImage } from '../../optimize/image-maker.js';
import { createStorePlace } from '../../optimize/store-place.js';
import { createEncodingRoom } from '../../prepare/encoding-room.js';
import { createEncodings, roomSettingsOf } from '../../prepare/encodings.js';
import { refuseMissingFolder } from '../../refuse-missing-folder.js';
import type { JobRoom, JobRoomTools } from '../job-room.js';
import { noLedger } from '../no-ledger.js';
import { stagingKey } from '../staging.js';
import type { EncodedElsewhere, OptimizeTask } from './optimize-task.js';

/**
 * Reads images of a store and makes them smaller, one a job; the coordinator alone puts new bytes in their place.
 *
 * @throws ImgferryError PATH_NOT_FOUND, what opening the store throws
 */
export async function openOptimizeRoom(
  { spool, storeTools }: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<OptimizeTask, EncodedElsewhere>> {
  const { settings, emit } = context;
  const storeSettings = storeSettingsOf(settings.to ?? '', context);
  refuseMissingFolder(storeSettings, context);
  const store = await openNamedStore(storeSettings, storeTools, context);
  const encodings = createEncodings(context);
  const room = createEncodingRoom(roomSettingsOf(settings));
  const io = createLimiter(settings.concurrency);

  function makerFor({ isShareCard }: OptimizeTask, signal: AbortSignal) {
    const { maxBytes, imageTimeout: timeLimit } = settings;
    const place = createStorePlace({ store, originals: undefined, isWanted: () => true, spool, maxBytes, signal });
    return createImageMaker({
      place,
      ledger: noLedger,
      spool,
      prepareFor: ({ name }, { keepsFormat }) => encodings.stageFor({ name, keepsFormat, isShareCard }),
      io,
      ...room,
      keeps: false,
      timeLimit,
      signal,
      emit,
    });
  }

  async function encode(read: ReadImage, { keepsFormat, staging }: OptimizeTask, signal: AbortSignal) {
    const { digest, size, nameLies } = read;
    if (nameLies) return { digest, size, nameLies };
    const { record, content } = await read.make({ keepsFormat });
    if (record.digest !== digest) {
      const body = { size: record.size, digest: record.digest, content };
      const headers = { 'content-type': 'application/octet-stream' };
      await store.store(stagingKey(staging), body, { headers, signal });
    }
    return { digest, size, nameLies, record };
  }

  return {
    async process({ task }, { signal }) {
      const read = await makerFor(task, signal).read(task.image);
      try {
        const value = await encode(read, task, signal);
        const isNew = value.record !== undefined && value.record.digest !== value.digest;
        return {
          state: isNew ? 'encoded' : 'kept',
          fetched: value.size,
          stored: isNew ? value.record.size : 0,
          value,
        };
      } finally {
        await read.release();
      }
    },

    async close() {
      encodings.close();
      await store.close();
    },
  };
}
