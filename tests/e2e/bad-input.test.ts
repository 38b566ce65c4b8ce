import { execFileSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listTree, readTree, writeTree } from '../support/file-tree.js';
import { photoJpeg } from '../support/images.js';
import { createTestSite, newBase, oldBase, outcomeOf } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';
import type { CliResult } from '../support/run-cli.js';

const routes = { '/a.png': { picture: { seed: 1 } }, '/b.png': { picture: { seed: 2 } } };
const post = `![a](${oldBase}a.png)\n`;
const isRoot = process.getuid?.() === 0;

/** Mounts a small file system that is gone when the test ends. */
function mountFor(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'imgferry-test', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
}

/** Says it in words, without a stack trace, and ends with the documented code. */
function expectClear(result: CliResult, code: number, ...words: readonly (string | RegExp)[]): void {
  const said = result.stdout + result.stderr;
  for (const word of words) expect(said).toMatch(word);
  expect(said).not.toMatch(/\n\s+at .*\.js/);
  expect(result.code).toBe(code);
}

describe('a wrong command line', () => {
  it.each([
    ['an unknown option', ['migrate', 'posts', '--nope'], /unknown option '--nope'/],
    ['an unknown command', ['migrat', 'posts'], /unknown command 'migrat'/],
    ['an unknown format', ['scan', 'posts', '--format', 'xml'], /--format[\s\S]*text[\s\S]*xml/],
    ['no target', ['migrate', 'posts'], /--to/],
    ['an unknown store', ['migrate', 'posts', '--to', 'nowhere'], /nowhere/],
    ['an unknown kind of store', ['migrate', 'posts', '--to', 'ftp://host/x'], /ftp/],
    ['a secret in a store', ['migrate', 'posts', '--to', 'oss://id:secret@bucket/x?region=cn-hangzhou'], /credential/i],
    ['no public address', ['migrate', 'posts', '--to', 'file:store'], /--public-url/],
    ['a path that is not there', ['scan', 'nothing-here'], /where: nothing-here\n/],
    ['an unknown format of a check', ['check', 'posts', '--format', 'xml'], /expected: text, ndjson/],
    ['a folder to transfer that is not there', ['transfer', 'file:nothing-here', 'file:to'], /nothing-here/],
    ['one to compare', ['transfer', 'file:nothing-here', 'file:posts', '--check'], /nothing-here/],
    ['one to optimize', ['optimize', 'file:nothing-here', '--write'], /nothing-here/],
    ['one to check', ['check', '--store', 'file:nothing-here'], /nothing-here/],
    ['posts beside a store', ['check', 'posts', '--store', 'file:posts'], /--store posts/],
    ['a comparison that writes', ['transfer', 'file:posts', 'file:to', '--check', '--write'], /--check \| --write/],
    [
      'an unknown field of a key',
      ['migrate', 'posts', '--to', 'file:s', '--public-url', '/i', '--key', '{nope}'],
      /nope[\s\S]*digest/,
    ],
    [
      'a remap without FROM',
      ['migrate', 'posts', '--to', 'file:s', '--public-url', '/i', '--remap', 'nothing', '--write'],
      /FROM=TO/,
    ],
    ['a quality over 100', ['migrate', 'posts', '--to', 'file:s', '--public-url', '/i', '--quality', '101'], /quality/],
    ['an unknown run', ['undo', '20200101-000000-0000'], /20200101-000000-0000/],
    ['nothing to undo', ['undo'], /nothing|no run/i],
  ] as const)('answers %s with exit code 2', async (_, args, words) => {
    const site = await createTestSite({ 'posts/p.md': post }, routes);
    expectClear(await site.run(args), 2, words);
    expect(await listTree(join(site.folder, 'posts'))).toEqual(['p.md']);
  });

  it.each([
    ['format', ['--format', 'xml'], /--format[\s\S]*json[\s\S]*xml/],
    ['output', ['--output', 'posts'], /posts[\s\S]*EISDIR/],
    ['output below a file', ['--output', 'posts/p.md/out.json'], /out\.json/],
  ] as const)('refuses a wrong %s before anything is done', async (_, args, words) => {
    const site = await createTestSite({ 'posts/p.md': post }, routes);
    expectClear(await site.migrate(['--write', ...args]), 2, words);
    expect(await site.read('posts/p.md')).toBe(post);
    expect(site.origin.requests).toEqual([]);
  });

  it('makes the folder of the output', async () => {
    const site = await createTestSite({ 'posts/p.md': post }, routes);
    await site.migrate(['--format', 'json', '--output', 'new/folder/plan.json']);
    expect(JSON.parse(await site.read('new/folder/plan.json'))).toMatchObject({ dryRun: true });
  });

  it('names a key of the configuration that nobody knows, with its place', async () => {
    const site = await createTestSite({
      'posts/p.md': post,
      'imgferry.config.yaml': 'to: file:store\npublicURL: /i\n',
    });
    expectClear(await site.run(['migrate', 'posts']), 2, /where: imgferry\.config\.yaml:2/, /publicURL/, /publicUrl/);
  });
});

