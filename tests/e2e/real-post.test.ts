import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listTree, writeTree } from '../support/file-tree.js';
import { type OriginServer, startOrigin } from '../support/origin-server.js';
import { type OssServer, startOssServer } from '../support/oss-server.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const postName = '2025-09-24-yunqi.md';
const original = readFileSync(new URL(`../fixtures/posts/${postName}`, import.meta.url), 'utf8');
const oldBase = 'https://okeeper-blog-images.oss-cn-hangzhou.aliyuncs.com/';
const addresses = [...original.matchAll(/!\[[^\]]*\]\((?<url>[^)]+)\)/g)].map((match) => match.groups?.url ?? '');

interface Site {
  readonly folder: string;
  readonly origin: OriginServer;
  post(): Promise<string>;
}

let site: Site;

beforeEach(async () => {
  const folder = await temporaryFolder();
  const origin = await startOrigin(
    Object.fromEntries(
      addresses.map((url, index) => {
        const format = url.endsWith('.jpg') ? 'jpeg' : 'png';
        return [new URL(url).pathname, { picture: { seed: index, format, width: 320 + index, height: 200 } }];
      }),
    ),
  );
  onTestFinished(() => origin.close());
  await writeTree(folder, { [`posts/${postName}`]: original });
  site = { folder, origin, post: () => readFile(join(folder, 'posts', postName), 'utf8') };
});

const commonFlags = () => ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];

/** The post with every image's address replaced, as an undisturbed move would leave it. */
function withAddresses(text: string, newAddresses: ReadonlyMap<string, string>): string {
  return addresses.reduce((so, url) => so.replace(url, newAddresses.get(url) ?? url), text);
}

async function migrateInto(target: readonly string[], env: Record<string, string> = {}) {
  const args = ['migrate', 'posts', ...target, ...commonFlags(), '--write', '--format', 'json'];
  const { code, stdout, stderr } = await runCli(args, { cwd: site.folder, env });
  expect(stderr).not.toContain('Error');
  const outcome = JSON.parse(stdout) as {
    images: { url: string; state: string; key: string; publicUrl: string }[];
    posts: { file: string; edits: number }[];
  };
  return { code, outcome };
}

describe('the real post', () => {
  it('has 15 images', () => {
    expect(new Set(addresses).size).toBe(15);
  });

  describe.each(['a folder', 'the loopback OSS'])('migrated into %s', (place) => {
    let oss: OssServer | undefined;
    let target: readonly string[];
    let env: Record<string, string>;

    beforeEach(async () => {
      if (place === 'a folder') {
        oss = undefined;
        target = ['--to', 'file:store', '--public-url', 'https://img.example.com/'];
        env = {};
        return;
      }
      const server = await startOssServer({
        buckets: [{ name: 'new-bucket', region: 'cn-hangzhou', acl: 'public-read' }],
        keys: { LTAIexampleid: 'secret' },
      });
      onTestFinished(() => server.close());
      oss = server;
      target = ['--to', `oss://new-bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`];
      target = [...target, '--public-url', `${server.endpoint}/new-bucket/`];
      env = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'secret' };
    });

    const storedKeys = async (): Promise<readonly string[]> =>
      oss ? [...oss.objects('new-bucket').keys()] : listTree(join(site.folder, 'store'));

    it('gives 15 objects and 15 changed spans, every other byte equal; a rerun is idle; undo is exact', async () => {
      const { code, outcome } = await migrateInto(target, env);
      expect(code).toBe(0);
      expect(outcome.images.map(({ state }) => state)).toEqual(Array(15).fill('stored'));
      expect(outcome.posts).toEqual([expect.objectContaining({ file: `posts/${postName}`, edits: 15 })]);
      expect(await storedKeys()).toHaveLength(15);
      const moved = await site.post();
      const newAddresses = new Map(outcome.images.map(({ url, publicUrl }) => [url, publicUrl]));
      expect(moved).toBe(withAddresses(original, newAddresses));
      expect(moved).not.toContain(oldBase);

      const asked = site.origin.count();
      const askedOfStore = oss?.requests.length;
      const rerun = await migrateInto(target, env);
      expect(rerun.code).toBe(0);
      expect(rerun.outcome.images.map(({ state }) => state)).toEqual(Array(15).fill('in-place'));
      expect(site.origin.count()).toBe(asked);
      expect(oss?.requests.length).toBe(askedOfStore);
      expect(await site.post()).toBe(moved);

      const undone = await runCli(['undo'], { cwd: site.folder, env });
      expect(undone.code).toBe(0);
      expect(await site.post()).toBe(original);
      expect(await storedKeys()).toHaveLength(15);
    });

    it('keeps the words of a hand that edited in between when it is undone', async () => {
      await migrateInto(target, env);
      const byHand = (text: string) => text.replace('## 二、', '补一段手写的话。\n\n## 二、').concat('\n后记\n');
      await writeFile(join(site.folder, 'posts', postName), byHand(await site.post()));
      const undone = await runCli(['undo'], { cwd: site.folder, env });
      expect(undone.code).toBe(0);
      expect(await site.post()).toBe(byHand(original));
    });
  });
});
