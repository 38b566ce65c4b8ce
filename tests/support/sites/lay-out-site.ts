import { cp, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { drawPicture } from '../draw-picture.js';
import { listTree } from '../file-tree.js';
import { type OriginServer, startOrigin } from '../origin-server.js';
import { temporaryFolder } from '../temporary-folder.js';

const fixtures = fileURLToPath(new URL('../../e2e/sites/', import.meta.url));

/** Where the sites' remote images are said to be; the loopback origin stands in for it. */
export const webBase = 'https://img.example.com/';

/** A site of a generator in a folder of its own. */
export interface LaidOutSite {
  /** Absolute. */
  readonly folder: string;
  /** A folder beside it, for what belongs to the test and not to the site. */
  readonly beside: string;
  /** Serves every remote image that the site names. */
  readonly origin: OriginServer;
}

/** Copies a site and draws each of its pictures anew, so that no two are alike; all is gone when the test ends. */
export async function layOutSite(generator: string): Promise<LaidOutSite> {
  const beside = await temporaryFolder();
  const folder = join(beside, 'site');
  await cp(join(fixtures, generator), folder, { recursive: true });
  const remote = new Set<string>();
  let seed = 0;
  for (const path of await listTree(folder)) {
    if (extname(path) === '.png') await writeFile(join(folder, path), (await drawPicture({ seed: ++seed })).bytes);
    else for (const name of await remoteNames(join(folder, path))) remote.add(name);
  }
  const drawn = [...remote].sort().map((name) => [`/${name}`, routeFor(name, ++seed)] as const);
  const origin = await startOrigin(Object.fromEntries(drawn));
  onTestFinished(() => origin.close());
  return { folder, beside, origin };
}

async function remoteNames(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8');
  return [...text.matchAll(/https:\/\/img\.example\.com\/([\w./-]+)/g)].map((match) => match[1] ?? '');
}

function routeFor(name: string, seed: number) {
  if (name.endsWith('.svg')) {
    const body = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${seed} 9"><path d="M0 0h${seed}v9z"/></svg>`;
    return { body, headers: { 'content-type': 'image/svg+xml' } };
  }
  return { picture: { seed, format: name.endsWith('.jpg') ? 'jpeg' : 'png' } } as const;
}