describe('posts that can not be read', () => {
  it('finds no posts', async () => {
    const site = await createTestSite({ 'posts/notes.txt': 'no post' });
    expectClear(await site.migrate(), 2, /posts/);
  });

  it('leaves a post alone that is not UTF-8, names it, and goes on with the others', async () => {
    const gbk = Buffer.concat([Buffer.from(post), Buffer.from([0xc4, 0xe3, 0xba, 0xc3])]);
    const site = await createTestSite({ 'posts/gbk.md': gbk, 'posts/p.md': post }, routes);
    const result = await site.migrate(['--write', '--format', 'json']);
    const outcome = outcomeOf(result);
    expect(result.code).toBe(1);
    expect(outcome.posts).toContainEqual(
      expect.objectContaining({ file: 'posts/gbk.md', error: expect.objectContaining({ code: 'DOCUMENT_NOT_UTF8' }) }),
    );
    expect(outcome.posts).toContainEqual(expect.objectContaining({ file: 'posts/p.md', edits: 1 }));
    expect(await site.read('posts/p.md')).toContain(newBase);
  });
});

describe('images that can not be had', () => {
  it('keeps the link of each, names it with its reason, moves the others, and ends with 1', async () => {
    const addresses = ['a.png', 'gone.png', 'page.png', 'cut.jpg', 'empty.png', 'dead.png'];
    const text = `${addresses.map((name) => `![x](${oldBase}${name})`).join('\n\n')}\n\n![x](missing.png)\n\n![x](http://[bad/x.png)\n`;
    const site = await createTestSite(
      { 'posts/p.md': text },
      {
        ...routes,
        '/page.png': { body: '<!doctype html><title>sign in</title>', headers: { 'content-type': 'image/png' } },
        '/cut.jpg': { picture: { seed: 5, format: 'jpeg' }, cutAfter: 900 },
        '/empty.png': { body: '' },
        '/dead.png': { status: 403, body: 'no' },
      },
    );
    const result = await site.migrate(['--write', '--format', 'json']);
    expect(result.code).toBe(1);
    const outcome = outcomeOf(result);
    const errors = Object.fromEntries(
      outcome.images.map(({ url, error }) => [url.replace(oldBase, ''), error?.code ?? null]),
    );
    expect(errors).toEqual({
      'a.png': null,
      'gone.png': 'HTTP_STATUS',
      'page.png': 'IMAGE_BROKEN',
      'cut.jpg': 'RESPONSE_CUT',
      'empty.png': 'IMAGE_BROKEN',
      'dead.png': 'HTTP_STATUS',
      'posts/missing.png': 'FILE_MISSING',
      'http://[bad/x.png': 'URL_INVALID',
    });
    const moved = await site.read('posts/p.md');
    expect(moved).toBe(
      text.replace(`${oldBase}a.png`, outcome.images.find(({ url }) => url.endsWith('a.png'))?.publicUrl ?? ''),
    );
    expect(outcome.leftBehind.map(({ url }) => url.replace(oldBase, '')).sort()).toEqual(addresses.slice(1).sort());
  });

  it('refuses a private address that nobody allowed', async () => {
    const site = await createTestSite({}, routes);
    await mkdir(join(site.folder, 'posts'));
    await writeFile(join(site.folder, 'posts/p.md'), `![a](${site.origin.url}/a.png)\n`);
    const args = ['migrate', 'posts', '--to', 'file:store', '--public-url', newBase, '--write'];
    expectClear(await site.run(args), 1, /--allow-host/);
    expect(site.origin.count()).toBe(0);
  });
});

