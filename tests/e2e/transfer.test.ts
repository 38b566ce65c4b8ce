import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listTree, readTree, writeTree } from '../support/file-tree.js';
import { createTestSite, type OutcomeJson, outcomeOf, type TestSite } from '../support/migration.js';
import { type OssServer, startOssServer } from '../support/oss-server.js';
import { type CliResult, startCli } from '../support/run-cli.js';

const env = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };
const onLoopback = ['--allow-host', '127.0.0.1', '--format', 'json'];

/** Names that make trouble, and what they hold; not all of them are images. */
function manyFiles(count: number): Readonly<Record<string, Buffer>> {
  const names = [
    'a/中文 (1)/图 + 100%.png',
    'a/b.png',
    'a.png',
    'a-b.css',
    'notes/ρ & ω.txt',
    'x=1/y#z.js',
    '😀.gif',
    'empty.txt',
  ];
  const more = Array.from({ length: count }, (_, at) => `many/${String(at).padStart(4, '0')}.bin`);
  return Object.fromEntries(
    [...names, ...more].map((name) => [name, Buffer.from(name === 'empty.txt' ? '' : `bytes of ${name}`)]),
  );
}

async function createBucket(): Promise<{ server: OssServer; storeAt: (prefix: string) => string }> {
  const server = await startOssServer({
    buckets: [{ name: 'bucket', region: 'cn-hangzhou' }],
    keys: { LTAIexampleid: 'keep-this-secret' },
    region: 'cn-hangzhou',
  });
  onTestFinished(() => server.close());
  return { server, storeAt: (prefix) => `oss://bucket/${prefix}?region=cn-hangzhou&endpoint=${server.endpoint}` };
}

const statesOf = (result: CliResult): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { state } of outcomeOf(result).images) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};

const errorsOf = (result: CliResult): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    outcomeOf(result).images.flatMap(({ key, error }: OutcomeJson['images'][number]) =>
      error ? [[key, error.code]] : [],
    ),
  );

async function siteWith(files: Readonly<Record<string, Buffer>>): Promise<TestSite> {
  const site = await createTestSite({});
  await writeTree(join(site.folder, 'from'), files);
  return site;
}

