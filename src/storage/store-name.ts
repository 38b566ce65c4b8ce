import { ImgferryError } from '../core/errors.js';
import { kindOfScheme } from '../core/store-kind.js';
import { invalidStore } from './address-parts.js';
import { shownName } from './store-address.js';
import { kindNamed, kindNames } from './store-kinds.js';
import type { StoreConfig, StoreSettings } from './store-settings.js';

/**
 * What a store's name means: `file:DIR`, `oss://BUCKET/PREFIX?region=…&endpoint=URL&cname=URL&signing=v1`,
 * `s3://BUCKET/PREFIX?region=…&endpoint=URL&path-style=true`, `webdavs://HOST/PATH`, or a name under `stores:` in the
 * configuration. Decides from text alone. A prefix is taken as it is typed, not percent-decoded.
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

function parseFields(name: string, fields: StoreConfig): StoreSettings {
  const kind = kindNamed(fields.kind ?? '');
  if (!kind) throw invalidStore(name, 'kind', fields.kind ?? '', kindNames);
  return kind.parse(name, fields);
}

/** A store's address as the fields that it stands for; fields that stand beside it win. */
function readUrl(name: string, config: StoreConfig): StoreConfig {
  const { url = '', ...fields } = config;
  const colon = url.indexOf(':');
  const scheme = url.slice(0, colon).toLowerCase();
  const kind = Object.hasOwn(kindOfScheme, scheme) ? kindOfScheme[scheme as keyof typeof kindOfScheme] : scheme;
  const read = kindNamed(kind)?.readAddress({ name, scheme, rest: url.slice(colon + 1) });
  return { kind, ...read, ...fields };
}
