import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { ObjectStore } from '../../core/storage.js';
import { runAll } from '../../pipeline/run-all.js';
import { openClient, openNamedStore, openSpoolOf, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { addPlannedPosts } from '../migrate/add-planned-posts.js';
import { listLeftBehind } from '../migrate/left-behind.js';
import { writePosts } from '../migrate/write-posts.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from '../outcome-draft.js';
import { createKeyFilter } from '../path-filter.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { refuseSharedKeysOf } from '../store-keys.js';
import { preflight, recordTarget } from '../target.js';
import { useLedger } from '../use-ledger.js';
import { planObjectEdits } from './follow-objects.js';
import { joinListings, type KeyPair } from './join-listings.js';
import { type MoveTools, moveObject } from './move-object.js';
import { createObjectContents } from './object-contents.js';

export interface TransferOptions {
  /** Stores, by name or address. */
  readonly from: string;
  readonly to: string;
  /** Posts follow: the settings' `posts`. */
  readonly followsPosts: boolean;
  /** `compare` moves nothing, and finds fault with what is missing or different. */
  readonly mode: MoveTools['mode'];
}

/**
 * Brings every object of a store to another one, under the same key, with its headers, and reads it back there. What
 * stands there already is compared by its bytes and never replaced. Nothing is deleted.
 *
 * The outcome's images are the objects: `planned`, `stored`, `reused`, `in-place`; `skipped` with `only-at-target` where
 * stores are compared; `failed` with OBJECT_CONFLICT where other bytes stand, OBJECT_NOT_FOUND where they are compared
 * and none stands, and with what stores throw.
 *
 * @throws ImgferryError USAGE_INVALID where both are one place or one lies in the other
 */
export function transfer(options: TransferOptions, context: UseCaseContext): Promise<FinishedRun> {
  const dryRun = options.mode !== 'write';
  return draftOutcome('transfer', { dryRun }, context, (draft) =>
    useLedger(context, dryRun ? 'write' : 'lock', (ledger) => transferWith(ledger, options, draft, context)),
  );
}

async function transferWith(
  ledger: Ledger,
  options: TransferOptions,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { from, to, mode } = options;
  const settings = { ...context.settings, to };
  if (settings.optimize !== 'off') {
    throw new ImgferryError('USAGE_INVALID', { option: '--optimize', expected: ['off'], found: settings.optimize });
  }
  const [sourceSettings, targetSettings] = [
    storeSettingsOf(from, context),
    storeSettingsOf(to, { ...context, settings }),
  ];
  refuseSharedKeysOf([sourceSettings, targetSettings]);
  const client = openClient(context);
  try {
    const source = await openNamedStore(sourceSettings, { ledger, client }, context);
    const target = await openNamedStore(targetSettings, { ledger, client }, context);
    try {
      refuseOverlap(source, target);
      if (mode === 'write') await recoverKilledRuns(ledger, draft, context);
      const stores = { source, target };
      if (mode !== 'write') return await moveAll(stores, options, { ledger, run: undefined }, draft, context);
      await preflight(target, draft, context);
      await inRun('transfer', { ledger, draft, context }, async (run) => {
        recordTarget(ledger, target, targetSettings, { asked: to, publicUrl: settings.publicUrl });
        await moveAll(stores, options, { ledger, run }, draft, context);
      });
    } finally {
      await source.close();
      await target.close();
    }
  } finally {
    await client.close();
  }
}

/** A copy of the copy would be copied for ever. */
function refuseOverlap({ id: from }: ObjectStore, { id: to }: ObjectStore): void {
  const [outer, inner] = [from, to]
    .map((id) => `${id.replace(/\/+$/, '')}/`)
    .sort((one, other) => one.length - other.length);
  if (outer === undefined || !inner?.startsWith(outer)) return;
  throw new ImgferryError('USAGE_INVALID', { option: 'transfer', expected: 'two-places', found: `${from} ${to}` });
}

interface Stores {
  readonly source: ObjectStore;
  readonly target: ObjectStore;
}

async function moveAll(
  stores: Stores,
  { mode, followsPosts }: TransferOptions,
  { ledger, run }: { readonly ledger: Ledger; readonly run: string | undefined },
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { source, target } = stores;
  const { settings, signal } = context;
  const spool = openSpoolOf(ledger, context);
  const isIncluded = createKeyFilter(context);
  const isWanted = ({ source: here, target: there }: KeyPair): boolean => {
    const key = here?.key ?? there?.key ?? '';
    const isOwn = key.startsWith('.imgferry/'); // what imgferry keeps for itself in a folder
    return !isOwn && isIncluded(key) && (here !== undefined || mode === 'compare');
  };
  const tools: MoveTools = {
    source,
    target,
    contents: createObjectContents(stores, ledger, { signal }),
    spool,
    mode,
    onStored: ({ identity, info, digest, contentType }) => {
      ledger.recordObject(target.id, { key: info.key, digest, size: info.size, contentType });
      if (run !== undefined) ledger.recordMove(run, identity, target.id, info.key);
    },
    signal,
  };
  const pairs = only(joinListings(source.driver.list('', { signal }), target.driver.list('', { signal })), isWanted);
  const atOnce = settings.concurrency;
  for await (const outcome of runAll(pairs, (pair) => moveObject(pair, tools), { atOnce, signal })) {
    draft.addImage(outcome);
  }
  if (!followsPosts) return;
  const posts = await planObjectEdits(source, target, draft, context);
  if (run === undefined) addPlannedPosts(posts, draft);
  else await writePosts(posts, run, { ledger }, draft, context);
  draft.addLeftBehind(await listLeftBehind(posts, draft.images.values(), { applied: run !== undefined }));
}

async function* only<Item>(items: AsyncIterable<Item>, isWanted: (item: Item) => boolean): AsyncGenerator<Item> {
  for await (const item of items) if (isWanted(item)) yield item;
}
