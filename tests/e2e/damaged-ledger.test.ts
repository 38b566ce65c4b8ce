import { execFileSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listTree } from '../support/file-tree.js';
import { createTestSite, oldBase, outcomeOf } from '../support/migration.js';

it('stops at a damaged ledger, and builds another by asking the store once it is moved away as the error says', async () => {
  const names = ['猫.png', 'b.png', 'c.png'];
  const text = names.map((name) => `![x](${encodeURI(oldBase + name)})\n\n`).join('');
  const routes = Object.fromEntries(names.map((name, seed) => [`/${encodeURI(name)}`, { picture: { seed } }]));
  const site = await createTestSite({ 'posts/p.md': text }, routes);
  expect((await site.migrate(['--write'])).code).toBe(0);
  const [post, asked, tree] = [await site.read('posts/p.md'), site.origin.requests.length, await listTree(site.folder)];
  const objects = tree.filter((path) => path.startsWith('store/')).map((path) => join(site.folder, path));
  const stamps = await Promise.all(objects.map(async (path) => (await stat(path)).mtimeMs));

  const ledger = join(site.folder, '.imgferry/ledger.db');
  await writeFile(ledger, (await readFile(ledger)).fill(0xab, 4096 * 2, 4096 * 12));
  const stopped = await site.migrate(['--write']);
  expect([stopped.code, stopped.stdout]).toEqual([3, expect.stringContaining('The ledger is damaged')]);
  expect(stopped.stdout).not.toContain('the same command again');
  expect(await site.read('posts/p.md')).toBe(post);

  const [, command = ''] = /`(mv [^`]+)`/.exec(stopped.stdout) ?? [];
  execFileSync('sh', ['-c', command], { cwd: site.folder });
  const again = await site.migrate(['--write', '--format', 'json']);
  expect([again.code, outcomeOf(again).images.map(({ state }) => state)]).toEqual([
    0,
    ['in-place', 'in-place', 'in-place'],
  ]);
  expect([await site.read('posts/p.md'), site.origin.requests.length]).toEqual([post, asked]);
  expect(await Promise.all(objects.map(async (path) => (await stat(path)).mtimeMs))).toEqual(stamps);
  expect(await listTree(site.folder)).toEqual([...tree, '.imgferry/ledger.db.broken'].sort());
});
