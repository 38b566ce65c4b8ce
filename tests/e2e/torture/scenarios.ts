import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startAliyunCdn } from '../../support/cdn/aliyun-server.js';
import { aliyunEnv } from '../../support/cdn/cdn-site.js';
import type { CdnStandIn } from '../../support/cdn/stand-in.js';
import { readTree, writeTree } from '../../support/file-tree.js';
import { type OriginServer, startOrigin } from '../../support/origin-server.js';
import { createBucket, onLoopback, type TestBucket } from '../../support/oss-bucket.js';
import { buildPostWith } from '../../support/posts.js';
import { runCli } from '../../support/run-cli.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { KillPoint, ProgramRun } from '../../support/torture/steps.js';
import { drawPictureFolder } from '../kill/picture-folder.js';

/** A command to be killed, in a folder of its own. */
export interface Bench extends ProgramRun {
  readonly bucket?: TestBucket;
  readonly cdn?: CdnStandIn;
}

/** What a kill is tried on. */
export interface Scenario {
  readonly name: string;
  /** Kills of the short form, beside those that found a fault once. */
  readonly kills: number;
  readonly always?: readonly KillPoint[];
  /** Whether `undo` brings the posts and pictures of the start back. */
  readonly isUndone: boolean;
  /** Makes a folder and what the command needs in it; the same each time. */
  prepare(origin: OriginServer): Promise<Bench>;
}

const posts = 3;
const perPost = 3;
const oldBase = 'https://old.example.com/';
const target = ['--to', 'file:store', '--public-url', 'https://img.example.com/'];
const remapped = (origin: OriginServer): readonly string[] => ['--remap', `${oldBase}=${origin.url}/`, ...onLoopback];

/** Pictures `/0.png` to `/8.png`, the same under `/new/` and `/old/`, and `/moved/0.png` that is elsewhere by now. */
export function startPictures(options: Parameters<typeof startOrigin>[1] = {}): Promise<OriginServer> {
  const pictures = Array.from({ length: posts * perPost }, (_, at) => {
    const picture = { picture: { seed: at + 1, width: 40, height: 30 } };
    return [
      [`/${at}.png`, picture],
      [`/new/${at}.png`, picture],
      [`/old/${at}.png`, picture],
      [`/moved/${at}.png`, { redirectTo: `/${at}.png`, status: 301 }],
    ] as const;
  });
  return startOrigin(Object.fromEntries(pictures.flat()), options);
}

/** Three posts with three pictures each, whose addresses begin so. */
export async function writePosts(folder: string, base: string): Promise<void> {
  const files = Array.from({ length: posts }, (_, post) => {
    const addresses = Array.from({ length: perPost }, (_, at) => `${base}${post * perPost + at}.png`);
    return [`posts/文章 ${post}.md`, buildPostWith(addresses, { title: `文章 ${post}` })] as const;
  });
  await writeTree(folder, Object.fromEntries(files));
}

async function preparePosts(base: string, args: readonly string[]): Promise<Bench> {
  const folder = await temporaryFolder();
  await writePosts(folder, base);
  return { folder, args };
}

async function optimizeBench(): Promise<Bench> {
  const folder = await temporaryFolder();
  await writeTree(folder, await pictures());
  return { folder, args: ['optimize', 'pictures', ...webp, '--write'] };
}

const webp = ['--image-format', 'webp', '--posts', 'posts', '--effort', 'fast'];
let drawn: ReturnType<typeof drawPictureFolder> | undefined;
const pictures = (): ReturnType<typeof drawPictureFolder> => {
  drawn ??= drawPictureFolder(8);
  return drawn;
};

