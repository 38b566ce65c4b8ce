import type { AssetOutcome } from '../core/asset.js';
import { ImgferryError } from '../core/errors.js';
import type { CopiedRecord, Ledger, MoveRecord, ObjectRecord } from '../core/ledger.js';
import type { CallOptions, ObjectStore } from '../core/storage.js';
import { digestStream } from '../lib/digest-stream.js';
import type { HttpClient } from '../net/http-client.js';
import { runAll } from '../pipeline/run-all.js';
import { openClient, openLedgerOf, openRecordedStore, type RecordedStore } from './compose.js';
import type { UseCaseContext } from './context.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from './outcome-draft.js';
import { createPublicReader } from './read-publicly.js';

/**
 * Reads back everything that a run stored: each object from its store, and from its public address where that is asked
 * for or is a bucket's.
 *
 * @param run undefined: the newest that stored something
 */
export function verifyRun(run: string | undefined, context: UseCaseContext): Promise<FinishedRun> {
  return draftOutcome('verify', { dryRun: false }, context, async (draft) => {
    const ledger = await openLedgerOf(context, 'write');
    const client = openClient(context);
    const stores = new Map<string, RecordedStore>();
    try {
      const moves = movesOf(run, ledger, draft);
      for (const { store } of moves) {
        if (!stores.has(store)) stores.set(store, await openRecordedStore(store, { ledger, client }, context));
      }
      context.emit({ type: 'scanned', documents: 0, images: moves.length });
      const look = createLook({ stores, client, ledger }, draft, context);
      const atOnce = { atOnce: context.settings.concurrency, signal: context.signal };
      for await (const outcome of runAll(moves, look, atOnce)) draft.addImage(outcome);
    } finally {
      for (const { store } of stores.values()) await store.close();
      await client.close();
      ledger.close();
    }
  });
}

function movesOf(run: string | undefined, ledger: Ledger, draft: OutcomeDraft): readonly MoveRecord[] {
  const runs = ledger.runs().toReversed();
  if (run !== undefined && !runs.some(({ id }) => id === run)) {
    throw new ImgferryError('RUN_UNKNOWN', { run, known: runs.slice(0, 5).map(({ id }) => id) });
  }
  const candidates = run === undefined ? runs.map(({ id }) => id) : [run];
  for (const id of candidates) {
    const moves = ledger.moves(id);
    if (moves.length === 0) continue;
    draft.setRun(id);
    return moves;
  }
  draft.note({ id: 'nothing-to-verify', facts: { ...(run === undefined ? {} : { run }) } });
  return [];
}

interface LookTools {
  readonly stores: ReadonlyMap<string, RecordedStore>;
  readonly client: HttpClient;
  readonly ledger: Ledger;
}

function createLook(tools: LookTools, draft: OutcomeDraft, context: UseCaseContext) {
  const { client, ledger, stores } = tools;
  const { signal, now } = context;
  const readPublicly = createPublicReader(client, draft, context);

  return async ({ identity, store: id, object }: MoveRecord): Promise<AssetOutcome> => {
    const recorded = stores.get(id);
    if (!recorded) throw new Error(`the store ${id} was not opened`);
    const { store, readsPublicly } = recorded;
    const publicUrl = store.publicUrl(object.key);
    const base = { identity, url: publicUrl ?? object.key, key: object.key, bytesAfter: object.size };
    try {
      await store.verify(object.key, object, { signal });
      const known = 'digest' in object ? object : await readOnce(store, object, { signal });
      if (known !== object) ledger.recordObject(id, known);
      if (publicUrl !== undefined && readsPublicly) {
        await readPublicly({ url: publicUrl, digest: known.digest, size: known.size });
        ledger.recordObject(id, { ...known, publicVerifiedAt: now() });
      }
      return { ...base, state: 'in-place', ...(publicUrl === undefined ? {} : { publicUrl }) };
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
      return { ...base, state: 'failed', error: error.toReport() };
    }
  };
}

/** What was copied inside the provider is read here for the first time: the provider's checksum of it was right. */
async function readOnce(
  store: ObjectStore,
  { checksum: _, ...object }: CopiedRecord,
  call: CallOptions,
): Promise<ObjectRecord> {
  const { stream } = await store.open(object.key, call);
  const { digest } = await digestStream(stream, call);
  return { ...object, digest };
}
