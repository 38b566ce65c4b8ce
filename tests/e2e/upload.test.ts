import { execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listTree } from '../support/file-tree.js';
import { photoJpeg, svg } from '../support/images.js';
import { createTestSite, newBase, outcomeOf } from '../support/migration.js';
import { createBucket, onLoopback } from '../support/oss-bucket.js';
import { startCli } from '../support/run-cli.js';

const intoFolder = ['--to', 'file:store', '--public-url', newBase];
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

describe('imgferry upload', () => {
  it('prints the address of each source, one a line in the order given, and nothing else on stdout', async () => {
    const [one, two] = [await photoJpeg({ seed: 1 }), await photoJpeg({ seed: 2 })];
    const site = await createTestSite(
      { 'a.jpg': one, '图 (1) & #.jpg': two, 'x.svg': svg() },
      { '/r.png': { picture: { seed: 9 } } },
    );
    const sources = ['图 (1) & #.jpg', site.origin.urlOf('/r.png'), join(site.folder, 'a.jpg'), 'x.svg'];
    const done = await site.run(['upload', ...sources, ...intoFolder, ...onLoopback]);
    expect(done.code).toBe(0);
    const addresses = linesOf(done.stdout);
    expect(addresses.map((address) => address.replace(/.*\./, ''))).toEqual(['jpg', 'png', 'jpg', 'svg']);
    const stored = await listTree(join(site.folder, 'store'));
    expect([...addresses].sort()).toEqual(stored.map((key) => newBase + key));
    const alone = await Promise.all(
      sources.map((source) => site.run(['upload', source, ...intoFolder, ...onLoopback])),
    );
    expect(alone.map(({ stdout }) => stdout.trim())).toEqual(addresses);
  });

  it('puts the same content once, from several files, and not again later', async () => {
    const bucket = await createBucket();
    const picture = await photoJpeg({ seed: 1 });
    const site = await createTestSite({ 'a.jpg': picture, 'copy of a.jpg': picture });
    const target = ['--to', bucket.storeAt('pics'), '--public-url', newBase, '--verify', 'stored', ...onLoopback];
    const puts = (): number =>
      bucket.server.requests.filter(({ method, status }) => method === 'PUT' && status === 200).length;
    const first = await site.run(['upload', 'a.jpg', 'copy of a.jpg', 'a.jpg', ...target], bucket.env);
    const [address, ...same] = linesOf(first.stdout);
    expect(same).toEqual([address, address]);
    expect(puts()).toBe(1);
    const fileAddress = pathToFileURL(join(site.folder, 'copy of a.jpg')).href;
    const again = await site.run(['upload', fileAddress, ...target], bucket.env);
    expect(linesOf(again.stdout)).toEqual([address]);
    expect(puts()).toBe(1);
    const key = address?.slice(newBase.length) ?? '';
    expect(bucket.server.objects('bucket').get(key)?.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  it('gives an image the key that migrate gives it', async () => {
    const picture = await photoJpeg({ seed: 3 });
    const site = await createTestSite({ 'posts/a.jpg': picture, 'posts/p.md': '![](a.jpg)\n' });
    const [address] = linesOf((await site.run(['upload', 'posts/a.jpg', ...intoFolder])).stdout);
    await site.migrate(['--write']);
    expect(await site.read('posts/p.md')).toBe(`![](${address})\n`);
  });

  it.each([
    ['a file that is missing', 'nothing.png', 'FILE_MISSING'],
    ['a text', 'notes.png', 'IMAGE_BROKEN'],
    ['a folder', 'posts', 'FILE_UNREADABLE'],
    ['no address', 'http://[', 'URL_INVALID'],
    ['a private address', 'http://10.0.0.1/a.png', 'ADDRESS_BLOCKED'],
  ])('prints no address at all where one source is %s', async (_, source, code) => {
    const site = await createTestSite({ 'a.jpg': await photoJpeg(), 'notes.png': 'a text', 'posts/p.md': '' });
    const failed = await site.run(['upload', 'a.jpg', source, ...intoFolder]);
    expect([failed.code, failed.stdout]).toEqual([1, '']);
    expect(failed.stderr).toContain(source);
    expect(failed.stderr).not.toContain(site.folder);
    if (code === 'IMAGE_BROKEN') expect(failed.stderr).toContain('in a viewer');
    expect(failed.stderr).not.toMatch(/\n\s+at /);
    const told = await site.run(['upload', 'a.jpg', source, 'a.jpg', ...intoFolder, '--format', 'json']);
    expect(outcomeOf(told).images.map(({ state, error }) => error?.code ?? state)).toEqual(['reused', code, 'reused']);
  });

  it.each([
    ['no store', []],
    ['an unknown store', ['--to', 'nowhere']],
    ['a store without an address', ['--to', 'file:store']],
    ['an address that starts at a post', ['--to', 'file:store', '--public-url', 'relative']],
    ['an unknown format', [...intoFolder, '--format', 'xml']],
  ])('ends with 2 for %s', async (_, args) => {
    const site = await createTestSite({ 'a.jpg': await photoJpeg() });
    const result = await site.run(['upload', 'a.jpg', ...args]);
    expect([result.code, result.stdout]).toEqual([2, '']);
  });

  it('prints nothing where the store is away', async () => {
    const site = await createTestSite({ 'a.jpg': await photoJpeg() });
    const store = 'oss://bucket/pics?region=cn-hangzhou&endpoint=http://127.0.0.1:9';
    const env = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'secret' };
    const result = await site.run(['upload', 'a.jpg', '--to', store, '--public-url', newBase, ...onLoopback], env);
    expect([result.code, result.stdout]).toEqual([3, '']);
  });

  it('lets uploads that come at once wait for each other', async () => {
    const pictures = await Promise.all([1, 2, 3, 4].map((seed) => photoJpeg({ seed })));
    const site = await createTestSite(Object.fromEntries(pictures.map((bytes, at) => [`${at}.jpg`, bytes])));
    const results = await Promise.all([0, 1, 2, 3].map((at) => site.run(['upload', `${at}.jpg`, ...intoFolder])));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(new Set(results.map(({ stdout }) => stdout)).size).toBe(4);
  });

  it('stores nothing half and prints nothing when it is killed, and goes on then', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `${at}.jpg`);
    const pictures = await Promise.all(names.map((_, seed) => photoJpeg({ seed })));
    const site = await createTestSite(Object.fromEntries(pictures.map((bytes, at) => [`${at}.jpg`, bytes])));
    const args = ['upload', ...names, ...intoFolder];
    const { child, result } = startCli(args, { cwd: site.folder });
    while ((await listTree(join(site.folder, 'store'))).length < 5) await new Promise(setImmediate);
    child.kill('SIGKILL');
    expect((await result).stdout).toBe('');
    const done = await site.run(args);
    expect(linesOf(done.stdout)).toHaveLength(30);
    expect((await listTree(join(site.folder, 'store'))).length).toBe(new Set(linesOf(done.stdout)).size);
  });

  it('is what Typora calls: a command with paths behind it, whose last lines are the addresses', async () => {
    const site = await createTestSite({
      'a 1.jpg': await photoJpeg({ seed: 1 }),
      'b.jpg': await photoJpeg({ seed: 2 }),
    });
    const program = fileURLToPath(new URL('../../bin/imgferry.js', import.meta.url));
    await site.write(
      'uploader.sh',
      `#!/bin/sh\nexec "${process.execPath}" "${program}" upload ${intoFolder.join(' ')} "$@"\n`,
    );
    await chmod(join(site.folder, 'uploader.sh'), 0o755);
    const line = `${join(site.folder, 'uploader.sh')} "${join(site.folder, 'a 1.jpg')}" "${join(site.folder, 'b.jpg')}" 2>&1`;
    const said = execFileSync('sh', ['-c', line], { cwd: site.folder, encoding: 'utf8' });
    const last = said.trim().split('\n').slice(-2);
    expect(last.every((address) => address.startsWith(newBase))).toBe(true);
  });
});