/** The bench with a command run on it first, and another one then to be killed. */
async function after(bench: Bench, args: readonly string[]): Promise<Bench> {
  const { code, stderr } = await runCli(bench.args, { cwd: bench.folder, env: bench.env ?? {} });
  if (code !== 0) throw new Error(`the run before ended with ${code}: ${stderr}`);
  return { ...bench, args };
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'migrate into a folder',
    kills: 5,
    isUndone: true,
    prepare: (origin) => preparePosts(oldBase, ['migrate', 'posts', ...target, ...remapped(origin), '--write']),
  },
  {
    name: 'migrate into a bucket',
    kills: 3,
    isUndone: true,
    async prepare(origin) {
      const bucket = await createBucket();
      const to = ['--to', bucket.storeAt(), '--public-url', 'https://img.example.com/', '--verify', 'stored'];
      const bench = await preparePosts(oldBase, ['migrate', 'posts', ...to, ...remapped(origin), '--write']);
      return { ...bench, bucket, env: bucket.env };
    },
  },
  {
    name: 'transfer',
    kills: 2,
    always: [{ side: 'after', name: 'link ledger', nth: 1 }],
    isUndone: false,
    async prepare() {
      const bucket = await createBucket();
      const folder = await temporaryFolder();
      const objects = Array.from({ length: 9 }, (_, at) => [`from/${at % 2}/图 ${at}.png`, `bytes ${at}`] as const);
      await writeTree(folder, Object.fromEntries(objects));
      const args = ['transfer', 'file:from', bucket.storeAt('to'), ...onLoopback, '--write'];
      return { folder, args, bucket, env: bucket.env };
    },
  },
  { name: 'optimize, and posts follow', kills: 4, isUndone: true, prepare: optimizeBench },
  {
    name: 'undo of a migrate',
    kills: 2,
    isUndone: false,
    prepare: async (origin) =>
      after(await preparePosts(oldBase, ['migrate', 'posts', ...target, ...remapped(origin), '--write']), ['undo']),
  },
  {
    name: 'undo of an optimize',
    kills: 1,
    always: [{ side: 'before', name: 'sync folder posts', nth: 1 }],
    isUndone: false,
    prepare: async () => after(await optimizeBench(), ['undo']),
  },
  {
    name: 'repair',
    kills: 2,
    isUndone: true,
    prepare: (origin) =>
      preparePosts(`${origin.url}/moved/`, ['repair', 'posts', ...onLoopback, '--wayback', 'off', '--write']),
  },
  {
    name: 'relink',
    kills: 1,
    isUndone: true,
    prepare: (origin) =>
      preparePosts(`${origin.url}/old/`, [
        ...['relink', 'posts', '--map', `${origin.url}/old/=${origin.url}/new/`],
        ...[...onLoopback, '--write'],
      ]),
  },
  {
    name: 'cdn refresh',
    kills: 2,
    isUndone: false,
    async prepare() {
      const cdn = await startAliyunCdn();
      onTestFinished(() => cdn.close());
      const folder = await temporaryFolder();
      const config = `cdn:\n  provider: aliyun\n  endpoint: ${cdn.url}\n  limits: { urlsPerCall: 2 }\n`;
      await writeTree(folder, { 'imgferry.config.yaml': config });
      const urls = Array.from({ length: 6 }, (_, at) => `https://img.example.com/${at}.png`);
      return { folder, args: ['cdn', 'refresh', ...urls, '--write'], cdn, env: aliyunEnv };
    },
  },
];

/** All that a kill could spoil: posts, pictures, the store's files, the bucket's objects. */
export async function stateOf({ folder, bucket }: Bench): Promise<ReadonlyMap<string, Buffer>> {
  const state = new Map<string, Buffer>();
  for (const name of ['posts', 'pictures', 'store']) {
    for (const [path, bytes] of await readTree(join(folder, name))) state.set(`${name}/${path}`, bytes);
  }
  for (const [key, { body }] of bucket?.server.objects('bucket') ?? []) state.set(`bucket/${key}`, body);
  return state;
}

export function scenarioNamed(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (!found) throw new Error(`there is no scenario ${name}`);
  return found;
}
