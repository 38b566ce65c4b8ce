import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { openCdnProvider } from '../cdn/open-provider.js';
import type { Environment } from '../config/environment.js';
import { expandCdn, expandHosts, expandStore } from '../config/expand-variables.js';
import { type LedgerPlace, locateLedger } from '../config/locate-ledger.js';
import type { Settings } from '../config/settings.js';
import type { CdnProvider } from '../core/cdn.js';
import { ImgferryError } from '../core/errors.js';
import type { AssetLedger, Ledger, UploadLedger } from '../core/ledger.js';
import type { ObjectHeaders, ObjectStore } from '../core/storage.js';
import { isStoreAddress } from '../core/store-kind.js';
import type { ResolvedCredentials } from '../credentials/credentials.js';
import { readThroughEdge } from '../fetch/edge-read-stage.js';
import { createFetchStage } from '../fetch/fetch-stage.js';
import { createPublicReadStage } from '../fetch/public-read-stage.js';
import { createRemap, parseRemapRule } from '../fetch/remap.js';
import { openLedger } from '../ledger/open-ledger.js';
import type { Limiter } from '../lib/limiter.js';
import { openSpool, type Spool } from '../lib/spool.js';
import { createTurns, type Turns } from '../lib/turns.js';
import { paceHosts } from '../net/host-paced-client.js';
import { createHttpClient, type HttpClient } from '../net/http-client.js';
import {
  type AssetPipeline,
  createAssetPipeline,
  type Elsewhere,
  type PipelineParts,
} from '../pipeline/asset-pipeline.js';
import { resolveAccount } from '../storage/keep-credentials.js';
import { compileKeyTemplate } from '../storage/key-template.js';
import { openStore } from '../storage/open-store.js';
import { kindOf } from '../storage/store-kinds.js';
import { parseStore } from '../storage/store-name.js';
import type { StoreSettings } from '../storage/store-settings.js';
import type { UseCaseContext } from './context.js';
import { createKeyRule } from './key-rule.js';
import { createEncodingRoom } from './prepare/encoding-room.js';
import { createPrepareStage } from './prepare/prepare-image.js';
import { createPrepareProcesses, type PrepareProcesses } from './prepare/prepare-processes.js';
import { readsPublicly } from './target.js';

/** Opens the ledger that belongs to the settings; `read` makes no file. */
export async function openLedgerOf(context: UseCaseContext, access: 'read' | 'write'): Promise<Ledger> {
  const place = await placeLedger(context);
  return openLedger({ ...place, now: context.now, readOnly: access === 'read' });
}

/** Where the ledger that belongs to the settings stands, or would. */
export function placeLedger({ settings, configFile, cwd, environment }: UseCaseContext): Promise<LedgerPlace> {
  const loaded =
    configFile === undefined ? { folder: cwd, cwd } : { file: configFile, folder: dirname(configFile), cwd };
  const { ledger } = settings;
  return locateLedger(loaded, { ...(ledger === undefined ? {} : { ledger }), home: environment.home });
}

/** The one way to the network. */
export function openClient(
  context: UseCaseContext,
  { turns = createTurns(() => performance.now()), ...options }: ClientOptions = {},
): HttpClient {
  const { settings, environment, version } = context;
  const client = createHttpClient({
    userAgent: `Mozilla/5.0 (compatible; imgferry/${version}; +https://www.npmjs.com/package/imgferry)`,
    allowHosts: settings.allowHosts,
    perHost: settings.perHost,
    perTrustedHost: Math.max(settings.perHost, settings.concurrency),
    timeouts: { connect: settings.connectTimeout, headers: settings.idleTimeout, body: settings.idleTimeout },
    hosts: expandHosts(settings.hosts, expansionOf(context)),
    ...(settings.site === undefined ? {} : { site: settings.site }),
    proxies: environment.proxies,
    ...options,
  });
  return paceHosts(client, settings.hosts, turns);
}

interface ClientOptions {
  readonly http2?: boolean;
  /** Where others ask the same hosts too; default: this process alone. */
  readonly turns?: Turns;
}

/**
 * What serves the addresses.
 *
 * @throws ImgferryError CDN_NOT_CONFIGURED, CONFIG_INVALID, CREDENTIALS_MISSING
 */
