import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTree, writeTree } from '../support/file-tree.js';
import { createTestSite, newBase, oldBase, outcomeOf } from '../support/migration.js';

const picture = (seed: number) => ({ picture: { seed } });

describe('nothing is done twice', () => {
  it('fetches an image that two posts share once, and stores it once', async () => {
    const site = await createTestSite(
      { 'posts/a.md': `![a](${oldBase}x.png)\n`, 'posts/b.md': `<img src="${oldBase}x.png">\n` },
      { '/x.png': picture(1) },
    );
    const outcome = outcomeOf(await site.migrate(['--write', '--format', 'json']));
    expect(site.origin.count()).toBe(1);
    expect(outcome.images).toHaveLength(1);
    expect(await listTree(join(site.folder, 'store'))).toHaveLength(1);
    const address = outcome.images[0]?.publicUrl;
    expect(await site.read('posts/a.md')).toBe(`![a](${address})\n`);
    expect(await site.read('posts/b.md')).toBe(`<img src="${address}">\n`);
  });

  it('fetches the same picture under two addresses once for each, and stores it once', async () => {
    const site = await createTestSite(
      { 'posts/a.md': `![a](${oldBase}x.png)\n\n![b](${oldBase}copy/y.png)\n` },
      { '/x.png': picture(1), '/copy/y.png': picture(1) },
    );
    const outcome = outcomeOf(await site.migrate(['--write', '--format', 'json']));
    expect([site.origin.count('/x.png'), site.origin.count('/copy/y.png')]).toEqual([1, 1]);
    expect(outcome.images.map(({ state }) => state).sort()).toEqual(['reused', 'stored']);
    expect(new Set(outcome.images.map(({ key }) => key)).size).toBe(1);
    expect(await listTree(join(site.folder, 'store'))).toHaveLength(1);
  });

  it('edits a definition that five images and a link share once, and says that the link moves too', async () => {
    const uses = '![one][x] ![two][x] ![three][x] ![four][x] ![x]\n\n[see it][x]\n\n';
    const site = await createTestSite({ 'posts/a.md': `${uses}[x]: ${oldBase}x.png "t"\n` }, { '/x.png': picture(1) });
    const result = await site.migrate(['--write', '--format', 'json']);
    const outcome = outcomeOf(result);
    expect(outcome.posts).toEqual([expect.objectContaining({ file: 'posts/a.md', edits: 1 })]);
    expect(await site.read('posts/a.md')).toBe(`${uses}[x]: ${outcome.images[0]?.publicUrl} "t"\n`);
    expect(JSON.parse(result.stdout).notes).toContainEqual(
      expect.objectContaining({ id: 'definition-shared-with-link' }),
    );
  });

  it.each(['{digest:2}/{digest:32}.{ext}', '{year}/{month}/{post}-{name}.{ext}'])(
    'gives the same picture in a later post the key that it has already (%s)',
    async (template) => {
      const site = await createTestSite(
        { 'posts/2025-01-05-a.md': `![a](${oldBase}x.png)\n` },
        { '/x.png': picture(1), '/again.png': picture(1) },
      );
      const first = outcomeOf(await site.migrate(['--write', '--format', 'json', '--key', template]));
      await writeTree(site.folder, { 'posts/2025-02-09-b.md': `![b](${oldBase}again.png)\n` });
      const second = outcomeOf(await site.migrate(['--write', '--format', 'json', '--key', template]));
      const again = second.images.find(({ url }) => url.endsWith('again.png'));
      expect(again).toMatchObject({ state: 'reused', key: first.images[0]?.key });
      expect(await listTree(join(site.folder, 'store'))).toHaveLength(1);
    },
  );

  it('takes an address of the target for in place by its object, and fetches it where that is absent', async () => {
    const site = await createTestSite(
      { 'posts/a.md': `![a](${oldBase}x.png)\n`, 'posts/b.md': `![gone](${newBase}never/was.png)\n` },
      { '/x.png': picture(1) },
    );
    const outcome = outcomeOf(await site.migrate(['--write', '--format', 'json', '--skip-host', 'none.example.com']));
    const gone = outcome.images.find(({ url }) => url.startsWith(newBase));
    expect(gone?.state).toBe('failed');
    expect(outcome.images.find(({ url }) => url.startsWith(oldBase))?.state).toBe('stored');
  });

  it('asks again for an image where a page came in its place, with --diff and with --write', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Please log in.</p>' };
    const site = await createTestSite(
      { 'posts/a.md': `![a](${oldBase}a.png)\n` },
      { '/a.png': { picture: { seed: 1 }, flaky: { times: 2, answer: page } } },
    );
    expect((await site.migrate(['--diff'])).code).toBe(1);
    expect((await site.migrate(['--write'])).code).toBe(1);
    expect(await site.read('posts/a.md')).toContain(oldBase);
    expect((await site.migrate(['--write'])).code).toBe(0);
    expect(await site.read('posts/a.md')).not.toContain(oldBase);
    expect(site.origin.count('/a.png')).toBe(3);
  });
});
