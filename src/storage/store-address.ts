import { ImgferryError } from '../core/errors.js';
import { invalidStore } from './address-parts.js';
import type { StoreConfig } from './store-settings.js';

/** A store's address, cut at its scheme. */
export interface StoreAddress {
  /** The store's name as it may be shown. */
  readonly name: string;
  /** Lower case, without the colon. */
  readonly scheme: string;
  /** What follows the colon. */
  readonly rest: string;
}

/**
 * `//AUTHORITY/PATH?PARAMETERS`, the path as it is typed and not percent-decoded.
 *
 * @param known parameters that may be given
 * @throws ImgferryError STORE_INVALID, STORE_HAS_SECRET
 */
export function readAuthority(
  { name, rest }: StoreAddress,
  known: readonly string[] = [],
): { readonly authority: string; readonly path: string; readonly parameters: StoreConfig } {
  const question = rest.indexOf('?');
  const whole = question < 0 ? rest : rest.slice(0, question);
  const parameters = new URLSearchParams(question < 0 ? '' : rest.slice(question + 1));
  refuseSecrets(name, whole, parameters);
  const [, authority = '', path = ''] = /^\/\/([^/]*)(?:\/(.*))?$/su.exec(whole) ?? [];
  return { authority, path, parameters: readParameters(name, parameters, known) };
}

/** The name as it may be shown and recorded: parameters and whatever stands before an `@` could be secrets. */
export const shownName = (url: string): string =>
  url.startsWith('file:') ? url : url.replace(/\?.*$/s, '').replace(/^([^/]*\/\/)(?:[^/]*|[^/]*:.*)@/s, '$1');

function refuseSecrets(store: string, path: string, parameters: URLSearchParams): void {
  // a bucket has no colon, a secret can have slashes
  if (/^\/\/(?:[^/]*|[^/]*:.*)@/s.test(path)) throw new ImgferryError('STORE_HAS_SECRET', { store, field: 'userinfo' });
  const field = [...parameters.keys()].find((key) => /access.?key|secret|token|password|signature/i.test(key));
  if (field !== undefined) throw new ImgferryError('STORE_HAS_SECRET', { store, field });
}

function readParameters(store: string, parameters: URLSearchParams, known: readonly string[]): StoreConfig {
  const unknown = [...parameters.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalidStore(store, 'parameter', unknown, known);
  const given = (key: string): string | undefined => parameters.get(key) ?? undefined;
  const [region, endpoint, cname, signing] = ['region', 'endpoint', 'cname', 'signing'].map(given);
  const [pathStyle, requesterPays] = ['path-style', 'requester-pays'].map(given);
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
