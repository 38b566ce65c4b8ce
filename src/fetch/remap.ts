import { resolve } from 'node:path';
import type { AssetSource } from '../core/asset.js';
import { ImgferryError } from '../core/errors.js';
import { asObjectKey, decodeKey } from '../core/object-key.js';

/** Where an address is fetched from instead; undefined: from where it says. */
export type Remap = (url: string) => AssetSource | undefined;

/** One `FROM=TO`: addresses that start with FROM are fetched from TO, the rest of the address appended. */
export interface RemapRule {
  readonly from: string;
  readonly to: string;
}

/**
 * Splits `FROM=TO` at the first `=` that stands before a scheme or `file:`, else (TO is a store's name) at the last.
 *
 * @throws ImgferryError REMAP_INVALID {found, expected}
 */
export function parseRemapRule(text: string): RemapRule {
  const beforeScheme = /=(?=[a-z][a-z0-9+.-]*:\/\/|file:)/i.exec(text)?.index ?? text.lastIndexOf('=');
  const rule = { from: text.slice(0, Math.max(0, beforeScheme)), to: text.slice(beforeScheme + 1) };
  if (rule.from === '' || rule.to === '') {
    throw new ImgferryError('REMAP_INVALID', { found: text, expected: 'FROM=TO' });
  }
  return rule;
}

export interface RemapPlaces {
  /** Folder that a relative `file:DIR` starts at. */
  readonly cwd: string;
  /** Ids of the stores that a TO names, by that name. */
  readonly storeIds: ReadonlyMap<string, string>;
}

/** The rule with the longest FROM decides. */
export function createRemap(rules: readonly RemapRule[], places: RemapPlaces): Remap {
  const byLength = [...rules].sort((one, other) => other.from.length - one.from.length);
  return (url) => {
    const rule = byLength.find(({ from }) => url.startsWith(from));
    return rule && sourceOf(rule.to, url.slice(rule.from.length), places);
  };
}

function sourceOf(to: string, rest: string, { cwd, storeIds }: RemapPlaces): AssetSource {
  const store = storeIds.get(to);
  if (store !== undefined) return { kind: 'store', store, key: asObjectKey(pathOf(rest)) };
  if (to.startsWith('file:'))
    return { kind: 'file', path: resolve(cwd, to.slice('file:'.length).replace(/^\/\//, ''), pathOf(rest)) };
  return { kind: 'remote', url: to + rest };
}

/** The path that is left of an address, decoded, without a leading slash, query or fragment. */
function pathOf(rest: string): string {
  const path = (/^[^?#]*/.exec(rest)?.[0] ?? '').replace(/^\/+/, '');
  return decodeKey(path) ?? path;
}