describe('a store that can not be written', () => {
  const oss = async (options: { region?: string; name?: string } = {}) => {
    const server = await startOssServer({
      buckets: [{ name: options.name ?? 'bucket', region: options.region ?? 'cn-hangzhou' }],
      keys: { LTAIexampleid: 'keep-this-secret' },
      region: 'cn-hangzhou',
    });
    onTestFinished(() => server.close());
    const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
    return {
      server,
      target: ['--to', store, '--public-url', 'https://img.example.com/', '--verify', 'stored', '--write'],
    };
  };
  const keys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

  it.each([
    ['missing keys', {}, {}, 2, /OSS_ACCESS_KEY_ID/],
    ['a wrong secret', {}, { ...keys, OSS_ACCESS_KEY_SECRET: 'not-this-secret' }, 2, /key/i],
    ['a bucket that is not there', { name: 'other' }, keys, 2, /bucket/],
    ['a wrong region, with the right endpoint', { region: 'cn-beijing' }, keys, 2, /cn-beijing/],
  ] as const)('says %s', async (_, options, env, code, words) => {
    const { target } = await oss(options);
    const site = await createTestSite({ 'posts/p.md': post }, routes);
    const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
    const result = await site.run(['migrate', 'posts', ...target, ...network], env);
    expectClear(result, code, words);
    expect(result.stdout + result.stderr).not.toMatch(/(?:keep|not)-this-secret/);
    expect(await site.read('posts/p.md')).toBe(post);
  });

  it('stops with 2 at a folder without write permission', async () => {
    const site = await createTestSite({ 'posts/p.md': post }, routes);
    const blocked = join(site.folder, 'blocked');
    await mkdir(blocked);
    if (isRoot)
      mountFor(blocked, 'ro,size=64k'); // nothing else keeps root out
    else await chmod(blocked, 0o555);
    const args = ['migrate', 'posts', '--to', 'file:blocked/store', '--public-url', newBase, '--write'];
    const result = await site.run([...args, '--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1']);
    expectClear(result, 2, /blocked/);
    expect(await site.read('posts/p.md')).toBe(post);
  });

  it.skipIf(!isRoot)(
    'stops with 3 when the disk is full (needs root to mount a small one), loses nothing, and a rerun goes on',
    async () => {
      const many = Array.from({ length: 12 }, (_, index) => `![x](${oldBase}${index}.png)`).join('\n\n');
      const pictures = Array.from(
        { length: 12 },
        (_, index) => [`/${index}.png`, { picture: { seed: index, format: 'jpeg' } }] as const,
      );
      const site = await createTestSite({ 'posts/p.md': many }, Object.fromEntries(pictures));
      const disk = join(site.folder, 'disk');
      await mkdir(disk);
      mountFor(disk, 'size=32k');
      const args = ['migrate', 'posts', '--to', 'file:disk/store', '--public-url', newBase, '--write'];
      const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
      expectClear(await site.run([...args, ...network]), 3, /disk|space/i);
      expect(await site.read('posts/p.md')).toBe(many);
      execFileSync('mount', ['-o', 'remount,size=8m', disk]);
      expect((await site.run([...args, ...network])).code).toBe(0);
      expect(await listTree(join(disk, 'store'))).toHaveLength(12);
      expect(await site.read('posts/p.md')).not.toContain(oldBase);
    },
  );
});

describe('a disk that fills while pictures are made smaller', () => {
  const ways = ['keep', 'webp'] as const;
  const disks = [
    ['of the pictures', 'images', 8],
    ['of everything', '.', 320],
  ] as const;
  const cases = ways.flatMap((format) => disks.map(([name, folder, free]) => ({ format, name, folder, free })));

  it.skipIf(!isRoot).each(cases)(
    'stops an optimize to $format with 3 on the disk $name, loses nothing, and a rerun goes on',
    async ({ format, folder, free }) => {
      const site = await createTestSite({});
      const disk = join(site.folder, folder);
      await mkdir(disk, { recursive: true });
      mountFor(disk, 'size=8m');
      const numbers = Array.from({ length: 24 }, (_, at) => at);
      const drawn = numbers.map(async (seed) => [`images/${seed}.jpg`, await photoJpeg({ seed })] as const);
      const text = numbers.map((at) => `![](../images/${at}.jpg)\n`).join('');
      await writeTree(site.folder, { ...Object.fromEntries(await Promise.all(drawn)), 'posts/p.md': text });
      const before = await filesOf(site.folder);
      const used = Number(execFileSync('df', ['--output=used', '-k', disk]).toString().split('\n')[1]);
      execFileSync('mount', ['-o', `remount,size=${used + free}k`, disk]);
      const args = ['optimize', 'images', '--posts', 'posts', '--image-format', format, '--effort', 'fast', '--write'];
      const stopped = await site.run(args);
      expectClear(stopped, 3, /disk|space/i);
      const full = await filesOf(site.folder);

      execFileSync('mount', ['-o', 'remount,size=8m', disk]);
      expect((await site.run(args)).code).toBe(0);
      const after = await filesOf(site.folder);
      for (const [path, bytes] of full) {
        expect(
          [before.get(path), after.get(path)].some((whole) => whole?.equals(bytes)),
          path,
        ).toBe(true);
      }
      const names = numbers.map((at) => `images/${at}.${format === 'keep' ? 'jpg' : format}`);
      expect([...after.keys()]).toEqual([...names, 'posts/p.md'].sort());
      expect(changed(before, after)).toBeGreaterThan(changed(before, full));
      for (let code: number | undefined = 0; code === 0; ) ({ code } = await site.run(['undo']));
      expect(await filesOf(site.folder)).toEqual(before);
    },
    120_000,
  );

  /** All but what imgferry keeps for itself. */
  const filesOf = async (folder: string): Promise<ReadonlyMap<string, Buffer>> =>
    new Map([...(await readTree(folder))].filter(([path]) => !path.startsWith('.imgferry/')));

  const changed = (one: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer>): number =>
    [...other].filter(([path, bytes]) => !one.get(path)?.equals(bytes)).length;
});
