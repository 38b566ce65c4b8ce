import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Settings } from '../config/settings.js';
import { ImgferryError } from '../core/errors.js';
import type { DetectOptions } from '../scan/resolve/detect-site.js';
import { generators, type PublishedFolder } from '../scan/resolve/site.js';
import {
  type ScannedDocument,
  type ScanOptions,
  scanDocuments,
  type UnscannedDocument,
} from '../scan/scan-documents.js';
import type { UseCaseContext } from './context.js';

/** How posts are found and read, from the settings. */
export function scanOptions(context: UseCaseContext): ScanOptions {
  const { cwd, settings, signal } = context;
  const { include, exclude } = settings;
  return { cwd, include, exclude, signal, ...siteOptions(context) };
}

/** By whose rules posts are read, and where their project stands: at its configuration, else where one works. */
export function siteOptions({ cwd, configFile, settings }: UseCaseContext): Omit<DetectOptions, 'files'> {
  const published = storeFolders(settings, cwd);
  const folder = dirname(configFile ?? cwd);
  const isAbove = configFile !== undefined && !relative(folder, cwd).startsWith('..');
  const project = isAbove ? folder : cwd;
  const name = settings.generator;
  const generator = name === 'auto' ? undefined : (generators.find((known) => known === name) ?? 'none');
  return { project, published, ...(generator === undefined ? {} : { generator }) };
}

/** Folders that are stores, by the paths of the site under which readers have them. */
function storeFolders({ to, publicUrl, stores }: Settings, cwd: string): readonly PublishedFolder[] {
  const target = to === undefined ? [] : [{ url: stores[to]?.url ?? to, bases: [publicUrl] }];
  const named = Object.values(stores).map((store) => ({
    url: store.url,
    bases: [store.publicUrl, ...store.addresses],
  }));
  return [...target, ...named].flatMap(({ url, bases }) => {
    if (!url.startsWith('file:')) return [];
    const folder = resolve(cwd, url.slice('file:'.length).replace(/^\/\//, ''));
    return bases.flatMap((base = '') => {
      return /^\/(?!\/)/.test(base) ? [{ prefix: base.endsWith('/') ? base : `${base}/`, folder }] : [];
    });
  });
}

/**
 * The posts that were named, else all below the working directory.
 *
 * @throws ImgferryError POSTS_NOT_NAMED {path} in a home folder or at the root of a disk, where that means everything
 */
export function postPaths({ cwd, environment, settings }: UseCaseContext): readonly string[] {
  if (settings.posts.length > 0) return settings.posts;
  if (dirname(cwd) === cwd || (cwd === environment.home && isLivedIn(cwd))) {
    throw new ImgferryError('POSTS_NOT_NAMED', { path: cwd });
  }
  return [cwd];
}

/** A service's home, or a container's, can be the site itself. */
const isLivedIn = (home: string): boolean =>
  ['.bashrc', '.zshrc', '.profile', '.bash_profile', 'Library', 'AppData'].some((name) => existsSync(join(home, name)));

/**
 * Every post with its references, one by one, in path order.
 *
 * @throws ImgferryError PATH_NOT_FOUND, NO_POSTS_FOUND {paths}
 */
export async function* scan(
  context: UseCaseContext,
  options: Pick<ScanOptions, 'read'> & { readonly links: boolean },
): AsyncGenerator<ScannedDocument | UnscannedDocument> {
  let isEmpty = true;
  for await (const document of scanDocuments(postPaths(context), { ...scanOptions(context), ...options })) {
    if ('error' in document || !document.beside) isEmpty = false;
    yield document;
  }
  if (isEmpty) throw new ImgferryError('NO_POSTS_FOUND', { paths: postPaths(context) });
}
