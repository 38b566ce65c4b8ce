import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { listTree, readTree, writeTree } from '../support/file-tree.js';
import { createTestSite, newBase, type TestSite } from '../support/migration.js';
import { createBucket, onLoopback, type TestBucket } from '../support/oss-bucket.js';
import { commitAll, git, makeRepository } from '../support/repository.js';
import { type CliResult, startCli } from '../support/run-cli.js';

interface OrphansJson {
  readonly run: string | null;
  readonly objects: number;
  readonly looked: Readonly<Record<string, number>>;
  readonly notes: readonly { readonly id: string }[];
  readonly orphans: readonly {
    readonly key: string;
    readonly state: string;
    readonly archivedAs: string | null;
    readonly twins: readonly { readonly store: string; readonly key: string }[];
    readonly error: { readonly code: string } | null;
  }[];
}

/** What was found, after it was held against the published schema. */
function told({ stdout }: CliResult): OrphansJson {
  const found = JSON.parse(stdout) as OrphansJson;
  const schema = readFileSync(new URL('../../config/schemas/orphans.schema.json', import.meta.url), 'utf8');
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true } });
  expect(ajv.validate(JSON.parse(schema), found) ? undefined : ajv.errors).toBeUndefined();
  return found;
}

const keysOf = (result: CliResult): readonly string[] =>
  told(result)
    .orphans.map(({ key }) => key)
    .sort();

/** Each object of the store, by where it is mentioned; those under `nowhere` are the orphans. */
const mentioned: Readonly<Record<string, string>> = {
  'source/_posts/p.md': `![](${newBase}post/a.png?x-oss-process=style/s) ![[post/b.png#circle|200]]\n`,
  'source/_drafts/d.md': `![](${newBase}draft/a.png)\n`,
  'source/about/index.html': '<picture><source srcset="/page/a.png 1x, /page/b.png 2x"></picture>\n',
  'source/_data/links.yml': 'avatar: data/a.png\n',
  '_config.yml': 'theme_config:\n  logo: "config/%E5%9B%BE%201.png"\n',
  'themes/t/source/css/main.styl': 'body\n  background url(../theme/a.png)\n',
  'themes/t/layout/footer.jsx': 'export default () => <img src={base + "/component/a.png"} />\n',
  'board.canvas': '{"nodes":[{"type":"file","file":"canvas\\/a.png"}]}\n',
  'notes.txt': `${newBase}text/a.png!thumb\n`,
  'ignored.md': '![](ignored/a.png)\n',
};

const used = [
  'post/a.png',
  'post/b.png',
  'draft/a.png',
  'page/a.png',
  'page/b.png',
  'data/a.png',
  'config/图 1.png',
  'theme/a.png',
  'component/a.png',
  'canvas/a.png',
  'text/a.png',
  'ignored/a.png',
  'object/a.png', // by a style sheet in the bucket
  'favicon.ico', // asked for by its name
  'index.html',
];
const onBranch = ['branch/a.png', 'stash/a.png'];
const nowhere = ['nowhere/a.png', 'nowhere/图 (2).png', 'other/unused.gif'];

async function siteWithBucket(): Promise<{ site: TestSite; bucket: TestBucket }> {
  const bucket = await createBucket();
  for (const key of [...used, ...onBranch, ...nowhere])
    bucket.server.seed('bucket', `pics/${key}`, Buffer.from(`of ${key}`));
  bucket.server.seed('bucket', 'pics/site.css', Buffer.from('x { background: url(object/a.png) }'));
  bucket.server.seed('bucket', 'pics/index.html', Buffer.from('<link rel="stylesheet" href="site.css">'));
  const site = await createTestSite({ ...mentioned, '.gitignore': 'ignored.md\npublic/\n' });
  // what a generator made says nothing
  await site.write('public/index.html', '<img src="nowhere/a.png">');
  makeRepository(site.folder);
  git(site.folder, 'checkout', '--quiet', '-b', 'next');
  await site.write('source/_posts/next.md', '![](branch/a.png)\n');
  commitAll(site.folder, 'next');
  git(site.folder, 'checkout', '--quiet', 'main');
  await site.write('source/_posts/p.md', `${mentioned['source/_posts/p.md']}![](stash/a.png)\n`);
  git(site.folder, 'stash', '--quiet');
  return { site, bucket };
}

const orphansOf = (site: TestSite, { storeAt, env }: TestBucket, ...args: readonly string[]): Promise<CliResult> =>
  site.run(['orphans', storeAt('pics'), '--public-url', newBase, '--format', 'json', ...args, ...onLoopback], env);

