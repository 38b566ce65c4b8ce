import { encodeKey } from '../../../core/object-key.js';
import { invalidStore, normalizePrefix, normalizePublicBase, parseOrigin } from '../../address-parts.js';
import { keepCredentials, resolveAccount } from '../../keep-credentials.js';
import { readAuthority } from '../../store-address.js';
import type { StoreAccount, StoreKind } from '../../store-kind.js';
import type { WebDavStoreSettings } from '../../store-settings.js';

/** A folder on a WebDAV server: `webdavs://HOST/PATH` over TLS, `webdav://HOST/PATH` without. */
export const webDavKind: StoreKind<WebDavStoreSettings> = {
  readAddress(address) {
    const { authority, path } = readAuthority(address);
    return { endpoint: `${address.scheme === 'webdav' ? 'http' : 'https'}://${authority}`, prefix: path };
  },

  parse(name, config) {
    const { endpoint = '' } = config;
    if (/^(?:https?:\/\/)?$/.test(endpoint)) throw invalidStore(name, 'endpoint', endpoint, ['webdavs://HOST/PATH']);
    const { publicUrl, addresses = [], headers = {}, credentials } = config;
    return {
      kind: 'webdav',
      name,
      origin: parseOrigin(name, 'endpoint', endpoint).origin,
      prefix: normalizePrefix(name, config.prefix ?? ''),
      publicUrl: publicUrl === undefined ? undefined : normalizePublicBase(name, 'publicUrl', publicUrl),
      addresses: addresses.map((address) => normalizePublicBase(name, 'addresses', address)),
      headers,
      credentials,
    };
  },

  idOf: ({ origin, prefix }) => `${origin.replace(/^http/, 'webdav')}/${prefix}`,
  prefixOf: () => '', // a public base is the folder's, as a folder's on this machine
  basesOf: (settings) => [`${settings.origin}/${encodeKey(settings.prefix)}`],
  accountOf,

  async open(settings, { publicUrl, ...options }) {
    const { createWebDavDriver } = await import('./webdav-driver.js');
    const { client, now, env, home } = options;
    const { credentials } = keepCredentials(() => resolveAccount(accountOf(settings), { env, home }));
    return createWebDavDriver({ settings, client, now, publicUrl, credentials });
  },
};

function accountOf({ origin, credentials }: WebDavStoreSettings): StoreAccount {
  return { provider: 'webdav', source: credentials, place: origin, isOptional: true };
}
