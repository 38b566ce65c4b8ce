import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { FileTarget } from '../../core/image-reference.js';
import type { ResolveContext, ResolvedAddress } from './resolution.js';
import type { SearchFolder, Site } from './site.js';
import { resolveInVault } from './vault.js';

/** A spelling of an address as a path, and what is left over as fragment. */
interface Spelling {
  readonly path: string;
  readonly fragment: string;
}

/**
 * Looks for a local file. Each folder of the site is tried with each spelling: percent-decoded as a browser has it,
 * and literally, since editors write both. Where none exists the first candidate is named as missing.
 */
export function resolveLocal(address: string, context: ResolveContext): ResolvedAddress {
  const { site } = context;
  const spellings = spellingsOf(address);
  const folders = foldersFor(address, context);
  for (const spelling of spellings) {
    for (const { rule, folder, strip } of folders) {
      const path = join(folder, spelling.path.slice(strip));
      const found = existing(path, site);
      context.onCandidate?.({ rule, path: found ?? path, exists: found !== undefined });
      if (found === undefined) continue;
      const { target, ...resolved } = file(found, true, spelling.fragment, rule);
      return { target: found === path ? target : { ...target, writtenAs: path }, ...resolved };
    }
  }
  const [first] = spellings;
  const absolute = spellings.find(({ path }) => isAbsolute(path) && site.files.isFile(path));
  if (absolute) return file(absolute.path, true, absolute.fragment, 'absolute-path');
  const named = site.vault === undefined ? undefined : resolveInVault(first.path, site.vault, context);
  if (named) return { ...named, fragment: first.fragment };
  return resolveAtCdn(first, context) ?? missing(first, folders, context);
}

interface Candidate extends SearchFolder {
  /** Characters at the start of the path that the folder stands for. */
  readonly strip: number;
}

function foldersFor(address: string, context: ResolveContext): readonly Candidate[] {
  const { site } = context;
  const alias = site.aliases.find(({ prefix }) => address.startsWith(prefix));
  if (alias) return [{ rule: 'alias', folder: alias.folder, strip: alias.prefix.length }];
  if (address.startsWith('/') || address.startsWith('\\')) return rootFoldersFor(address, context);
  const relativeFolders = site.relativeFolders(context.path).map((folder) => ({ ...folder, strip: 0 }));
  const subpath = mediaFolders(context).map((folder) => ({ ...folder, strip: 0 }));
  // WordPress exporters name a cover by its file alone and put it into `images/` beside the post
  const isBareName = !/[\\/]/.test(address);
  const images: Candidate[] = isBareName
    ? [{ rule: 'post-images-folder', folder: join(dirname(context.path), 'images'), strip: 0 }]
    : [];
  return [...subpath, ...relativeFolders, ...images];
}

function rootFoldersFor(address: string, context: ResolveContext): readonly Candidate[] {
  const { site, path, rootUrl } = context;
  const roots = site.rootFolders.map((folder) => ({ ...folder, strip: 0 }));
  const isUnderBase = site.base !== '/' && address.startsWith(site.base);
  const underBase = isUnderBase ? site.rootFolders.map((folder) => ({ ...folder, strip: site.base.length - 1 })) : [];
  const typora: Candidate[] =
    rootUrl === undefined || /^[a-z][a-z0-9+.-]+:/i.test(rootUrl)
      ? []
      : [{ rule: 'typora-root-url', folder: rootFolderOf(rootUrl, path), strip: 0 }];
  const subpath = mediaFolders(context).map((folder) => ({ ...folder, strip: 0 }));
  const published = (site.published ?? [])
    .filter(({ prefix }) => address.startsWith(prefix))
    .map(({ prefix, folder }): Candidate => ({ rule: 'store-folder', folder, strip: prefix.length }));
  return [...subpath, ...underBase, ...roots, ...typora, ...published, ...sourceFoldersAbove(context)];
}

/** Where we don't know the generator, any folder above the post may be the one that it publishes: `docs/`, `src/`. */
function sourceFoldersAbove({ site, path }: ResolveContext): readonly Candidate[] {
  const names = relative(site.root, dirname(path)).split(sep);
  if (site.generator !== undefined || names[0] === '..' || names[0] === '') return [];
  return names.map((_, index) => {
    return { rule: 'source-folder', folder: join(site.root, ...names.slice(0, index + 1)), strip: 0 };
  });
}

const rootFolderOf = (rootUrl: string, post: string): string =>
  isAbsolute(rootUrl) ? rootUrl : join(dirname(post), rootUrl);

function mediaFolders({ site, mediaSubpath }: ResolveContext): readonly SearchFolder[] {
  if (mediaSubpath === undefined || /^[a-z][a-z0-9+.-]+:/i.test(mediaSubpath)) return [];
  return [{ rule: 'media-subpath', folder: join(site.root, mediaSubpath) }];
}

/** Most trusted first; never empty. */
function spellingsOf(address: string): readonly [Spelling, ...Spelling[]] {
  const cut = /[?#]/.exec(address)?.index ?? address.length;
  const hash = address.indexOf('#');
  const fragment = hash < 0 ? '' : decode(address.slice(hash));
  const path = address.slice(0, cut);
  const forward = path.replaceAll('\\', '/');
  const spellings: Spelling[] = [{ path, fragment }];
  if (forward !== path) spellings.push({ path: decode(forward), fragment });
  // `C#.png` and `who?.png` are names on most disks, though a browser would cut them
  if (cut < address.length) spellings.push({ path: address, fragment: '' }, { path: decode(address), fragment: '' });
  const decoded = decode(forward === path ? path : forward);
  return [{ path: decoded, fragment }, ...spellings.filter((spelling) => spelling.path !== decoded)];
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // `100%.png`: no encoding, a name
  }
}

/** The path, or the same name as another system composes its characters (macOS writes NFD). */
function existing(path: string, site: Site): string | undefined {
  if (site.files.isFile(path)) return path;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has one form only
  if (/^[\u0000-\u007f]*$/.test(path)) return undefined;
  for (const form of ['NFC', 'NFD'] as const) {
    const inRoot = relative(site.root, path);
    const composed = inRoot.startsWith('..') ? path.normalize(form) : join(site.root, inRoot.normalize(form));
    if (composed !== path && site.files.isFile(composed)) return composed;
  }
  return undefined;
}

/** Chirpy: `[cdn/][media_subpath/]file`. */
function resolveAtCdn(spelling: Spelling, { site, mediaSubpath }: ResolveContext): ResolvedAddress | undefined {
  if (site.cdn === undefined || /^\.\.?[\\/]/.test(spelling.path)) return undefined;
  const parts = [site.cdn, mediaSubpath ?? '', spelling.path].map((part) => part.replace(/^\/+|\/+$/g, ''));
  const leading = site.cdn.startsWith('//') ? 'https://' : '';
  const url = new URL(leading + parts.filter((part) => part !== '').join('/'));
  return { target: { kind: 'remote', url: url.href }, fragment: spelling.fragment, matched: 'cdn' };
}

function missing(spelling: Spelling, folders: readonly Candidate[], { path: post }: ResolveContext): ResolvedAddress {
  const [first] = folders;
  const path = first ? join(first.folder, spelling.path.slice(first.strip)) : join(dirname(post), spelling.path);
  return file(path, false, spelling.fragment, first?.rule ?? 'beside-post');
}

const file = (
  path: string,
  exists: boolean,
  fragment: string,
  matched: ResolvedAddress['matched'],
): ResolvedAddress & { readonly target: FileTarget } => ({ target: { kind: 'file', path, exists }, fragment, matched });
