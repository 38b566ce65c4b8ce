import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, verdictsOf } from '../support/checking.js';
import { writeTree } from '../support/file-tree.js';
import { createTestSite } from '../support/migration.js';
import { runCli } from '../support/run-cli.js';

const check = ['check', 'posts', '--format', 'ndjson', '--baseline', 'known.txt'];

describe('--baseline', () => {
  it('fails only on what is newly broken', async () => {
    const site = await createTestSite({ 'posts/a.md': '![](z.png) ![](b.png)\n' });
    const missing = await site.run(check);
    expect(missing.code).toBe(2);
    expect((await site.run(['check', 'posts', '--baseline', 'known.txt'])).stdout).toContain('--update-baseline');
    expect((await site.run([...check, '--update-baseline'])).code).toBe(0);
    expect(await site.read('known.txt')).toBe('file-missing posts/b.png\nfile-missing posts/z.png\n');
    expect((await site.run(check)).code).toBe(0);
    await writeTree(site.folder, { 'posts/c.md': '![](new.png)\n' });
    const later = await site.run(check);
    expect(later.code).toBe(1);
    expect(linesOf(later)).toHaveLength(3);
  });

  it('means the same from another folder', async () => {
    const site = await createTestSite({ 'posts/a.md': '![](z.png)\n' });
    await site.run([...check, '--update-baseline']);
    const inPosts = { cwd: join(site.folder, 'posts') };
    expect((await runCli(['check', '.', '--baseline', '../known.txt'], inPosts)).code).toBe(0);
  });

  it('counts another reason of the same image as new', async () => {
    const site = await createTestSite({ 'posts/a.md': '![](z.png)\n' });
    await site.run([...check, '--update-baseline']);
    await writeTree(site.folder, { 'posts/z.png': 'no image' });
    expect((await site.run(check)).code).toBe(1);
  });

  it('keeps the lines of images that a partial check does not look at', async () => {
    const site = await createTestSite({ 'posts/a.md': '![](https://nowhere.invalid/x.png) ![](z.png)\n' });
    await writeTree(site.folder, {
      'known.txt': 'not-found https://nowhere.invalid/x.png\nfile-missing posts/old.png\n',
    });
    await site.run([...check, '--local', '--update-baseline']);
    expect((await site.read('known.txt')).split('\n')).toContain('not-found https://nowhere.invalid/x.png');
  });

  it('names the line that it can’t read', async () => {
    const site = await createTestSite({ 'posts/a.md': '![](z.png)\n', 'known.txt': '# known\n\nnonsense\n' });
    const result = await site.run(['check', 'posts', '--baseline', 'known.txt']);
    expect(result.code).toBe(2);
    expect(result.stdout).toContain('known.txt:3');
  });
});

describe('what is left out', () => {
  it('by address, post and reason, as the configuration says', async () => {
    const site = await createTestSite({
      'imgferry.config.yaml': [
        'ignore:',
        '  - posts/ignored/*',
        '  - post: drafts/**',
        '  - address: posts/empty.png',
        '    reason: empty',
        '  - post: posts/b.md',
        '    reason: [not-an-image]',
        '',
      ].join('\n'),
      'posts/a.md': '![](ignored/x.png) ![](empty.png) ![](page.png) ![](gone.png)\n',
      'posts/b.md': '![](page.png) ![](page-b.png)\n',
      'posts/empty.png': '',
      'posts/page.png': '<html>',
      'posts/page-b.png': '<html>',
      'drafts/d.md': '![](gone.png)\n',
    });
    const result = await site.run(['check', '.', '--format', 'ndjson']);
    expect(verdictsOf(result)).toEqual({
      'posts/gone.png': ['file-missing'],
      'posts/page.png': ['not-an-image'],
      'posts/empty.png': 'ok',
      'posts/page-b.png': 'ok',
    });
    expect(linesOf(result).find(({ url }) => url === 'posts/page.png')?.places).toEqual([
      { file: 'posts/a.md', line: 1, column: 39 },
    ]);
  });

  it('by a comment on the line before, in HTML and MDX, and not by one that is code', async () => {
    const site = await createTestSite({
      'posts/a.md': [
        '<!-- imgferry-ignore-next-line -->',
        '![](a.png)',
        '![](b.png)',
        '',
        '<!-- imgferry-ignore-next-line not-an-image -->',
        '',
        '![](c.png) ![](page.png)',
        '',
        '`<!-- imgferry-ignore-next-line -->`',
        '![](d.png)',
        '',
        '```html',
        '<!-- imgferry-ignore-next-line -->',
        '```',
        '![](e.png)',
        '',
      ].join('\n'),
      'posts/b.mdx': '{/* imgferry-ignore-next-line */}\n\n![](f.png)\n\n![](g.png)\n',
      'posts/page.png': '<html>',
    });
    const verdicts = verdictsOf(await site.run(['check', 'posts', '--format', 'ndjson']));
    expect(Object.keys(verdicts).sort()).toEqual(
      ['b.png', 'c.png', 'd.png', 'e.png', 'g.png', 'page.png'].map((name) => `posts/${name}`),
    );
    expect(verdicts['posts/page.png']).toBe('ok');
  });

  it('refuses a reason that there is none', async () => {
    const site = await createTestSite({
      'imgferry.config.yaml': 'ignore:\n  - reason: not-fuond\n',
      'posts/a.md': 'x\n',
    });
    const result = await site.run(['check', 'posts']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('not-found');
  });
});
