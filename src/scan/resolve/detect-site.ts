import { dirname, join } from 'node:path';
import { createFileLookup, type FileLookup } from './file-lookup.js';
import { detectAstro } from './generators/astro.js';
import { detectDocusaurus } from './generators/docusaurus.js';
import { detectHexo } from './generators/hexo.js';
import { detectHugo } from './generators/hugo.js';
import { detectJekyll } from './generators/jekyll.js';
import { detectMkdocs } from './generators/mkdocs.js';
import { detectObsidian } from './generators/obsidian.js';
import { plainSite } from './generators/plain.js';
import { detectVitepress, detectVuepress } from './generators/vite.js';
import type { Generator, PublishedFolder, Site } from './site.js';

/** In this order where one folder could be several; a vault is the last, since people edit sites with Obsidian. */
const detectors: Readonly<Record<Generator, (root: string, files: FileLookup) => Site | undefined>> = {
  hexo: detectHexo,
  hugo: detectHugo,
  jekyll: detectJekyll,
  docusaurus: detectDocusaurus,
  vitepress: detectVitepress,
  vuepress: detectVuepress,
  astro: detectAstro,
  mkdocs: detectMkdocs,
  obsidian: detectObsidian,
};

export interface DetectOptions {
  /** `none`: no generator's rules; one of them: only its own files count. Undefined: whichever is recognised. */
  readonly generator?: Generator | 'none';
  /** Folder of the project, absolute: posts below it that are in no repository name files from there, too. */
  readonly project?: string;
  /** Folders that are published under a path of their own. */
  readonly published?: readonly PublishedFolder[];
  /** One for a whole run, so that what was looked at once is known. */
  readonly files?: FileLookup;
}

/**
 * The site that a folder belongs to: the nearest folder upward that holds a generator's own files, up to the root of
 * the repository. A vault inside a site is part of the site.
 *
 * @param start absolute
 */
export function detectSite(start: string, options: DetectOptions = {}): Site {
  const files = options.files ?? createFileLookup();
  const folders = foldersUpward(start, files);
  const repository = plainRoot(folders, files);
  const plain = repository
    ? plainSite(repository, files)
    : plainSite(start, files, foldersUpTo(options.project, folders));
  if (options.generator === 'none') return plain;
  const wanted = Object.entries(detectors).filter(([name]) => name === (options.generator ?? name));
  for (const layer of [
    wanted.filter(([name]) => name !== 'obsidian'),
    wanted.filter(([name]) => name === 'obsidian'),
  ]) {
    for (const folder of folders) {
      for (const [, detect] of layer) {
        const site = detect(folder, files);
        if (site) return withVault(site, folders, files);
      }
    }
  }
  return plain;
}

/** The site of a folder; absolute. */
export type SiteFinder = (folder: string) => Site;

/** Remembers the site of each folder, for scans whose posts belong to several sites. */
export function createSiteFinder(options: DetectOptions = {}): SiteFinder {
  const files = options.files ?? createFileLookup();
  const known = new Map<string, Site>();
  return (folder) => {
    const seen = known.get(folder);
    if (seen) return seen;
    const { published = [], ...others } = options;
    const site = { ...detectSite(folder, { ...others, files }), published };
    known.set(folder, site);
    return site;
  };
}

function foldersUpward(start: string, files: FileLookup): readonly string[] {
  const folders = [start];
  for (let folder = start; ; ) {
    const isRepository = files.isFolder(join(folder, '.git')) || files.isFile(join(folder, '.git'));
    const parent = dirname(folder);
    if (isRepository || parent === folder) return folders;
    folders.push(parent);
    folder = parent;
  }
}

/** Those above the first, up to the project's; none where it is not among them. */
function foldersUpTo(project: string | undefined, folders: readonly string[]): readonly string[] {
  return project === undefined ? [] : folders.slice(1, folders.indexOf(project) + 1);
}

/** Without a generator, the repository is the site. */
const plainRoot = (folders: readonly string[], files: FileLookup): string | undefined => {
  const last = folders.at(-1);
  return last !== undefined && dirname(last) !== last && files.isFolder(join(last, '.git')) ? last : undefined;
};

function withVault(site: Site, folders: readonly string[], files: FileLookup): Site {
  if (site.vault !== undefined) return site;
  const vault = folders.find((folder) => files.isFolder(join(folder, '.obsidian')));
  return vault === undefined ? site : { ...site, vault };
}