describe('imgferry transfer', { timeout: 60_000 }, () => {
  it('plans, moves every object to a bucket and back under its key, byte for byte, and is idle then', async () => {
    const files = manyFiles(200);
    const total = Object.keys(files).length;
    const { server, storeAt } = await createBucket();
    const site = await siteWith(files);
    const there = ['transfer', 'file:from', storeAt('pics'), ...onLoopback];
    expect(statesOf(await site.run(there, env))).toEqual({ planned: total });
    expect(server.objects('bucket').size).toBe(0);
    const done = await site.run([...there, '--write'], env);
    expect([done.code, statesOf(done)]).toEqual([0, { stored: total }]);
    for (const [name, bytes] of Object.entries(files)) {
      expect(server.objects('bucket').get(`pics/${name}`)?.body, name).toEqual(bytes);
    }
    expect(server.objects('bucket').get('pics/a-b.css')?.headers['content-type']).toBe('text/css');

    const requests = server.requests.length;
    expect(statesOf(await site.run([...there, '--write'], env))).toEqual({ 'in-place': total });
    expect(server.requests.slice(requests).filter(({ method }) => method === 'PUT' && true).length).toBeLessThan(2);

    const back = ['transfer', storeAt('pics'), 'file:back', ...onLoopback, '--write'];
    expect(statesOf(await site.run(back, env))).toEqual({ stored: total });
    expect(await readTree(join(site.folder, 'back'))).toEqual(await readTree(join(site.folder, 'from')));
    const compared = await site.run(['transfer', storeAt('pics'), 'file:back', ...onLoopback, '--check'], env);
    expect([compared.code, statesOf(compared)]).toEqual([0, { 'in-place': total }]);
  });

  it('carries headers and notes of an object along', async () => {
    const { server, storeAt } = await createBucket();
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=60', 'x-oss-meta-author': 'wang' };
    server.seed('bucket', 'old/a.png', Buffer.from('picture'), headers);
    const site = await createTestSite({});
    await site.run(['transfer', storeAt('old'), storeAt('new'), ...onLoopback, '--write'], env);
    expect(server.objects('bucket').get('new/a.png')?.headers).toMatchObject(headers);
    expect(server.objects('bucket').get('new/a.png')?.body).toEqual(Buffer.from('picture'));
  });

  it('leaves what stands at the target alone, names it, and moves the rest', async () => {
    const site = await siteWith({
      'a.png': Buffer.from('one'),
      'b.png': Buffer.from('two'),
      'c.png': Buffer.from('3'),
    });
    await writeTree(join(site.folder, 'to'), {
      'a.png': Buffer.from('ONE'),
      'b.png': Buffer.from('two'),
      'z.png': '26',
    });
    const compared = await site.run(['transfer', 'file:from', 'file:to', '--check', '--format', 'json']);
    expect(compared.code).toBe(1);
    expect(errorsOf(compared)).toEqual({ 'a.png': 'OBJECT_CONFLICT', 'c.png': 'OBJECT_NOT_FOUND' });
    expect(statesOf(compared)).toEqual({ failed: 2, 'in-place': 1, skipped: 1 });
    const done = await site.run(['transfer', 'file:from', 'file:to', '--write', '--format', 'json']);
    expect([done.code, errorsOf(done)]).toEqual([1, { 'a.png': 'OBJECT_CONFLICT' }]);
    expect(await readFile(join(site.folder, 'to/a.png'), 'utf8')).toBe('ONE');
    expect(await readFile(join(site.folder, 'to/c.png'), 'utf8')).toBe('3');
  });

  it('brings posts along, for objects that are there alone, and undo takes that back', async () => {
    const site = await siteWith({ 'a/图 1.png': Buffer.from('one'), 'b.png': Buffer.from('two') });
    await writeTree(join(site.folder, 'to'), { 'b.png': Buffer.from('other') });
    const text = '![](https://old.example.com/a/%E5%9B%BE%201.png "t") ![](https://old.example.com/b.png)\n';
    await writeTree(site.folder, {
      'posts/p.md': text,
      'imgferry.config.yaml': 'stores:\n  old: { url: "file:from", publicUrl: "https://old.example.com/" }\n',
    });
    const args = ['transfer', 'old', 'file:to', '--public-url', 'https://new.example.com/', '--posts', 'posts'];
    const done = await site.run([...args, '--write', '--format', 'json']);
    expect(done.code).toBe(1);
    expect(await site.read('posts/p.md')).toBe(text.replace('https://old.example.com/a', 'https://new.example.com/a'));
    expect(outcomeOf(done).leftBehind).toMatchObject([{ url: 'https://old.example.com/b.png', reason: 'failed' }]);
    expect(await site.run(['undo'])).toMatchObject({ code: 0 });
    expect(await site.read('posts/p.md')).toBe(text);
  });

  it('goes on after a kill where it stopped: nothing is sent twice, nothing is half there', async () => {
    const files = manyFiles(300);
    const { server, storeAt } = await createBucket();
    const site = await siteWith(files);
    const base = ['--public-url', 'https://img.example.com/'];
    const args = ['transfer', 'file:from', storeAt('pics'), ...base, ...onLoopback, '--write'];
    const { child, result } = startCli(args, { cwd: site.folder, env });
    while (server.objects('bucket').size < 100) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await result;
    const before = new Map(server.objects('bucket'));
    expect(before.size).toBeLessThan(Object.keys(files).length);
    await writeTree(site.folder, {
      'imgferry.config.yaml': 'stores:\n  old: { url: "file:from", publicUrl: "/old/" }\n',
    });
    const done = await site.run(args, env);
    expect(done.code).toBe(0);
    for (const [name, bytes] of Object.entries(files)) {
      expect(server.objects('bucket').get(`pics/${name}`)?.body, name).toEqual(bytes);
    }
    const puts = server.requests.filter(
      ({ method, status, key }) => method === 'PUT' && status === 200 && !key.includes('probe'),
    );
    expect(puts.length).toBe(new Set(puts.map(({ key }) => key)).size);
    const redirects = await site.run(['redirects', '--as', 'netlify', '--format', 'json']);
    expect(JSON.parse(redirects.stdout).redirects).toHaveLength(Object.keys(files).length);
  });

  it('asks whose keys are whose where two endpoints have a bucket of one name', async () => {
    const site = await createTestSite({});
    const at = (port: number): string => `s3://pics/x?region=us-east-1&endpoint=http://127.0.0.1:${port}`;
    const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    const result = await site.run(['transfer', at(9), at(10), ...onLoopback], keys);
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({ stopped: { code: 'CREDENTIALS_AMBIGUOUS' } });
  });

  it('says clearly what can not be', async () => {
    const site = await siteWith({ 'a.png': Buffer.from('one') });
    await mkdir(join(site.folder, 'locked'));
    for (const args of [
      ['file:from', 'file:from'],
      ['file:from', 'file:from/inner'],
      ['file:from'],
      ['file:from', 'nowhere'],
      ['file:from', 'file:to', '--optimize', 'much'],
      ['file:from', 'file:to', '--check', '--write'],
      ['file:from', 'file:to', '--posts', 'nowhere', '--write'],
    ]) {
      const result = await site.run(['transfer', ...args]);
      expect(result.code, args.join(' ')).toBe(2);
      expect(result.stdout + result.stderr).not.toMatch(/\n\s+at /);
    }
    expect(JSON.parse((await site.run(['runs', '--format', 'json'])).stdout)).toMatchObject({ runs: [] });
    await rm(join(site.folder, 'from'), { recursive: true });
    await writeFile(join(site.folder, 'from'), 'a file');
    expect((await site.run(['transfer', 'file:from', 'file:to', '--write'])).code).not.toBe(70);
    expect(await listTree(join(site.folder, 'locked'))).toEqual([]);
  });
});
