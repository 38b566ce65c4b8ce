import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drawPicture } from '../support/draw-picture.js';
import { listTree } from '../support/file-tree.js';
import { createTestSite, newBase, oldBase, outcomeOf } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';
import { runCli } from '../support/run-cli.js';

const picture = (seed: number) => ({ picture: { seed } });
const keys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

describe('both directions', () => {
  it('takes local images of a post, whatever their names, into a bucket', async () => {
    const { bytes } = await drawPicture({ seed: 1 });
    const other = await drawPicture({ seed: 2 });
    const server = await startOssServer({
      buckets: [{ name: 'bucket', region: 'cn-hangzhou', acl: 'public-read' }],
      keys: { [keys.OSS_ACCESS_KEY_ID]: keys.OSS_ACCESS_KEY_SECRET },
    });
    onTestFinished(() => server.close());
    const site = await createTestSite({
      'posts/p.md': '![甲](<../img/图 1.png>)\n\n![乙](../img/100%25%20🙂.png "t")\n\n![same](../img/图%201.png)\n',
      'img/图 1.png': bytes,
      'img/100% 🙂.png': other.bytes,
    });
    const store = `oss://bucket/博客?region=cn-hangzhou&endpoint=${server.endpoint}`;
    const args = ['migrate', 'posts', '--to', store, '--public-url', `${server.endpoint}/bucket/`, '--write'];
    const result = await site.run(
      [...args, '--key', '{name}.{ext}', '--allow-host', '127.0.0.1', '--format', 'json'],
      keys,
    );
    expect(result.code).toBe(0);
    expect([...server.objects('bucket').keys()].sort()).toEqual(['博客/100% 🙂.png', '博客/图 1.png']);
    const base = `${server.endpoint}/bucket/${encodeURIComponent('博客')}`;
    const one = `${base}/${encodeURIComponent('图 1.png')}`;
    const two = `${base}/${encodeURIComponent('100% 🙂.png')}`;
    expect(await site.read('posts/p.md')).toBe(`![甲](<${one}>)\n\n![乙](${two} "t")\n\n![same](${one})\n`);
    expect([...server.objects('bucket').values()][0]?.headers['content-type']).toBe('image/png');
  });

  it('brings remote images into a folder under the path that the site shows', async () => {
    const site = await createTestSite({ 'posts/p.md': `![a](${oldBase}a.png)\n` }, { '/a.png': picture(1) });
    const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
    const args = ['migrate', 'posts', '--to', 'file:public/images', '--public-url', '/images', '--write', ...network];
    const outcome = outcomeOf(await site.run([...args, '--format', 'json']));
    const key = outcome.images[0]?.key;
    expect(await listTree(join(site.folder, 'public'))).toEqual([`images/${key}`]);
    expect(await site.read('posts/p.md')).toBe(`![a](/images/${key})\n`);
    const again = outcomeOf(await site.run([...args, '--format', 'json']));
    expect(again.images.map(({ state }) => state)).toEqual(['in-place']);
  });

  it('finds what it brought into a folder, in a project that is no repository, and in its folders too', async () => {
    const site = await createTestSite({ 'posts/deep/p.md': `![a](${oldBase}a.png)\n` }, { '/a.png': picture(1) });
    const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
    const target = ['--to', 'file:public/images', '--public-url', '/images'];
    expect(await site.run(['migrate', 'posts', ...target, '--write', ...network])).toMatchObject({ code: 0 });
    const checked = await site.run(['check', 'posts', '--format', 'ndjson']);
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining('"url":"public/images/') });
    expect((await site.run([])).stdout).toContain('files here');
    await writeFile(join(site.folder, 'imgferry.config.yaml'), 'posts: posts\n');
    const below = await runCli(['check', 'p.md'], { cwd: join(site.folder, 'posts/deep'), env: { HOME: site.folder } });
    expect(below).toMatchObject({ code: 0, stdout: expect.stringContaining('Every image shows') });
  });

  it('writes the path from each post where that is asked for', async () => {
    const site = await createTestSite(
      { 'posts/a.md': `![a](${oldBase}a.png)\n`, 'posts/deep/b.md': `![a](${oldBase}a.png)\n` },
      { '/a.png': picture(1) },
    );
    const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
    const args = ['migrate', 'posts', '--to', 'file:images', '--public-url', 'relative', '--write', ...network];
    const outcome = outcomeOf(await site.run([...args, '--format', 'json']));
    const key = outcome.images[0]?.key;
    expect(await site.read('posts/a.md')).toBe(`![a](../images/${key})\n`);
    expect(await site.read('posts/deep/b.md')).toBe(`![a](../../images/${key})\n`);
    const again = outcomeOf(await site.run([...args, '--format', 'json']));
    expect(again.images.map(({ state }) => state)).toEqual(['in-place']);
    expect((await site.run(['undo'])).code).toBe(0);
    expect(await site.read('posts/deep/b.md')).toBe(`![a](${oldBase}a.png)\n`);
  });

  it('fetches through a remap to a folder, and keeps the identity of the old address', async () => {
    const { bytes } = await drawPicture({ seed: 4 });
    const site = await createTestSite({ 'posts/p.md': `![a](${oldBase}x/a.png)\n`, 'backup/x/a.png': bytes });
    const target = ['--to', 'file:store', '--public-url', newBase, '--write', '--format', 'json'];
    const result = await site.run(['migrate', 'posts', ...target, '--remap', `${oldBase}=file:backup/`]);
    expect(outcomeOf(result).images).toEqual([expect.objectContaining({ url: `${oldBase}x/a.png`, state: 'stored' })]);
    expect(site.origin.count()).toBe(0);
  });
});