describe('imgferry orphans', { timeout: 60_000 }, () => {
  it('calls none an orphan that a post, draft, page, style sheet, canvas, component, file or object mentions', async () => {
    const { site, bucket } = await siteWithBucket();
    const posts = ['--posts', 'source/_posts'];
    const found = await orphansOf(site, bucket, ...posts);
    expect([found.code, keysOf(found)]).toEqual([0, [...nowhere, ...onBranch].sort()]);
    const everywhere = await orphansOf(site, bucket, ...posts, '--branches');
    expect(keysOf(everywhere)).toEqual([...nowhere].sort());
    expect(told(everywhere).looked).toMatchObject({ objects: 2 });
    expect(keysOf(await orphansOf(site, bucket, ...posts, '--branches', '--exclude', '*.gif'))).toEqual(
      nowhere.slice(0, 2),
    );
    const writes = bucket.server.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
    expect(writes).toEqual([]);
    expect((await listTree(site.folder)).filter((path) => path.startsWith('.imgferry'))).toEqual([]);
  });

  it('archives what is old enough, byte for byte with its headers, and brings it back', async () => {
    const { site, bucket } = await siteWithBucket();
    const { server } = bucket;
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=60', 'x-oss-meta-author': 'wang' };
    server.seed('bucket', 'pics/nowhere/a.png', Buffer.from('the picture'), headers);
    const before = new Map(server.objects('bucket'));
    const args = ['--posts', 'source', '--branches', '--archive', 'trash'];
    const young = told(await orphansOf(site, bucket, ...args, '--write'));
    expect(new Set(young.orphans.map(({ state }) => state))).toEqual(new Set(['too-young']));
    const planned = told(await orphansOf(site, bucket, ...args, '--older-than', '0'));
    expect(planned.orphans.map(({ archivedAs }) => archivedAs).sort()).toEqual(
      nowhere.map((key) => `trash/${key}`).sort(),
    );
    expect([...server.objects('bucket').keys()].sort()).toEqual([...before.keys()].sort());

    const done = await orphansOf(site, bucket, ...args, '--older-than', '0', '--write');
    expect([done.code, told(done).orphans.map(({ state }) => state)]).toEqual([
      0,
      ['archived', 'archived', 'archived'],
    ]);
    for (const key of nowhere) {
      expect(server.objects('bucket').has(`pics/${key}`), key).toBe(false);
      expect(server.objects('bucket').get(`pics/trash/${key}`)?.body).toEqual(before.get(`pics/${key}`)?.body);
    }
    expect(server.objects('bucket').get('pics/trash/nowhere/a.png')?.headers).toMatchObject(headers);
    expect(keysOf(await orphansOf(site, bucket, ...args, '--older-than', '0', '--write'))).toEqual([]);

    const back = await orphansOf(site, bucket, '--restore', 'trash', '--write');
    expect(told(back).orphans.map(({ state }) => state)).toEqual(['restored', 'restored', 'restored']);
    const after = server.objects('bucket');
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const [key, { body }] of before) expect(after.get(key)?.body, key).toEqual(body);
    expect(after.get('pics/nowhere/a.png')?.headers).toMatchObject(headers);
    expect((await site.run(['undo'])).code).toBe(2);
  });

  it('lets undo bring an archive back', async () => {
    const site = await createTestSite({ 'posts/p.md': '![](a.png)\n', 'store/a.png': 'a', 'store/图.png': 'b' });
    const before = await readTree(join(site.folder, 'store'));
    const args = ['orphans', 'file:store', '--posts', 'posts', '--archive', 'old', '--older-than', '0', '--write'];
    expect((await site.run(args)).code).toBe(0);
    expect(await listTree(join(site.folder, 'store'))).toEqual(['a.png', 'old/图.png']);
    expect((await site.run(['undo'])).code).toBe(0);
    expect(await readTree(join(site.folder, 'store'))).toEqual(before);
  });

  it('lets undo bring back what a run was killed over, right after it was taken away', async () => {
    const site = await createTestSite({ 'posts/p.md': '', 'store/a.png': 'a', 'store/b.png': 'b' });
    const before = await readTree(join(site.folder, 'store'));
    const args = ['orphans', 'file:store', '--posts', 'posts', '--archive', 'old', '--older-than', '0', '--write'];
    expect((await site.run(args)).code).toBe(0);
    const ledger = openLedger({ root: site.folder, folder: join(site.folder, '.imgferry'), now: Date.now });
    const run = ledger.runs()[0]?.id ?? '';
    for (const archived of ledger.replacements(run)) ledger.setReplacementState(archived, 'planned');
    ledger.flush();
    ledger.close();
    const undone = await site.run(['undo', '--format', 'json']);
    expect([undone.code, JSON.parse(undone.stdout).totals.images]).toEqual([0, 2]);
    expect(await readTree(join(site.folder, 'store'))).toEqual(before);
  });

  it('names the same bytes in another store', async () => {
    const config =
      'stores:\n  main: { url: "file:main" }\n  mirror: { url: "file:mirror", publicUrl: "https://m.example/" }\n';
    const site = await createTestSite({ 'posts/p.md': '', 'imgferry.config.yaml': config });
    await writeTree(site.folder, {
      'main/a.png': 'same',
      'main/b.png': 'othe',
      'mirror/x/c.png': 'same',
      'mirror/d.png': 'else',
    });
    const { orphans } = told(await site.run(['orphans', 'main', '--posts', 'posts', '--format', 'json']));
    expect(orphans.map(({ key, twins }) => [key, twins])).toEqual([
      ['a.png', [{ store: 'mirror', key: 'x/c.png', url: 'https://m.example/x/c.png' }]],
      ['b.png', []],
    ]);
  });

  it('leaves an object alone where other bytes stand in the archive, or at its old place', async () => {
    const site = await createTestSite({ 'posts/p.md': '' });
    await writeTree(site.folder, { 'store/a.png': 'new', 'store/b.png': 'b', 'store/old/a.png': 'old' });
    const args = ['orphans', 'file:store', '--format', 'json', '--write'];
    const archived = await site.run([...args, '--posts', 'posts', '--archive', 'old', '--older-than', '0']);
    expect(archived.code).toBe(1);
    const states = (result: CliResult) =>
      told(result)
        .orphans.map(({ key, state, error }) => [key, error?.code ?? state])
        .sort();
    expect(states(archived)).toEqual([
      ['a.png', 'OBJECT_CONFLICT'],
      ['b.png', 'archived'],
    ]);
    expect(archived.stdout).toMatch(/Look at both/); // and not: take another template
    const restored = await site.run([...args, '--restore', 'old']);
    expect(states(restored)).toEqual([
      ['a.png', 'OBJECT_CONFLICT'],
      ['b.png', 'restored'],
    ]);
    expect(await site.read('store/a.png')).toBe('new');
    expect(await site.read('store/old/a.png')).toBe('old');
  });

  it('loses nothing when it is killed at any of its requests, and goes on then', { timeout: 240_000 }, async () => {
    for (const afterDeletes of [0, 1, 7, 20]) {
      const bucket = await createBucket();
      const names = Array.from({ length: 40 }, (_, at) => `n${at}.png`);
      for (const name of names) bucket.server.seed('bucket', `pics/${name}`, Buffer.from(`bytes of ${name}`));
      const site = await createTestSite({ 'posts/p.md': '' });
      const args = [
        'orphans',
        bucket.storeAt('pics'),
        '--posts',
        'posts',
        '--archive',
        'old',
        '--older-than',
        '0',
        '--write',
      ];
      const { child, result } = startCli([...args, ...onLoopback], { cwd: site.folder, env: bucket.env });
      const count = (method: string) => bucket.server.requests.filter((one) => one.method === method).length;
      while (count('DELETE') < afterDeletes || count('PUT') < 3) await new Promise((resolve) => setTimeout(resolve, 1));
      child.kill('SIGKILL');
      await result;
      const bytesAt = (key: string) => bucket.server.objects('bucket').get(`pics/${key}`)?.body.toString();
      for (const name of names) expect(bytesAt(name) ?? bytesAt(`old/${name}`), name).toBe(`bytes of ${name}`);
      expect((await site.run([...args, ...onLoopback], bucket.env)).code).toBe(0);
      for (const name of names)
        expect([bytesAt(name), bytesAt(`old/${name}`)]).toEqual([undefined, `bytes of ${name}`]);
    }
  });

  it.each([
    ['no posts', ['file:store'], /--posts/],
    ['posts that are not there', ['file:store', '--posts', 'nowhere'], /nowhere/],
    ['an unknown store', ['nowhere', '--posts', 'posts'], /nowhere/],
    ['a folder that is not there', ['file:nowhere', '--posts', 'posts'], /nowhere/],
    ['archive and restore at once', ['file:store', '--archive', 'a', '--restore', 'a'], /--restore/],
    ['a prefix that leads out', ['file:store', '--posts', 'posts', '--archive', '../x'], /\.\.\/x/],
    ['an age that is none', ['file:store', '--posts', 'posts', '--archive', 'x', '--older-than', 'long'], /long/],
    ['an age without an archive', ['file:store', '--posts', 'posts', '--older-than', '1d'], /--archive/],
    ['nothing to write', ['file:store', '--posts', 'posts', '--write'], /--archive/],
    ['branches without a repository', ['file:store', '--posts', 'posts', '--branches'], /repository/i],
  ])('ends with 2 for %s', async (_, args, words) => {
    const site = await createTestSite({ 'posts/p.md': '', 'store/a.png': 'a' });
    const result = await site.run(['orphans', ...args]);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(words);
    expect(result.stderr).not.toMatch(/\n\s+at /);
    expect(await listTree(join(site.folder, 'store'))).toEqual(['a.png']);
  });
});
