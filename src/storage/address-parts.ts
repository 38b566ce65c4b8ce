import { ImgferryError } from '../core/errors.js';

/** An absolute base (`//HOST` is taken for https), a path from the site's root, or `relative`; a slash is added at the end. */
export function normalizePublicBase(store: string, field: 'publicUrl' | 'addresses', text: string): string {
  if (text === 'relative' && field === 'publicUrl') return text;
  if (/^\/(?!\/)/.test(text)) return text.endsWith('/') ? text : `${text}/`;
  const url = parseUrl(text.startsWith('//') ? `https:${text}` : text);
  refuseUserinfo(store, field, url);
  if (!url || !isWeb(url) || url.search !== '' || url.hash !== '') {
    throw invalidStore(store, field, text, ['https://HOST/', '/PATH/', ...(field === 'publicUrl' ? ['relative'] : [])]);
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/** An endpoint, with or without its scheme; a path, a query or a user in it would be lost, so they are refused. */
export function parseOrigin(store: string, field: 'endpoint' | 'cname', text: string): URL {
  const url = parseUrl(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  refuseUserinfo(store, field, url);
  if (!url || !isWeb(url) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw invalidStore(store, field, text, ['https://HOST', 'http://HOST:PORT']);
  }
  return url;
}

/** Decoded prefix of a bucket's keys: empty, or ending in one slash. */
export function normalizePrefix(store: string, text: string): string {
  const prefix = text.replace(/\/$/, '');
  if (prefix === '') return '';
  const isKeyLike = prefix.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!isKeyLike || /[\\\p{Cc}]/u.test(prefix))
    throw invalidStore(store, 'prefix', prefix, ['PREFIX', 'PREFIX/PREFIX']);
  return `${prefix}/`;
}

export function invalidStore(
  store: string,
  field: string,
  found: string,
  expected: string | readonly string[],
): ImgferryError {
  return new ImgferryError('STORE_INVALID', { store, field, found, expected });
}

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

const isWeb = (url: URL): boolean => url.protocol === 'https:' || url.protocol === 'http:';

function refuseUserinfo(store: string, field: string, url: URL | undefined): void {
  if (url?.username || url?.password) throw new ImgferryError('STORE_HAS_SECRET', { store, field });
}