export async function openCdn(client: HttpClient, context: UseCaseContext): Promise<CdnProvider> {
  const { environment, now, settings } = context;
  if (!settings.cdn) throw new ImgferryError('CDN_NOT_CONFIGURED');
  const { home, variables: env } = environment;
  return openCdnProvider(expandCdn(settings.cdn, expansionOf(context)), { client, now, env, home });
}

type StoreSurroundings = Pick<UseCaseContext, 'settings' | 'environment' | 'configFile'>;

/** The settings of a store by its name or address; `--public-url` speaks for the target. */
export function storeSettingsOf(name: string, context: StoreSurroundings): StoreSettings {
  const { publicUrl, stores, to } = context.settings;
  const named = stores[name];
  const expanded = named && { [name]: expandStore(name, named, expansionOf(context)) };
  const known = { ...stores, ...expanded };
  if (publicUrl === undefined || name !== to) return parseStore(name, known);
  return parseStore(name, { ...known, [name]: { ...(known[name] ?? { url: name }), publicUrl } });
}

function expansionOf({ environment, configFile }: Pick<StoreSurroundings, 'environment' | 'configFile'>) {
  return { variables: environment.variables, ...(configFile === undefined ? {} : { file: configFile }) };
}

/** What opening a store takes. */
export interface StoreTools {
  readonly ledger: Pick<Ledger, 'root'>;
  readonly client: HttpClient;
  /** Remembers uploads in parts, so that a rerun goes on with them. */
  readonly uploads?: UploadLedger;
  /** Calls in all, of one that can succeed when it is made again; default 4. */
  readonly patience?: number;
  /** The run whose images this machine brings for another one. */
  readonly run?: string;
}

export function openNamedStore(store: StoreSettings, tools: StoreTools, context: UseCaseContext): Promise<ObjectStore> {
  const { cwd, now, environment } = context;
  return openStore(store, {
    cwd,
    now,
    env: environment.variables,
    home: environment.home,
    root: tools.ledger.root,
    client: tools.client,
    retry: { attempts: tools.patience ?? 4 },
    ...(tools.uploads === undefined ? {} : { uploads: tools.uploads }),
    ...(tools.run === undefined ? {} : { run: tools.run }),
  });
}

/**
 * Stores beside the target that addresses may be read through, by the name that the configuration or a remap gives
 * them. One whose credentials are missing is left out: its images are read from their public addresses.
 */
export async function openReadableStores(
  target: ObjectStore,
  tools: StoreTools,
  context: UseCaseContext,
): Promise<ReadonlyMap<string, ObjectStore>> {
  const { stores, remap } = context.settings;
  const remapped = remap
    .map((rule) => parseRemapRule(rule).to)
    .filter((to) => isStoreAddress(to) && !to.startsWith('file:'));
  const opened = new Map<string, ObjectStore>();
  for (const name of new Set([...Object.keys(stores), ...remapped])) {
    const store = await openIfCredentials(name, tools, context);
    if (store && store.id !== target.id) opened.set(name, store);
    else await store?.close();
  }
  return opened;
}

async function openIfCredentials(
  name: string,
  tools: StoreTools,
  context: UseCaseContext,
): Promise<ObjectStore | undefined> {
  const settings = storeSettingsOf(name, context);
  try {
    await findCredentials(settings, context);
    return await openNamedStore(settings, tools, context);
  } catch (error) {
    if (error instanceof ImgferryError && error.code === 'CREDENTIALS_MISSING') return undefined;
    throw error;
  }
}

/**
 * The keys that a store is opened with; undefined for a folder, and for a server that is asked as anybody.
 *
 * @throws ImgferryError CREDENTIALS_MISSING, CREDENTIALS_UNREADABLE
 */
export async function findCredentials(
  store: StoreSettings,
  { environment }: UseCaseContext,
): Promise<ResolvedCredentials | undefined> {
  const account = kindOf(store).accountOf(store);
  if (!account) return undefined;
  const { variables: env, home } = environment;
  return resolveAccount(account, { env, home });
}

/** A store that an earlier run stored into. */
export interface RecordedStore {
  readonly store: ObjectStore;
  readonly readsPublicly: boolean;
}

/** Opens a store that the ledger knows, by the name that it had in its run. */
export async function openRecordedStore(
  id: string,
  tools: { readonly ledger: Ledger; readonly client: HttpClient },
  context: UseCaseContext,
): Promise<RecordedStore> {
  const store = recordedStoreSettings(id, tools.ledger, context);
  const { verify } = context.settings;
  return { store: await openNamedStore(store, tools, context), readsPublicly: readsPublicly(store, verify) };
}

