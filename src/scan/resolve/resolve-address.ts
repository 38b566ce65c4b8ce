import { fileURLToPath } from 'node:url';
import { expandExpression } from './expand-expression.js';
import type { ResolveContext, ResolvedAddress } from './resolution.js';
import { resolveLocal } from './resolve-local.js';

/**
 * What a decoded destination points at, as the site's generator would have it. A remote address asks nothing of the
 * disk; a local one is looked for in the site's folders in order, and the first that has it says so.
 */
export function resolveAddress(written: string, context: ResolveContext): ResolvedAddress {
  const address = written.trim();
  if (address === '') return unsupported('empty');
  const expansion = expandExpression(address);
  if (expansion?.kind === 'dynamic') return unsupported('dynamic', expansion.expression);
  if (expansion) return resolveLocal(expansion.address, context);
  if (address.startsWith('//')) return resolveRemote(`https:${address}`);
  const scheme = schemeOf(address);
  if (scheme === undefined) return resolveLocal(address, context);
  switch (scheme) {
    case 'http':
    case 'https':
      return resolveRemote(address);
    case 'data':
    case 'blob':
      return { target: { kind: 'data', uri: address }, fragment: '', matched: 'data' };
    case 'file':
      return resolveFileUrl(address, context);
    case 'pathname': // Docusaurus: a path of the published site that its own checks leave alone
      return resolveLocal(address.replace(/^pathname:\/*/i, '/'), context);
    default:
      return unsupported('scheme', scheme);
  }
}

/** RFC 3986, 3.1; a single letter is a drive of Windows, as editors there write local paths. */
function schemeOf(address: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1];
  return scheme?.toLowerCase();
}

function resolveRemote(address: string): ResolvedAddress {
  const url = parseUrl(address);
  if (!url || url.hostname === '') return unsupported('url-invalid', address);
  const { hash } = url;
  if (hash !== '' || url.href.endsWith('#')) url.hash = '';
  const { href } = url;
  const target = { kind: 'remote', url: href === address ? address : href } as const; // one string for both
  return { target, fragment: decodeFragment(hash), matched: 'remote' };
}

function parseUrl(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

function decodeFragment(hash: string): string {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash; // percent signs that are no encoding stay as they are
  }
}

function resolveFileUrl(address: string, context: ResolveContext): ResolvedAddress {
  const url = parseUrl(address);
  if (!url) return unsupported('url-invalid', address);
  try {
    const path = fileURLToPath(url);
    const exists = context.site.files.isFile(path);
    return { target: { kind: 'file', path, exists }, fragment: decodeFragment(url.hash), matched: 'file-url' };
  } catch {
    return unsupported('url-invalid', address); // another machine's file
  }
}

function unsupported(reason: 'empty' | 'dynamic' | 'scheme' | 'url-invalid', detail?: string): ResolvedAddress {
  return {
    target: { kind: 'unsupported', reason, ...(detail !== undefined && { detail }) },
    fragment: '',
    matched: 'unsupported',
  };
}
