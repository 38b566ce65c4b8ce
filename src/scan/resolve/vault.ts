import { basename, relative, sep } from 'node:path';
import { foldName } from '../../lib/fold-name.js';
import type { ResolveContext, ResolvedAddress } from './resolution.js';

/**
 * Obsidian's last resort: the file of the vault that has this name, or whose path ends with this one. Two of them are
 * ambiguous: which one Obsidian shows depends on its own index.
 *
 * @param path decoded, as written
 * @returns undefined where the vault has none
 */
export function resolveInVault(
  path: string,
  vault: string,
  { site }: ResolveContext,
): Omit<ResolvedAddress, 'fragment'> | undefined {
  if (/^\.\.?[\\/]/.test(path)) return undefined;
  const wanted = foldName(`/${path.replace(/^[\\/]+/, '')}`);
  const candidates = site.files.filesNamed(vault, basename(path));
  const matches = candidates.filter((file) => foldName(`/${inVault(vault, file)}`).endsWith(wanted));
  const [first, second] = matches;
  if (first === undefined) return undefined;
  if (second === undefined) return { target: { kind: 'file', path: first, exists: true }, matched: 'vault-name' };
  const detail = matches.map((file) => inVault(vault, file)).join(', ');
  return { target: { kind: 'unsupported', reason: 'ambiguous', detail }, matched: 'vault-name' };
}

const inVault = (vault: string, file: string): string => relative(vault, file).split(sep).join('/');