/** The settings of a store that the ledger knows, as they were in its run. */
export function recordedStoreSettings(id: string, ledger: Ledger, context: UseCaseContext): StoreSettings {
  const place = ledger.storePlace(id);
  if (!place) throw new ImgferryError('STORE_UNKNOWN', { name: id, known: Object.keys(context.settings.stores) });
  const { publicUrl } = place;
  const name = place.name.startsWith('file:') ? `file:${resolve(ledger.root, place.name.slice(5))}` : place.name;
  const { publicUrl: _publicUrl, ...others } = context.settings;
  const settings = { ...others, to: name, ...(publicUrl === undefined ? {} : { publicUrl }) };
  return storeSettingsOf(name, { ...context, settings });
}

/** Where fetched and encoded bytes wait. */
export function openSpoolOf(ledger: Ledger, { settings }: UseCaseContext): Spool {
  return openSpool(join(ledger.folder, 'spool'), { maxBytes: settings.spoolMaxBytes });
}

/** Where pictures are encoded and compared, a process for each core. */
export const openPrepareProcesses = ({ variables }: UseCaseContext['environment']): PrepareProcesses | undefined =>
  createPrepareProcesses({ processes: availableParallelism(), variables });

export interface PipelineTools {
  readonly ledger: AssetLedger;
  readonly spool: Spool;
  readonly client: HttpClient;
  readonly target: ObjectStore;
  readonly targetSettings: StoreSettings;
  readonly readableStores: ReadonlyMap<string, ObjectStore>;
  readonly io: Limiter;
  readonly onForcedDownload: (url: string) => void;
  /** Where images go their way in place of here. */
  readonly elsewhere?: Elsewhere | undefined;
  /** Has the edge forget an address, where that was asked for. */
  readonly forget: ((url: string) => Promise<boolean>) | undefined;
}

/** The way of an asset into the target, made of the stages that the settings choose. */
export function openPipeline(
  tools: PipelineTools,
  { settings, environment, cwd, now, emit }: UseCaseContext,
): AssetPipeline {
  const { client, ledger, spool, target, targetSettings, readableStores, onForcedDownload, forget } = tools;
  const storeIds = new Map([...readableStores].map(([name, store]) => [name, store.id]));
  const storeById = new Map([target, ...readableStores.values()].map((store) => [store.id, store]));
  const key = compileKeyTemplate(settings.key);
  return createAssetPipeline({
    ledger,
    spool,
    fetch: createFetchStage({
      client,
      spool,
      maxBytes: settings.maxBytes,
      remap: createRemap(settings.remap.map(parseRemapRule), { cwd, storeIds }),
      openObject: (id, objectKey, call) => {
        const store = storeById.get(id);
        if (!store) throw new Error(`no open store has the id ${id}`);
        return store.open(objectKey, call);
      },
    }),
    prepareFor: createPrepareRule(settings, environment),
    store: target,
    keyFor: createKeyRule(key),
    headersFor: (contentType) => headersFor(contentType, key.holdsDigest),
    readPublic: readsPublicly(targetSettings, settings.verify)
      ? readThroughEdge(createPublicReadStage({ client, onForcedDownload }), { forget })
      : undefined,
    io: tools.io,
    ...createEncodingRoom(settings),
    timeLimit: settings.imageTimeout,
    now,
    emit,
    elsewhere: tools.elsewhere,
  });
}

/** The settings' way of encoding, and for an image with a quality of its own that one. */
function createPrepareRule(settings: Settings, environment: Environment): PipelineParts['prepareFor'] {
  const tools = { processes: openPrepareProcesses(environment) };
  const stages = new Map<number | undefined, ReturnType<PipelineParts['prepareFor']>>();
  return ({ choice }) => {
    const quality = choice?.quality ?? settings.quality;
    const stage =
      stages.get(quality) ?? createPrepareStage(quality === undefined ? settings : { ...settings, quality }, tools);
    stages.set(quality, stage);
    return stage;
  };
}

/** A key made of the bytes never gets other bytes: whoever has them may keep them (RFC 8246). */
function headersFor(contentType: string, isImmutable: boolean): ObjectHeaders {
  const cached = isImmutable ? { 'cache-control': 'public, max-age=31536000, immutable' } : {};
  return { 'content-type': contentType, ...cached };
}
