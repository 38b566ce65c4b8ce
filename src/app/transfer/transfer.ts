import type { AssetOutcome } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { isFolderMarker } from '../../core/object-key.js';
import type { CallOptions, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { toldPath } from '../../core/told-paths.js';
import type { HttpClient } from '../../net/http-client.js';
import { paceClient } from '../../net/paced-client.js';
import { runAll } from '../../pipeline/run-all.js';
import { openClient, openNamedStore, openSpoolOf, storeSettingsOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
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
import { type FollowedStore, keysNamedIn, planObjectEdits } from './follow-objects.js';
import { createHeaderDrift } from './header-drift.js';
import { joinListings, type KeyPair } from './join-listings.js';
import { findKeyFaults, type KeyFault } from './key-faults.js';
import { type ManifestEntry, type ManifestLine, openManifest, readManifest } from './manifest.js';
import { type MovedObject, moveObject } from './move-object.js';
import type { ArrivedObject, MoveTools } from './move-tools.js';
import { createObjectContents, placeOf } from './object-contents.js';
import { createArrivalReader } from './read-arrival.js';
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

/** Objects at the target alone, and with other headers, that are named where not all are asked for: there can be millions. */
const shownExtras = 1000;

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
  { client, ledger, posts, run }: Moving,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { source, target } = { source: stores.source.store, target: stores.target.store };
  const { mode, followsPosts, manifest: manifestFile } = options;
  const { settings, signal } = context;
  const isIncluded = createKeyFilter(context);
  const isOurs = (key: string): boolean => key.startsWith('.imgferry/'); // what imgferry keeps for itself in a folder
  const isWantedKey = (key: string): boolean => !isOurs(key) && isIncluded(key);
  const isWanted = ({ source: here, target: there }: KeyPair): boolean =>
    isWantedKey(here?.key ?? there?.key ?? '') && (here !== undefined || mode === 'compare');
  const listWanted = (store: ObjectStore): AsyncIterable<ObjectInfo> =>
    only(listWhole(store, { signal }), (info) => isWantedKey(info.key) && !isFolderMarker(info));

  const followed = keysNamedIn(posts, stores.source);
  const way = await chooseWay(source, target);
  const faultOf =
    mode === 'compare' ? () => undefined : await keyFaultsAt(target, () => listWanted(source), { signal });
  const manifest = manifestFile === undefined ? undefined : openManifest(manifestFile, ledger);
  const smaller = options.optimizes ? createSmallerObjects(ledger, context) : undefined;
  let changed = 0;
  let markers = 0;
  const record = ({ info, digest, checksum, contentType }: ArrivedObject): void => {
    const identity = asIdentity(placeOf(source, info.key));
    const object = { key: info.key, size: info.size, contentType };
    if (digest !== undefined) ledger.recordObject(target.id, { ...object, digest });
    else if (checksum !== undefined) ledger.recordCopy(target.id, { ...object, checksum });
    if (run !== undefined) ledger.recordMove(run, identity, target.id, info.key);
  };
  const configured = stores.target.settings.headers;
  const drift = mode === 'compare' ? createHeaderDrift({ source, target, configured }, { signal }) : undefined;
  const tools: MoveTools = {
    source,
    target,
    contents: createObjectContents({ source, target }, ledger, { signal }),
    spool: openSpoolOf(ledger, context),
    way,
    smaller,
    faultOf,
    drift,
    mode,
    needsDigests: manifest?.needsDigests === true,
    denials: createDenials(),
    onCopied: record,
    onChanged: () => {
      changed += 1;
    },
    signal,
  };
  const elsewhere = await openElsewhere(options, { ledger, run, tools, note: draft.note }, context);
  const tally = createTally();
  const toRead: MovedObject[] = [];
  const readsPublicly = run !== undefined && settings.verify === 'public';
  let extras = 0;
  let lines = 0;
  try {
    const listed = joinListings(listWhole(source, { signal }), listWhole(target, { signal }));
    const pairs = only(only(listed, isWanted), (pair) => {
      const isMarker = isFolderMarker(pair.source ?? pair.target ?? { key: '', size: 0 });
      if (isMarker && pair.source) markers += 1;
      return !isMarker;
    });
    const atOnce = settings.concurrency;
    const moving = elsewhere?.move(pairs) ?? runAll(pairs, (pair) => moveObject(pair, tools), { atOnce, signal });
    for await (const moved of moving) {
      const { outcome, info } = moved;
      // What no run has on record was brought by one that was killed, or by another tool: its old address leads here, too.
      if (run !== undefined && outcome.state === 'in-place' && info && !ledger.knowsObject(target.id, info.key))
        record({ ...moved, info, contentType: info.contentType ?? '' });
      const isExtra = outcome.reason === 'only-at-target';
      if (isExtra) extras += 1;
      const isHeld =
        options.holdsAll ||
        outcome.error !== undefined ||
        (isExtra && extras <= shownExtras) ||
        (outcome.reason === 'headers-differ' && (drift?.objects ?? 0) <= shownExtras) ||
        followed.has(outcome.key ?? '');
      tally.add(outcome);
      const isNamed = outcome.error === undefined && followed.has(outcome.key ?? '');
      if (readsPublicly && isNamed) toRead.push(moved);
      else if (isHeld) draft.addImage(outcome);
      else draft.countImage(outcome);
      if (!manifest || outcome.state === 'failed' || outcome.state === 'skipped') continue;
      await manifest.add(lineOf(moved, { source, target }));
      lines += 1;
    }
    const read = createArrivalReader(tools, createPublicReader(client, draft, context));
    for await (const outcome of runAll(toRead, read, { atOnce, signal })) draft.addImage(outcome);
  } finally {
    await elsewhere?.close();
    smaller?.close();
    await manifest?.close();
  }
  if (manifestFile !== undefined) {
    const path = toldPath(manifestFile, context.cwd);
    draft.note({ id: 'manifest-written', facts: { path, objects: lines } });
  }
  tellWays(tally, way, { isQueued: elsewhere !== undefined }, draft);
  if (markers > 0) draft.note({ id: 'folder-markers', facts: { objects: markers } });
  if (drift && drift.objects > 0) {
    draft.note({ id: 'headers-differ', facts: { objects: drift.objects, headers: drift.headers.join(', ') } });
  }
  if (changed > 0) draft.note({ id: 'source-changed', facts: { objects: changed } });
  if (run !== undefined) {
    const uploads = await target.abandonUploads({ signal });
    if (uploads > 0) draft.note({ id: 'uploads-abandoned', facts: { uploads } });
  }
  if (!followsPosts) return;
  const edited = planObjectEdits(posts, { ...stores, processed: settings.processed }, draft);
  if (run === undefined) addPlannedPosts(edited, draft);
  else await writePosts(edited, run, { ledger }, draft, context);
  const hosts = new Set(source.addresses.flatMap((base) => (URL.canParse(base) ? [new URL(base).host] : [])));
  const isNew = (url: string): boolean => source.keyOf(url) === undefined && target.keyOf(url) !== undefined;
  draft.addLeftBehind(await listLeftBehind(edited, draft.images, { applied: run !== undefined, hosts, isNew }));
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

/** @throws ImgferryError LISTING_FAILED where an error is of one object elsewhere: without its listing nothing goes on */
async function* listWhole(store: ObjectStore, call: CallOptions): AsyncGenerator<ObjectInfo> {
  try {
    yield* store.list('', call);
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    throw new ImgferryError('LISTING_FAILED', { ...error.facts, store: store.id }, { cause: error });
  }
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

async function* only<Item>(items: AsyncIterable<Item>, isWanted: (item: Item) => boolean): AsyncGenerator<Item> {
  for await (const item of items) if (isWanted(item)) yield item;
}
