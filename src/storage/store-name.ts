import { ImgferryError } from '../core/errors.js';
import { invalidStore, normalizePublicBase } from './address-parts.js';
import { parseOssStore } from './drivers/oss/oss-settings.js';
import { parseS3Store } from './drivers/s3/s3-settings.js';
import type { FileStoreSettings, StoreConfig, StoreSettings } from './store-settings.js';

/**
 * What a store's name means: `file:DIR`, `oss://BUCKET/PREFIX?region=…&endpoint=URL&cname=URL&signing=v1`,
 * `s3://BUCKET/PREFIX?region=…&endpoint=URL&path-style=true`, or a name under `stores:` in the configuration. Decides from text alone. A prefix is taken as it is typed, not percent-decoded.
 *
 * @throws ImgferryError STORE_UNKNOWN {name, known}, STORE_INVALID {store, field, found, expected},
 *   STORE_HAS_SECRET {store, field}
 */
export function parseStore(name: string, stores: Readonly<Record<string, StoreConfig>>): StoreSettings {
  const configured = Object.hasOwn(stores, name) ? stores[name] : undefined;
  if (configured) return parseFields(name, configured.url === undefined ? configured : readUrl(name, configured));
  if (/^[a-z][a-z0-9+.-]+:/i.test(name)) return parseFields(shownName(name), readUrl(shownName(name), { url: name }));
  throw new ImgferryError('STORE_UNKNOWN', { name, known: Object.keys(stores) });
}

const parsers: Readonly<Record<string, (name: string, fields: StoreConfig) => StoreSettings>> = {
  file: parseFileStore,
  oss: parseOssStore,
  s3: parseS3Store,
};

function parseFields(name: string, fields: StoreConfig): StoreSettings {
  const kind = fields.kind ?? '';
  const parse = Object.hasOwn(parsers, kind) ? parsers[kind] : undefined;
  if (!parse) throw invalidStore(name, 'kind', kind, Object.keys(parsers));
  return parse(name, fields);
}

function parseFileStore(name: string, config: StoreConfig): FileStoreSettings {
  if (!config.dir) throw invalidStore(name, 'dir', '', ['file:DIR']);
  return {
    kind: 'file',
    name,
    folder: config.dir,
    publicUrl: config.publicUrl === undefined ? undefined : normalizePublicBase(name, 'publicUrl', config.publicUrl),
    addresses: (config.addresses ?? []).map((address) => normalizePublicBase(name, 'addresses', address)),
    headers: config.headers ?? {},
  };
}

/** The name as it may be shown and recorded: parameters and whatever stands before an `@` could be secrets. */
const shownName = (url: string): string =>
  url.startsWith('file:') ? url : url.replace(/\?.*$/s, '').replace(/^([^/]*\/\/)(?:[^/]*|[^/]*:.*)@/s, '$1');

/** A store's address as the fields that it stands for; fields that stand beside it win. */
function readUrl(name: string, config: StoreConfig): StoreConfig {
  const { url = '', ...fields } = config;
  const colon = url.indexOf(':');
  const kind = url.slice(0, colon).toLowerCase();
  const rest = url.slice(colon + 1);
  // A folder's name may hold a question mark; `file:///srv/images` has its path after an empty host.
  if (kind === 'file') return { kind, dir: rest.replace(/^\/\//, ''), ...fields };
  const question = rest.indexOf('?');
  const path = question < 0 ? rest : rest.slice(0, question);
  const parameters = new URLSearchParams(question < 0 ? '' : rest.slice(question + 1));
  refuseSecrets(name, path, parameters);
  const [, bucket = '', prefix = ''] = /^\/\/([^/]*)(?:\/(.*))?$/su.exec(path) ?? [];
  return { kind, bucket, prefix, ...readParameters(name, parameters), ...fields };
}

function refuseSecrets(store: string, path: string, parameters: URLSearchParams): void {
  // a bucket has no colon, a secret can have slashes
  if (/^\/\/(?:[^/]*|[^/]*:.*)@/s.test(path)) throw new ImgferryError('STORE_HAS_SECRET', { store, field: 'userinfo' });
  const field = [...parameters.keys()].find((key) => /access.?key|secret|token|password|signature/i.test(key));
  if (field !== undefined) throw new ImgferryError('STORE_HAS_SECRET', { store, field });
}

const expectedParameters = ['region', 'endpoint', 'cname', 'path-style', 'signing', 'requester-pays'];

function readParameters(store: string, parameters: URLSearchParams): StoreConfig {
  const unknown = [...parameters.keys()].find((key) => !expectedParameters.includes(key));
  if (unknown !== undefined) throw invalidStore(store, 'parameter', unknown, expectedParameters);
  const given = (key: string): string | undefined => parameters.get(key) ?? undefined;
  const [region, endpoint, cname, pathStyle, signing, requesterPays] = expectedParameters.map(given);
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(cname === undefined ? {} : { cname }),
    ...(signing === undefined ? {} : { signing }),
    ...(pathStyle === undefined ? {} : { pathStyle: readBoolean(store, 'path-style', pathStyle) }),
    ...(requesterPays === undefined ? {} : { requesterPays: readBoolean(store, 'requester-pays', requesterPays) }),
  };
}

function readBoolean(store: string, field: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw invalidStore(store, field, text, ['true', 'false']);
  return text === 'true';
}
