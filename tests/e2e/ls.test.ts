import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { createTestSite, newBase } from '../support/migration.js';
import { createBucket, onLoopback } from '../support/oss-bucket.js';

/** What is wrong with a value by one of the published schemas; nothing where it fits. */
function faultsBy(schema: string, value: unknown): unknown {
  const text = readFileSync(new URL(`../../config/schemas/${schema}.schema.json`, import.meta.url), 'utf8');
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true } });
  return ajv.validate(JSON.parse(text), value) ? undefined : ajv.errors;
}

interface Entry {
  readonly key: string;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string>> | null;
  readonly url: string | null;
  readonly places: readonly { readonly file: string; readonly line: number }[] | null;
}

const entriesOf = (text: string): readonly Entry[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);

const keys = ['a.png', 'a/中文 (1)/图 + 100%.png', 'b & c#?.png', 'notes.txt', '😀.gif'];

describe('imgferry ls', () => {
  it('lists every object below the store’s prefix, in every format, as the schemas have it', async () => {
    const { server, storeAt, env } = await createBucket();
    for (const key of keys) server.seed('bucket', `blog/${key}`, Buffer.from(key), { 'x-oss-storage-class': 'IA' });
    server.seed('bucket', 'elsewhere.png', Buffer.from('x'));
    const site = await createTestSite({});
    const ls = (...args: readonly string[]) =>
      site.run(['ls', storeAt('blog'), ...args, '--public-url', newBase, ...onLoopback], env);
    const lines = entriesOf((await ls('--format', 'ndjson')).stdout);
    expect(lines.map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(lines.map((line) => faultsBy('object-line', line)).filter(Boolean)).toEqual([]);
    const document = JSON.parse((await ls('--format', 'json', '--headers')).stdout) as { objects: readonly Entry[] };
    expect(faultsBy('objects', document)).toBeUndefined();
    expect(document.objects.map(({ key }) => key)).toEqual(lines.map(({ key }) => key));
    expect(document.objects[0]).toMatchObject({ contentType: 'application/octet-stream', headers: expect.anything() });
    expect(entriesOf((await ls('a/', '--format', 'ndjson')).stdout)).toMatchObject([
      { url: `${newBase}blog/a/%E4%B8%AD%E6%96%87%20%281%29/%E5%9B%BE%20%2B%20100%25.png` },
    ]);
    expect((await ls('--include', '*.gif')).stdout).toMatch(/😀\.gif[\s\S]*\n\n1 object, 8 B\n$/);
    expect(JSON.parse((await ls('nothing', '--format', 'json')).stdout)).toEqual({ version: 1, objects: [] });
  });

  it('says which posts use an object: by any address, encoded or not, and with processing', async () => {
    const site = await createTestSite({
      'store/a.png': 'a',
      'store/图 1.png': 'b',
      'store/unused.png': 'c',
      'posts/p.md': `# P\n\n![](${newBase}a.png?x-oss-process=style/s) ![](<${newBase}图 1.png>)\n`,
      'posts/q.md': `[link](${newBase}a.png) ![](../store/%E5%9B%BE%201.png) ![](${newBase}a.png!thumb)\n`,
    });
    const args = ['file:store', '--posts', 'posts', '--public-url', newBase];
    const entries = entriesOf((await site.run(['ls', ...args, '--format', 'ndjson'])).stdout);
    const places = entries.map(({ key, places }) => [key, places?.map(({ file, line }) => `${file}:${line}`)]);
    expect(places).toEqual([
      ['a.png', ['posts/p.md:3', 'posts/q.md:1', 'posts/q.md:1']],
      ['unused.png', []],
      ['图 1.png', ['posts/p.md:3', 'posts/q.md:1']],
    ]);
    expect((await site.run(['ls', ...args, '--verbose'])).stdout).toContain('posts/p.md:3:');
  });

  it('lists 20,000 objects in the memory that 2,000 take', async () => {
    const { server, storeAt, env } = await createBucket();
    const site = await createTestSite({});
    const peak = async (count: number): Promise<number> => {
      for (let at = 0; at < count; at += 1) server.seed('bucket', `pics/${at}.png`, Buffer.from('x'));
      const option = `--max-old-space-size=64`;
      const listed = await site.run(['ls', storeAt('pics'), '--format', 'ndjson', ...onLoopback], {
        ...env,
        NODE_OPTIONS: option,
      });
      expect(listed.code).toBe(0);
      return listed.stdout.trim().split('\n').length;
    };
    expect(await peak(2000)).toBe(2000);
    expect(await peak(20_000)).toBe(20_000);
  });

  it.each([
    ['an unknown store', ['nowhere'], 2, /nowhere/],
    ['a folder that is not there', ['file:nowhere'], 2, /nowhere/],
    ['posts that are not there', ['file:store', '--posts', 'nowhere'], 2, /nowhere/],
    ['an unknown format', ['file:store', '--format', 'xml'], 2, /ndjson/],
  ])('says clearly what is wrong with %s', async (_, args, code, words) => {
    const site = await createTestSite({ 'store/a.png': 'a' });
    const result = await site.run(['ls', ...args]);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(words);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  it('says that a bucket is not there, and that its keys are refused', async () => {
    const { server, env } = await createBucket();
    const site = await createTestSite({});
    const store = `oss://absent-bucket/?region=cn-hangzhou&endpoint=${server.endpoint}`;
    const absent = await site.run(['ls', store, ...onLoopback], env);
    expect([absent.code, absent.stderr]).toEqual([2, expect.stringContaining('absent-bucket')]);
    const wrong = { ...env, OSS_ACCESS_KEY_SECRET: 'wrong' };
    expect((await site.run(['ls', store.replace('absent-', ''), ...onLoopback], wrong)).code).toBe(2);
  });
});

describe('imgferry stat', () => {
  it('tells all of an object, by its key and by its address', async () => {
    const { server, storeAt, env } = await createBucket();
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=60', 'x-oss-meta-author': 'wang' };
    server.seed('bucket', 'blog/图 1.png', Buffer.from('picture'), headers);
    const site = await createTestSite({ 'posts/p.md': `![](${newBase}blog/%E5%9B%BE%201.png)\n` });
    const stat = (key: string, ...args: readonly string[]) =>
      site.run(
        ['stat', storeAt('blog'), key, '--public-url', newBase, '--posts', 'posts', ...args, ...onLoopback],
        env,
      );
    const told = JSON.parse((await stat('图 1.png', '--format', 'json')).stdout);
    expect(faultsBy('object', told)).toBeUndefined();
    expect(told).toMatchObject({ key: '图 1.png', size: 7, contentType: 'image/png', headers });
    expect(told).toMatchObject({ places: [{ file: 'posts/p.md', line: 1, column: 5 }] });
    const byAddress = await stat(`${newBase}blog/%E5%9B%BE%201.png`, '--format', 'json');
    expect(JSON.parse(byAddress.stdout)).toEqual(told);
    const text = (await stat('图 1.png')).stdout;
    for (const word of ['image/png', 'max-age=60', 'wang', 'posts/p.md:1:5']) expect(text).toContain(word);
  });

  it('ends with 1 where there is none, and says what to do', async () => {
    const site = await createTestSite({ 'store/a.png': 'a' });
    const result = await site.run(['stat', 'file:store', 'b.png']);
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toMatch(/b\.png[\s\S]*imgferry ls/);
    expect((await site.run(['stat', 'file:store', '../a.png'])).code).toBe(1);
    const foreign = await site.run(['stat', 'file:store', 'https://elsewhere.example/a.png']);
    expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining('none of the store’s')]);
    expect((await site.run(['stat'])).code).toBe(2);
  });

  it('tells what a store holds, and how much of it posts name', async () => {
    const { server, storeAt, env } = await createBucket();
    const contents = { 'blog/a.png': 'four', 'blog/中文/b.PNG': 'three', 'blog/LICENSE': 'x', 'other.gif': 'not ours' };
    for (const [key, content] of Object.entries(contents)) server.seed('bucket', key, Buffer.from(content));
    const site = await createTestSite({ 'posts/p.md': `![](${newBase}blog/a.png) [a](${newBase}blog/a.png)\n` });
    const stat = (...args: readonly string[]) =>
      site.run(['stat', storeAt('blog'), '--public-url', newBase, ...args, ...onLoopback], env);
    const told = JSON.parse((await stat('--posts', 'posts', '--format', 'json')).stdout);
    expect(faultsBy('store', told)).toBeUndefined();
    expect(told).toMatchObject({
      addresses: expect.arrayContaining([`${newBase}blog/`]),
      objects: 3,
      bytes: 10,
      endings: [
        { ending: 'png', objects: 2, bytes: 9 },
        { ending: '', objects: 1, bytes: 1 },
      ],
      classes: [{ class: 'Standard', objects: 3, bytes: 10 }],
      used: { objects: 1, bytes: 4 },
    });
    const { stdout } = await stat();
    for (const words of ['3 objects, 10 B', 'By ending', 'By storage class', `${newBase}blog/`]) {
      expect(stdout).toContain(words);
    }
    const empty = await createTestSite({ 'store/.keep': '' });
    expect((await empty.run(['stat', 'file:store', '--include', 'x'])).code).toBe(2);
    expect((await empty.run(['stat', 'file:store'])).stdout).toContain('1 object, 0 B');
  });
});
