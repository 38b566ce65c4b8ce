import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type BuildingGenerator, cacheFolder } from '../../../scripts/generator-cache.mjs';
import type { LaidOutSite } from './lay-out-site.js';

/** How each generator is run, and where it puts the pages. */
const builds: Readonly<Record<BuildingGenerator, { readonly args: readonly string[]; readonly output: string }>> = {
  hexo: { args: ['generate'], output: 'public' },
  vitepress: { args: ['build', 'docs'], output: 'docs/.vitepress/dist' },
  docusaurus: { args: ['build', '--no-minify'], output: 'build' },
  astro: { args: ['build', '--force'], output: 'dist' }, // what it remembers of collections is kept with its packages
};

const noNetwork = fileURLToPath(new URL('./no-network.mjs', import.meta.url));
const run = promisify(execFile);

/**
 * Builds a copy of a site as it stands with its own generator, without network, always at the same place; the site stays
 * as it is.
 *
 * @returns the folder of the pages
 */
export async function buildSite(site: LaidOutSite, generator: BuildingGenerator): Promise<string> {
  const { args, output } = builds[generator];
  const copy = join(site.beside, 'building');
  await rm(copy, { recursive: true, force: true });
  await cp(site.folder, copy, { recursive: true, filter: (path) => !path.endsWith('.imgferry') });
  await rm(join(copy, output), { recursive: true, force: true });
  await symlink(join(cacheFolder(generator), 'node_modules'), join(copy, 'node_modules'));
  const env = {
    PATH: process.env.PATH,
    HOME: site.beside,
    CI: 'true',
    NODE_ENV: 'production',
    NODE_OPTIONS: `--import=${noNetwork}`,
    ASTRO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    NO_UPDATE_NOTIFIER: '1',
  };
  await run(join(copy, 'node_modules', '.bin', generator), args, { cwd: copy, env, maxBuffer: 1 << 26 });
  const pages = join(await mkdtemp(join(site.beside, 'pages-')), 'pages');
  await cp(join(copy, output), pages, { recursive: true });
  return pages;
}
