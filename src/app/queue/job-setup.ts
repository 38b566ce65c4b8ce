import { relative, resolve, sep } from 'node:path';
import type { EncodingSettings, HostSettings, Settings, StoreSettings } from '../../config/settings.js';
import { ImgferryError } from '../../core/errors.js';
import { digestOf } from '../../lib/digest.js';
import type { UseCaseContext } from '../context.js';
import { encodingIn } from '../prepare/encodings.js';

/** What a worker is told of the run: all that decides what comes of a job, and nothing secret. */
export interface JobSetup extends JobStores {
  readonly settings: DecidingSettings;
  readonly stores: Readonly<Record<string, NamedPlace>>;
  /** Digest of the headers that objects get at `to`; they may hold what is not to be told. */
  readonly headers: string;
  readonly hosts: Readonly<Record<string, Omit<HostSettings, 'headers'>>>;
}

/** Stores that a job is about, by name or address. */
export interface JobStores {
  /** Where workers store. */
  readonly to?: string;
  readonly from?: string;
}

type DecidingSettings = EncodingSettings &
  Pick<Settings, 'key' | 'maxBytes' | 'folders' | 'depth' | 'imageTimeout'> &
  Partial<Pick<Settings, 'publicUrl' | 'verify' | 'site'>>;

type NamedPlace = Omit<StoreSettings, 'credentials' | 'headers'>;

/** @throws ImgferryError FOLDER_ESCAPED for a folder that is not below the working directory */
export function setupOf({ to, from }: JobStores, { settings, cwd }: UseCaseContext): JobSetup {
  return {
    ...(to === undefined ? {} : { to: portable(to, cwd) }),
    ...(from === undefined ? {} : { from: portable(from, cwd) }),
    settings: decidingIn(settings),
    stores: mapValues(settings.stores, ({ credentials: _credentials, headers: _headers, ...place }) => place),
    headers: headersDigest(to, settings),
    hosts: mapValues(settings.hosts, ({ headers: _headers, ...pace }) => pace),
  };
}

/**
 * The context of a worker for one run: what is looked at and stored as the coordinator says; credentials, headers,
 * folders and the address guard its own. `from` is not in it.
 *
 * @throws ImgferryError QUEUE_SETTINGS_DIFFER {store}, STORE_UNKNOWN, FOLDER_ESCAPED
 */
export function contextFor(setup: JobSetup, context: UseCaseContext): UseCaseContext {
  const { settings: own } = context;
  const { to } = setup;
  const stores = mapValues(setup.stores, (place, name) => storeHere(place, own.stores[name]));
  for (const name of [to, setup.from]) {
    if (name === undefined || own.stores[name] !== undefined || !stores[name]?.url.startsWith('file:')) continue;
    throw new ImgferryError('STORE_UNKNOWN', { name, known: Object.keys(own.stores) });
  }
  const settings: Settings = {
    ...withoutChoices(own),
    ...decidingIn(setup.settings),
    stores,
    remap: [],
    hosts: hostsHere(setup.hosts, own.hosts),
    ...(to === undefined ? {} : { to: placeHere(to, context) }),
  };
  if (headersDigest(to, settings) !== setup.headers) {
    throw new ImgferryError('QUEUE_SETTINGS_DIFFER', { store: to });
  }
  return { ...context, settings };
}

/**
 * The store that a job calls so, as this machine does: what comes through a queue names no folder outside.
 *
 * @throws ImgferryError FOLDER_ESCAPED
 */
export function placeHere(store: string, { cwd }: Pick<UseCaseContext, 'cwd'>): string {
  return store.startsWith('file:') ? `file:${resolve(cwd, portable(store, cwd).slice('file:'.length))}` : store;
}

function decidingIn(settings: DecidingSettings): DecidingSettings {
  const { key, maxBytes, folders, depth, imageTimeout, publicUrl, verify, site } = settings;
  return {
    ...encodingIn(settings),
    key,
    maxBytes,
    folders,
    depth,
    imageTimeout,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(verify === undefined ? {} : { verify }),
    ...(site === undefined ? {} : { site }),
  };
}

/** What a worker chose for itself where the coordinator chose nothing. */
function withoutChoices(own: Settings): Settings {
  const { to: _to, publicUrl: _url, verify: _verify, site: _site, quality: _quality, ...others } = own;
  const { maxWidth: _width, maxHeight: _height, maxImageBytes: _bytes, ...bare } = others;
  return bare;
}

/** Where a bucket is, the coordinator says; where a folder is, and who may write, this machine. */
function storeHere(place: NamedPlace, own: StoreSettings | undefined): StoreSettings {
  const url = own?.url.startsWith('file:') ? own.url : place.url;
  const { credentials, headers = {} } = own ?? {};
  return { ...place, url, headers, ...(credentials === undefined ? {} : { credentials }) };
}

function hostsHere(paces: JobSetup['hosts'], own: Settings['hosts']): Settings['hosts'] {
  const names = new Set([...Object.keys(paces), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name) => [name, { ...own[name], ...paces[name], headers: own[name]?.headers ?? {} }]),
  );
}

/** A folder's address from the working directory, so that it means each machine's own. */
function portable(store: string, cwd: string): string {
  if (!store.startsWith('file:')) return store;
  const path = relative(cwd, resolve(cwd, store.slice('file:'.length).replace(/^\/\//, '')));
  if (path === '' || path.startsWith('..')) throw new ImgferryError('FOLDER_ESCAPED', { path: store, expected: cwd });
  return `file:${path.split(sep).join('/')}`;
}

const headersDigest = (to: string | undefined, { stores }: Pick<Settings, 'stores'>): string =>
  digestOf(JSON.stringify(Object.entries((to === undefined ? undefined : stores[to]?.headers) ?? {}).sort()));

const mapValues = <From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
