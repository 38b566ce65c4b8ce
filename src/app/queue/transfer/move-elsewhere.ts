import { ImgferryError } from '../../../core/errors.js';
import type { Ledger } from '../../../core/ledger.js';
import type { Note } from '../../../core/outcome.js';
import { runAll } from '../../../pipeline/run-all.js';
import type { UseCaseContext } from '../../context.js';
import type { KeyPair } from '../../transfer/join-listings.js';
import { describeMoved, keyIn, type MovedObject, moveObject, type ObjectEnd } from '../../transfer/move-object.js';
import type { MoveTools } from '../../transfer/move-tools.js';
import { placeOf, stampOf } from '../../transfer/object-contents.js';
import { setupOf } from '../job-setup.js';
import { openJobs } from '../open-jobs.js';
import { batchObjects } from './batch-objects.js';
import type { MovedObjects, ReadContent, TransferTask } from './transfer-task.js';

export interface MoverOptions {
  readonly from: string;
  readonly to: string;
  readonly optimizes: boolean;
}

export interface MoverTools {
  readonly ledger: Ledger;
  readonly run: string;
  /** For what takes no request, and for what nobody else took. */
  readonly tools: MoveTools;
  readonly note: (note: Note) => void;
}

/** Workers that move objects. */
export interface ElsewhereMover {
  /** What became of each, in no order. */
  move(pairs: AsyncIterable<KeyPair>): AsyncIterable<MovedObject>;
  close(): Promise<void>;
}

/** Jobs at once; a job is some objects, or a large one. */
const batchesAhead = 500;

/**
 * Has objects moved by workers. Listings, ledger and report stay with this machine.
 *
 * @throws ImgferryError what connecting throws
 */
export async function openMover(
  address: string,
  { from, to, optimizes }: MoverOptions,
  { ledger, run, tools, note }: MoverTools,
  context: UseCaseContext,
): Promise<ElsewhereMover> {
  const { settings, signal, now } = context;
  const setup = setupOf({ from, to }, { ...context, settings: { ...settings, to } });
  const { target, contents, smaller, needsDigests } = tools;
  const options = { address, kind: 'transfer', setup, flush: () => ledger.flush(), note, target } as const;
  const jobs = await openJobs<TransferTask, MovedObjects>(options, context);
  const since = now(); // what stands at the target was listed after it

  /** What no request is needed for. */
  function isToldHere({ source, target: standing }: KeyPair): boolean {
    if (source === undefined || tools.faultOf(source.key) !== undefined) return true;
    if (standing === undefined) return false;
    const told = contents.told(source, standing);
    if (told?.isEqual) return !needsDigests || told.digest !== undefined;
    if (!smaller?.wants(source.key)) return told !== undefined;
    const before = contents.known('source', source);
    const made = before === undefined ? undefined : smaller.known(source.key, before);
    return made !== undefined && made === contents.known('target', standing);
  }

  function knownOf({ source, target: standing }: KeyPair): readonly ReadContent[] {
    return (['source', 'target'] as const).flatMap((side) => {
      const info = side === 'source' ? source : standing;
      const digest = info && contents.known(side, info);
      return info && digest !== undefined ? [{ side, key: info.key, stamp: stampOf(info), digest }] : [];
    });
  }

  async function moveBatch(batch: readonly KeyPair[]): Promise<readonly MovedObject[]> {
    const moved: MovedObject[] = [];
    for (const pair of batch.filter(isToldHere)) moved.push(...(await moveObject(pair, tools)));
    const others = batch.filter((pair) => !isToldHere(pair));
    return others.length === 0 ? moved : [...moved, ...(await send(others, nameOf(batch)))];
  }

  /** Of what the source lists: a rerun asks for the same, whatever arrived until then. */
  const nameOf = (batch: readonly KeyPair[]): string =>
    JSON.stringify([batch.map(({ source }) => source && [source.key, stampOf(source)]), optimizes, needsDigests]);

  async function send(pairs: readonly KeyPair[], name: string): Promise<readonly MovedObject[]> {
    const id = jobs.idOf(name);
    const objects = pairs.map((pair) => ({ pair, known: knownOf(pair) }));
    const [first = { pair: {} }] = objects;
    const job = { run, url: keyIn(first.pair), task: { objects, optimizes, needsDigests } };
    const result = await jobs.settle(id, job, { signal, since }).catch(asFailure);
    if ('error' in result) {
      jobs.forget(id);
      return pairs.map((pair) => describeMoved(pair, result, tools));
    }
    record(result);
    jobs.forget(id);
    const ends = new Map(result.ends.map(({ key, end }) => [key, end]));
    const moved = pairs.map(async (pair) => {
      const end = ends.get(keyIn(pair)); // none where an earlier run asked for less
      return end ? [describeMoved(pair, end, tools)] : moveObject(pair, tools);
    });
    return (await Promise.all(moved)).flat();
  }

  function record({ copied, contents: read, prepared, changed, refusal }: MovedObjects): void {
    for (const object of copied) tools.onCopied(object);
    for (const { side, key, stamp, digest } of read) ledger.recordContent(placeOf(tools[side], key), stamp, digest);
    for (const { source, fingerprint, record } of prepared) ledger.recordPrepared(source, fingerprint, record);
    for (let at = 0; at < changed; at += 1) tools.onChanged();
    if (refusal !== undefined) tools.way.refuse(new ImgferryError(refusal));
  }

  return {
    async *move(pairs) {
      for await (const moved of runAll(batchObjects(pairs), moveBatch, { atOnce: batchesAhead, signal })) yield* moved;
    },
    close: () => jobs.close(),
  };
}

function asFailure(error: unknown): Extract<ObjectEnd, { readonly state: 'failed'; readonly error: unknown }> {
  if (error instanceof ImgferryError && error.scope === 'asset') return { state: 'failed', error: error.toReport() };
  throw error;
}
