import { createLimiter } from '../../../lib/limiter.js';
import { paceClient } from '../../../net/paced-client.js';
import { openNamedStore, storeSettingsOf } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';
import { refuseMissingFolder } from '../../refuse-missing-folder.js';
import { chooseWay } from '../../transfer/choose-way.js';
import { createDenials } from '../../transfer/denials.js';
import { endObjects, keyIn, startObject } from '../../transfer/move-object.js';
import type { CopiedObject, MoveTools } from '../../transfer/move-tools.js';
import { createObjectContents } from '../../transfer/object-contents.js';
import { createSmallerObjects } from '../../transfer/smaller-objects.js';
import type { JobRoom, JobRoomTools } from '../job-room.js';
import { placeHere } from '../job-setup.js';
import { createJobContents } from './job-contents.js';
import type { MovedObjects, TransferTask } from './transfer-task.js';

/**
 * Moves objects from store to store, some a job.
 *
 * @throws ImgferryError PATH_NOT_FOUND, what opening a store throws
 */
export async function openTransferRoom(
  { setup, client, spool, storeTools }: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<TransferTask, MovedObjects>> {
  const tools = { ...storeTools, client: paceClient(client, {}), patience: 8 };
  const open = (name = '') => openNamedStore(storeSettingsOf(name, context), tools, context);
  const from = placeHere(setup.from ?? '', context);
  refuseMissingFolder(storeSettingsOf(from, context), context);
  const stores = { source: await open(from), target: await open(context.settings.to) };
  const way = await chooseWay(stores.source, stores.target);
  const io = createLimiter(context.settings.concurrency);
  const prepared: MovedObjects['prepared'][number][] = [];
  const smaller = createSmallerObjects(
    {
      prepared: () => undefined,
      recordPrepared: (source, fingerprint, record) => void prepared.push({ source, fingerprint, record }),
    },
    context,
  );

  const denials = createDenials();

  async function move(task: TransferTask, signal: AbortSignal): Promise<MovedObjects> {
    const known = createJobContents(task, stores);
    const copied: CopiedObject[] = [];
    let changed = 0;
    const moving: MoveTools = {
      ...stores,
      contents: createObjectContents(stores, known.ledger, { signal }),
      spool,
      way,
      smaller: task.optimizes ? smaller : undefined,
      faultOf: () => undefined, // told by the coordinator, which has the whole listing
      mode: 'write',
      needsDigests: task.needsDigests,
      denials,
      onCopied: (object) => void copied.push(object),
      onChanged: () => {
        changed += 1;
      },
      signal,
    };
    const started = await Promise.all(task.objects.map(({ pair }) => io(() => startObject(pair, moving))));
    const ends = (await endObjects(started, moving)).map(({ pair, end }) => ({ key: keyIn(pair), end }));
    const refusal = way.refusal === undefined ? {} : { refusal: way.refusal };
    return { ends, copied, contents: known.found, prepared: prepared.splice(0), changed, ...refusal };
  }

  return {
    async process({ task }, { signal }) {
      const value = await move(task, signal);
      const stored = value.copied.filter(({ state }) => state === 'stored');
      return {
        state: stored.length > 0 ? 'stored' : value.copied.length > 0 ? 'reused' : 'kept',
        fetched: sum(value.copied.map(({ isServerSide, size }) => (isServerSide ? 0 : size))),
        stored: sum(stored.map(({ info }) => info.size)),
        value,
      };
    },

    async close() {
      smaller.close();
      await stores.source.close();
      await stores.target.close();
    },
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
