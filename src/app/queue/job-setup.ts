import { relative, resolve, sep } from 'node:path';
import type { EncodingSettings, HostSettings, Settings, StoreSettings } from '../../config/settings.js';
import { ImgferryError } from '../../core/errors.js';
import { digestOf } from '../../lib/digest.js';
import { compileKeyTemplate } from '../../storage/key-template.js';
import type { UseCaseContext } from '../context.js';
import { encodingIn } from '../prepare/encodings.js';

/** What a worker is told of the run: all that decides what is stored, and nothing secret. */
export interface JobSetup {
  readonly to: string;
  readonly publicUrl?: string;
  readonly stores: Readonly<Record<string, NamedPlace>>;
  /** Digest of the headers that the target's objects get; they may hold what is not to be told. */
  readonly headers: string;
  readonly key: string;
  readonly verify?: 'stored' | 'public';
  readonly maxBytes: number;
  readonly encoding: EncodingSettings;
  readonly hosts: Readonly<Record<string, Omit<HostSettings, 'headers'>>>;
  readonly site?: string;
}

type NamedPlace = Omit<StoreSettings, 'credentials' | 'headers'>;

/**
 * @throws ImgferryError KEY_TEMPLATE_INVALID {template, hint} for keys that two workers would choose differently;
 *   FOLDER_ESCAPED for a folder that is not below the working directory
 */
export function jobSetupOf({ settings, cwd }: UseCaseContext): JobSetup {
  const { to = '', stores, key, verify, maxBytes, publicUrl, site, hosts } = settings;
  if (!compileKeyTemplate(key).isOfBytesAlone) {
    throw new ImgferryError('KEY_TEMPLATE_INVALID', { template: key, hint: 'queue' });
  }
  return {
    to: portable(to, cwd),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    stores: mapValues(stores, ({ credentials: _credentials, headers: _headers, ...place }) => place),
    headers: headersDigest(to, settings),
    key,
    ...(verify === undefined ? {} : { verify }),
    maxBytes,
    encoding: encodingIn(settings),
    hosts: mapValues(hosts, ({ headers: _headers, ...pace }) => pace),
    ...(site === undefined ? {} : { site }),
  };
}

/**
 * The context of a worker for one run: what is stored as the coordinator says; credentials, headers, folders and the
 * address guard its own.
 *
 * @throws ImgferryError QUEUE_SETTINGS_DIFFER {store}, STORE_UNKNOWN, FOLDER_ESCAPED
 */
export function contextFor(setup: JobSetup, context: UseCaseContext): UseCaseContext {
  const { settings: own, cwd } = context;
  const { to, publicUrl, key, verify, maxBytes, encoding, site } = setup;
  const stores = mapValues(setup.stores, (place, name) => storeHere(place, own.stores[name]));
  const named = stores[to];
  if (named?.url.startsWith('file:') && own.stores[to] === undefined) {
    throw new ImgferryError('STORE_UNKNOWN', { name: to, known: Object.keys(own.stores) });
  }
  const { verify: _verify, publicUrl: _publicUrl, site: _site, ...others } = own;
  const settings: Settings = {
    ...others,
    ...encoding,
    to: local(to, cwd),
    stores,
    key,
    maxBytes,
    remap: [],
    hosts: hostsHere(setup.hosts, own.hosts),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(verify === undefined ? {} : { verify }),
    ...(site === undefined ? {} : { site }),
  };
  if (headersDigest(to, settings) !== setup.headers) throw new ImgferryError('QUEUE_SETTINGS_DIFFER', { store: to });
  return { ...context, settings };
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
function portable(to: string, cwd: string): string {
  if (!to.startsWith('file:')) return to;
  const path = relative(cwd, resolve(cwd, to.slice('file:'.length).replace(/^\/\//, '')));
  if (path === '' || path.startsWith('..')) throw new ImgferryError('FOLDER_ESCAPED', { path: to, expected: cwd });
  return `file:${path.split(sep).join('/')}`;
}

/** What comes through a queue names no folder outside. */
function local(to: string, cwd: string): string {
  return to.startsWith('file:') ? `file:${resolve(cwd, portable(to, cwd).slice('file:'.length))}` : to;
}

const headersDigest = (to: string, { stores }: Pick<Settings, 'stores'>): string =>
  digestOf(JSON.stringify(Object.entries(stores[to]?.headers ?? {}).sort()));

const mapValues = <From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Readonly<Record<string, To>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
