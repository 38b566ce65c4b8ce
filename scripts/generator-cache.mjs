// Where the generators that build the sites of the tests are installed: outside the tree, once for each lockfile.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sites = fileURLToPath(new URL('../tests/e2e/sites/', import.meta.url));

export const generators = ['hexo', 'vitepress', 'docusaurus', 'astro'];

export const manifestFolder = (generator) => join(sites, generator);

export function cacheFolder(generator) {
  const lockfile = readFileSync(join(manifestFolder(generator), 'package-lock.json'));
  const digest = createHash('sha256').update(lockfile).digest('hex').slice(0, 12);
  const root = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(root, 'imgferry', 'generators', `${generator}-${digest}`);
}

/** Written last, so that an install that was cut off counts as none. */
export const stampOf = (generator) => join(cacheFolder(generator), '.installed');

export const isInstalled = (generator) => existsSync(stampOf(generator));
