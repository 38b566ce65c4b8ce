import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Generator, Site } from '../resolve/site.js';
import { isGeneratedFolder } from './document-names.js';

/** Where a generator's configuration, data and style sheets lie, relative to the site's root. */
interface SiteFiles {
  /** Names in the root itself. */
  readonly inRoot: RegExp;
  /** Folders, and which files in them and below. */
  readonly below: readonly (readonly [folder: string, names: RegExp])[];
}

const data = /\.(?:ya?ml|toml|json)$/i;
const styles = /\.(?:css|scss|sass|less|styl)$/i;
const scripts = /\.(?:[cm]?[jt]s)$/i;

const layouts: Readonly<Record<Generator, SiteFiles>> = {
  hexo: {
    inRoot: /^_config(?:\.[\w-]+)?\.(?:ya?ml|json)$/,
    below: [
      ['source/_data', data],
      ['source', styles],
    ],
  },
  hugo: {
    inRoot: /^(?:hugo|config)\.(?:toml|ya?ml|json)$/,
    below: [
      ['config', data],
      ['data', data],
      ['assets', styles],
      ['static', styles],
    ],
  },
  jekyll: {
    inRoot: /^_config(?:\.[\w-]+)?\.(?:ya?ml|toml)$/,
    below: [
      ['_data', data],
      ['_sass', styles],
      ['assets', styles],
      ['css', styles],
    ],
  },
  docusaurus: {
    inRoot: /^(?:docusaurus\.config|sidebars)\.[cm]?[jt]s$/,
    below: [
      ['blog', /^authors\.ya?ml$/],
      ['src', styles],
      ['static', styles],
    ],
  },
  vitepress: {
    inRoot: /^$/,
    below: [
      ['.vitepress', scripts],
      ['.vitepress', styles],
      ['public', styles],
    ],
  },
  vuepress: {
    inRoot: /^$/,
    below: [
      ['.vuepress', scripts],
      ['.vuepress', styles],
    ],
  },
  astro: {
    inRoot: /^astro\.config\.[cm]?[jt]s$/,
    below: [
      ['src/content', data],
      ['src/data', data],
      ['src', styles],
      ['public', styles],
    ],
  },
  mkdocs: { inRoot: /^mkdocs\.ya?ml$/, below: [['docs', styles]] },
  obsidian: { inRoot: /^$/, below: [['.obsidian/snippets', styles]] },
};

/**
 * The files beside a site's posts that name images too: configuration, data, style sheets; and configuration written as
 * a script, which is never edited but looked at for what is left behind. Absolute, sorted.
 */
export async function findSiteFiles(site: Site): Promise<readonly string[]> {
  if (site.generator === undefined) return [];
  const { inRoot, below } = layouts[site.generator];
  const found = new Set<string>();
  for (const entry of await entriesOf(site.root)) {
    if (entry.isFile() && inRoot.test(entry.name)) found.add(join(site.root, entry.name));
  }
  for (const [folder, names] of below) await collect(join(site.root, folder), names, found);
  return [...found].sort();
}

async function collect(folder: string, names: RegExp, found: Set<string>): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile() && names.test(entry.name)) found.add(path);
    else if (entry.isDirectory() && !isCopied(entry.name, folder)) await collect(path, names, found);
  }
}

/** What tools made or brought. */
const isCopied = (name: string, folder: string): boolean =>
  isGeneratedFolder(name, folder.slice(folder.lastIndexOf('.'))) || name === 'cache' || name === 'vendor';

/** Nothing where the folder is absent or not ours to read: the site has no such files then. */
async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
