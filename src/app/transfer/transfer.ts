import type { AssetOutcome } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { CallOptions, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { toldPath } from '../../core/told-paths.js';
import type { HttpClient } from '../../net/http-client.js';
import { paceClient } from '../../net/paced-client.js';
import { runAll } from '../../pipeline/run-all.js';
import { openClient, openNamedStore, openSpoolOf, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { addPlannedPosts } from '../migrate/add-planned-posts.js';
import type { ScannedPost } from '../migrate/group-images.js';
import { listLeftBehind } from '../migrate/left-behind.js';
import { scanAllPosts } from '../migrate/scan-posts.js';
import { writePosts } from '../migrate/write-posts.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from '../outcome-draft.js';
import { createKeyFilter } from '../path-filter.js';
import type { ElsewhereMover, MoverTools } from '../queue/transfer/move-elsewhere.js';
import { createPublicReader } from '../read-publicly.js';
import { refuseMissingFolder, refuseMissingPlace } from '../refuse-missing-folder.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { refuseSharedKeysOf } from '../store-keys.js';
import { preflight, recordTarget, requirePublicAddress } from '../target.js';
import { useLedger } from '../use-ledger.js';
import { chooseWay } from './choose-way.js';
import { createDenials } from './denials.js';
import { endInBatches } from './end-batches.js';
import { type FollowedStore, keysNamedIn, planObjectEdits } from './follow-objects.js';
import { createHeaderDrift } from './header-drift.js';
import type { KeyPair } from './join-listings.js';
import { findKeyFaults, type KeyFault } from './key-faults.js';
import { listPairs } from './list-pairs.js';
import { type ManifestEntry, type ManifestLine, openManifest, readManifest } from './manifest.js';
import { type MovedObject, type StartedObject, startObject } from './move-object.js';
import type { MoveTools } from './move-tools.js';
import { createObjectContents } from './object-contents.js';
import { createArrivalReader } from './read-arrival.js';
import { createRecorder } from './record-arrival.js';
import { refuseOverlap } from './refuse-overlap.js';
import { createSmallerObjects } from './smaller-objects.js';
import { createTally, tellWays } from './tell-ways.js';
import { verifyEntry } from './verify-manifest.js';

export interface TransferOptions {
  /** Stores, by name or address. */
  readonly from: string;
  readonly to: string;
  /** Posts follow: the settings' `posts`. */
  readonly followsPosts: boolean;
  /** `compare` moves nothing, and finds fault with what is missing or different. */
  readonly mode: MoveTools['mode'];
  /** File that lists what arrived; where stores are compared, the one that the target is compared with. */
  readonly manifest?: string;
  /** Pictures are made smaller on the way, by the settings; else every byte stays as it is. */
  readonly optimizes: boolean;
  /** Redis of a queue whose workers move the objects; undefined: this process does. */
  readonly queue?: string | undefined;
  /** Whether the outcome has every object, however many; else those that need somebody or that posts name. */
  readonly holdsAll: boolean;
}

/**
 * Brings every object of a store to another one, under the same key, with its headers, and reads it back there. What
 * stands there already is compared by its bytes and never replaced. Nothing is deleted.
 *
 * The outcome's images are the objects: `planned`, `stored`, `reused`, `in-place`; `skipped` with `only-at-target` where
 * stores are compared; `failed` with OBJECT_CONFLICT where other bytes stand, OBJECT_NOT_FOUND where they are compared
 * and none stands, and with what stores throw.
 *
 * @throws ImgferryError USAGE_INVALID where both are one place or one lies in the other, PATH_NOT_FOUND for a source that
 *   is a folder, here or elsewhere, and isn't there
 */
export function transfer(options: TransferOptions, context: UseCaseContext): Promise<FinishedRun> {
  const dryRun = options.mode !== 'write';
  return draftOutcome('transfer', { dryRun, isComparison: options.mode === 'compare' }, context, (draft) =>
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
  const [sourceSettings, targetSettings] = [
    storeSettingsOf(from, context),
    storeSettingsOf(to, { ...context, settings }),
  ];
  refuseSharedKeysOf([sourceSettings, targetSettings]);
  const { bandwidth, maxRequests } = settings;
  if (options.queue !== undefined) refuseOwnLimits({ '--bandwidth': bandwidth, '--max-requests': maxRequests });
  const client = paceClient(openClient(context), {
    ...(bandwidth === undefined ? {} : { bytesPerSecond: bandwidth }),
    ...(maxRequests === undefined ? {} : { requestsPerSecond: maxRequests }),
  });
  const storeTools = { ledger, client, uploads: ledger, patience: 8 };
  try {
    const source = await openNamedStore(sourceSettings, storeTools, context);
    const target = await openNamedStore(targetSettings, storeTools, context);
    try {
      const ends = [source, target].map(({ id }, at) => ({ id, settings: at === 0 ? sourceSettings : targetSettings }));
      await refuseOverlap(ends, context);
      if (mode === 'compare' && options.manifest !== undefined)
        return await compareWith(options, target, draft, context);
      refuseMissingFolder(sourceSettings, context);
      await refuseMissingPlace(source, context);
      if (mode === 'write') await recoverKilledRuns(ledger, draft, context);
      const stores = {
        source: { store: source, settings: sourceSettings },
        target: { store: target, settings: targetSettings },
      };
      if (options.followsPosts && mode !== 'compare') requirePublicAddress(targetSettings);
      const posts = options.followsPosts ? await scanAllPosts(draft, context) : [];
      const moving = { client, ledger, posts };
      if (mode !== 'write') return await moveAll(stores, options, { ...moving, run: undefined }, draft, context);
      await preflight(target, draft, context);
      await inRun('transfer', { ledger, draft, context }, async (run) => {
        recordTarget(ledger, target, targetSettings, { asked: to, publicUrl: settings.publicUrl });
        await moveAll(stores, options, { ...moving, run }, draft, context);
      });
    } finally {
      await source.close();
      await target.close();
    }
  } finally {
    await client.close();
  }
}

/** They would be each worker's own. */
function refuseOwnLimits(limits: Readonly<Record<string, number | undefined>>): void {
  for (const [option, limit] of Object.entries(limits)) {
    if (limit === undefined) continue;
    const expected = ['hosts.HOST.rate', 'hosts.HOST.bandwidth'];
    throw new ImgferryError('USAGE_INVALID', { option, expected, found: `${option} --queue` });
  }
}

/** The source is not asked: a manifest outlives it. */
async function compareWith(
  { manifest = '', holdsAll }: TransferOptions,
  target: ObjectStore,
  draft: OutcomeDraft,
  { settings, signal }: UseCaseContext,
): Promise<void> {
  const verify = (entry: ManifestEntry): Promise<AssetOutcome> => verifyEntry(entry, target, { signal });
  const atOnce = settings.concurrency;
  for await (const outcome of runAll(readManifest(manifest), verify, { atOnce, signal })) {
    if (holdsAll || outcome.error !== undefined) draft.addImage(outcome);
    else draft.countImage(outcome);
  }
}

interface Stores {
  readonly source: FollowedStore;
  readonly target: FollowedStore;
}

interface Moving {
  readonly client: HttpClient;
  readonly ledger: Ledger;
  /** Whose links follow. */
  readonly posts: readonly ScannedPost[];
  /** Undefined: nothing is stored. */
  readonly run: string | undefined;
}

async function moveAll(
  stores: Stores,
  options: TransferOptions,
  moving: Moving,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { ledger, posts, run } = moving;
  const { source, target } = { source: stores.source.store, target: stores.target.store };
  const { mode, manifest: manifestFile } = options;
  const { settings, signal } = context;
  const listed = listPairs({ source, target }, { mode, isIncluded: createKeyFilter(context) }, { signal });
  const faultOf = mode === 'compare' ? () => undefined : await keyFaultsAt(target, listed.sources, { signal });
  const manifest = manifestFile === undefined ? undefined : openManifest(manifestFile, ledger);
  const smaller = options.optimizes ? createSmallerObjects(ledger, context) : undefined;
  const configured = stores.target.settings.headers;
  const drift = mode === 'compare' ? createHeaderDrift({ source, target, configured }, { signal }) : undefined;
  const record = createRecorder({ source, target }, ledger, run);
  let changed = 0;
  const tools: MoveTools = {
    source,
    target,
    contents: createObjectContents({ source, target }, ledger, { signal }),
    spool: openSpoolOf(ledger, context),
    way: await chooseWay(source, target),
    smaller,
    faultOf,
    drift,
    mode,
    needsDigests: manifest?.needsDigests === true,
    denials: createDenials(),
    onCopied: record.arrived,
    onChanged: () => {
      changed += 1;
    },
    signal,
  };
  const elsewhere = await openElsewhere(options, { ledger, run, tools, note: draft.note }, context);
  const tally = createTally();
  const followed = keysNamedIn(posts, stores.source);
  const isHeld = createHolding({ holdsAll: options.holdsAll, followed });
  const readsPublicly = run !== undefined && settings.verify === 'public';
  const toRead: MovedObject[] = [];
  try {
    const atOnce = settings.concurrency;
    const start = (pair: KeyPair): Promise<StartedObject> => startObject(pair, tools);
    const moveHere = () => endInBatches(runAll(listed.pairs, start, { atOnce, signal }), tools);
    for await (const moved of elsewhere?.move(listed.pairs) ?? moveHere()) {
      const { outcome } = moved;
      record.found(moved);
      tally.add(outcome);
      const isRead = readsPublicly && outcome.error === undefined && followed.has(outcome.key ?? '');
      if (isRead) toRead.push(moved);
      else if (isHeld(outcome)) draft.addImage(outcome);
      else draft.countImage(outcome);
      const isThere = outcome.state !== 'failed' && outcome.state !== 'skipped';
      if (manifest && isThere) await manifest.add(lineOf(moved, { source, target }));
    }
    const read = createArrivalReader(tools, createPublicReader(moving.client, draft, context));
    for await (const outcome of runAll(toRead, read, { atOnce, signal })) draft.addImage(outcome);
  } finally {
    await elsewhere?.close();
    smaller?.close();
    await manifest?.close();
  }
  if (manifestFile !== undefined && manifest) {
    const path = toldPath(manifestFile, context.cwd);
    draft.note({ id: 'manifest-written', facts: { path, objects: manifest.lines } });
  }
  tellWays(tally, tools.way, { isQueued: elsewhere !== undefined }, draft);
  if (listed.folderMarkers > 0) draft.note({ id: 'folder-markers', facts: { objects: listed.folderMarkers } });
  if (drift && drift.objects > 0) {
    draft.note({ id: 'headers-differ', facts: { objects: drift.objects, headers: drift.headers.join(', ') } });
  }
  if (changed > 0) draft.note({ id: 'source-changed', facts: { objects: changed } });
  if (run !== undefined) {
    const uploads = await target.abandonUploads({ signal });
    if (uploads > 0) draft.note({ id: 'uploads-abandoned', facts: { uploads } });
  }
  if (options.followsPosts) await followInPosts(stores, moving, draft, context);
}

/** The posts get the new addresses of what is there; what still points at the source is told. */
async function followInPosts(
  stores: Stores,
  { ledger, posts, run }: Moving,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { source, target } = { source: stores.source.store, target: stores.target.store };
  const edited = planObjectEdits(posts, { ...stores, processed: context.settings.processed }, draft);
  if (run === undefined) addPlannedPosts(edited, draft);
  else await writePosts(edited, run, { ledger }, draft, context);
  const hosts = new Set(source.addresses.flatMap((base) => (URL.canParse(base) ? [new URL(base).host] : [])));
  const isNew = (url: string): boolean => source.keyOf(url) === undefined && target.keyOf(url) !== undefined;
  draft.addLeftBehind(await listLeftBehind(edited, draft.images, { applied: run !== undefined, hosts, isNew }));
}

/** Of objects at the target alone and of those with other headers, so many are named where not all are asked for. */
const shownOfEach = 1000; // of a wrong target it can be millions

/** Tells which outcomes are held until the end; the others are counted. */
function createHolding({
  holdsAll,
  followed,
}: {
  readonly holdsAll: boolean;
  readonly followed: ReadonlySet<string>;
}): (outcome: AssetOutcome) => boolean {
  const shown = { 'only-at-target': 0, 'headers-differ': 0 };
  return ({ reason, error, key = '' }) => {
    const isShown = (reason === 'only-at-target' || reason === 'headers-differ') && ++shown[reason] <= shownOfEach;
    return holdsAll || error !== undefined || isShown || followed.has(key);
  };
}

/** Where other machines move the objects; its libraries are loaded for a queue alone. */
async function openElsewhere(
  { from, to, queue, optimizes }: TransferOptions,
  { ledger, run, tools, note }: { readonly run: string | undefined } & Omit<MoverTools, 'run'>,
  context: UseCaseContext,
): Promise<ElsewhereMover | undefined> {
  if (queue === undefined || run === undefined) return undefined;
  const { openMover } = await import('../queue/transfer/move-elsewhere.js');
  return openMover(queue, { from, to, optimizes }, { ledger, run, tools, note }, context);
}

/** What a folder can't hold is told before anything moves; a bucket holds every key. */
async function keyFaultsAt(
  { driver }: ObjectStore,
  list: () => AsyncIterable<ObjectInfo>,
  call: CallOptions,
): Promise<KeyFault> {
  if (driver.place !== undefined) return () => undefined;
  const { findings } = await driver.preflight(call);
  return findKeyFaults(list, { ignoresCase: findings.some(({ id }) => id === 'case-insensitive') });
}

function lineOf(
  { outcome, info, digest, checksum }: MovedObject,
  { source, target }: { readonly source: ObjectStore; readonly target: ObjectStore },
): ManifestLine {
  const key = outcome.key ?? '';
  const placeIn = ({ id }: ObjectStore): string => `${id.replace(/\?.*$/, '').replace(/\/$/, '')}/${key}`;
  return {
    key,
    size: outcome.bytesAfter ?? 0,
    digest: digest ?? null,
    checksum: checksum ?? null,
    etag: info?.etag ?? null,
    source: placeIn(source),
    target: placeIn(target),
    state: outcome.state,
  };
}