describe('links to images', () => {
  const text = `[![a](${oldBase}a-300.png)](${oldBase}a.png) [b](${oldBase}b.png) ![b](${oldBase}b.png) [page](${oldBase}page)\n`;
  const routes = { '/a-300.png': picture(1), '/a.png': picture(2), '/b.png': picture(3) };

  it.each([
    ['same', 2, ['a.png', 'page']],
    ['all', 3, ['page']],
    ['off', 2, ['a.png', 'b.png', 'page']],
  ])('with --links %s move with %i images, and what stays is said', async (links, images, left) => {
    const site = await createTestSite({ 'posts/p.md': text }, routes);
    const outcome = outcomeOf(await site.migrate(['--write', '--format', 'json', '--links', links]));
    expect(outcome.images).toHaveLength(images);
    expect(outcome.leftBehind.map(({ url }) => url.replace(oldBase, ''))).toEqual(left);
    const moved = await site.read('posts/p.md');
    for (const name of ['a.png', 'b.png', 'page']) {
      expect(moved.includes(`](${oldBase}${name})`)).toBe(left.includes(name));
    }
  });
});

describe('what is no image', () => {
  it('stays as it is in code and comments, and is named as left behind', async () => {
    const hidden = `\`![x](${oldBase}a.png)\`\n\n~~~\n![x](${oldBase}a.png)\n~~~\n\n<!-- ![x](${oldBase}a.png) -->\n`;
    const site = await createTestSite({ 'posts/p.md': `![x](${oldBase}a.png)\n\n${hidden}` }, { '/a.png': picture(1) });
    const outcome = outcomeOf(await site.migrate(['--write', '--format', 'json']));
    expect((await site.read('posts/p.md')).endsWith(hidden)).toBe(true);
    expect(outcome.leftBehind.map(({ reason }) => reason)).toEqual(['text', 'text', 'text']);
  });
});

describe('an old and a new address on one host', () => {
  const text = `![x](${oldBase}a.png)\n\n\`${oldBase}a.png\`\n`;

  it('calls the new address nothing that was left behind, in a plan or when it is written', async () => {
    const site = await createTestSite({ 'posts/p.md': text }, { '/a.png': picture(1) });
    for (const args of [[], ['--plan', 'plan.json'], ['--write']]) {
      const outcome = outcomeOf(await site.migrate(['--public-url', `${oldBase}new/`, '--format', 'json', ...args]));
      expect(outcome.leftBehind).toEqual([
        { file: 'posts/p.md', line: 3, column: 2, url: `${oldBase}a.png`, reason: 'text' },
      ]);
    }
    expect(await site.read('posts/p.md')).toContain(`![x](${oldBase}new/`);
  });
});
