import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exitCodeForCheck } from '../../../src/core/fold-check.js';
import { type CheckRequest, checkIn, toldBy } from '../../support/checking.js';
import { writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

const baseline = { baseline: 'known.txt' };

const exitCode = async (request: CheckRequest = {}): Promise<number> =>
  exitCodeForCheck(await checkIn(folder, { given: baseline, ...request }), 'broken');

const lines = async (): Promise<readonly string[]> =>
  (await readFile(join(folder, 'known.txt'), 'utf8')).split('\n').filter((line) => line !== '');

describe('the baseline', () => {
  it('lets a check fail only on what is newly broken', async () => {
    await writeTree(folder, { 'posts/a.md': '![](z.png) ![](b.png)\n' });
    expect((await checkIn(folder, { given: baseline })).stopped).toMatchObject({
      code: 'BASELINE_INVALID',
      facts: { found: 'missing' },
    });
    expect(await exitCode({ updateBaseline: true })).toBe(0);
    expect(await lines()).toEqual(['file-missing posts/b.png', 'file-missing posts/z.png']);
    expect(await exitCode()).toBe(0);
    await writeTree(folder, { 'posts/c.md': '![](new.png)\n' });
    const later = await checkIn(folder, { given: baseline });
    expect(exitCodeForCheck(later, 'broken')).toBe(1);
    expect(later.totals).toMatchObject({ images: 3, broken: 3, known: 2 });
  });

  it('means the same from another folder', async () => {
    await writeTree(folder, { 'posts/a.md': '![](z.png)\n' });
    await exitCode({ updateBaseline: true });
    const outcome = await checkIn(join(folder, 'posts'), { given: { posts: ['.'], baseline: '../known.txt' } });
    expect(outcome.images).toMatchObject([{ url: 'z.png', isKnown: true }]);
  });

  it('counts another reason of the same image as new', async () => {
    await writeTree(folder, { 'posts/a.md': '![](z.png)\n' });
    await exitCode({ updateBaseline: true });
    await writeTree(folder, { 'posts/z.png': 'no image' });
    expect(await exitCode()).toBe(1);
  });

  it('has what the level to fail from counts', async () => {
    await writeTree(folder, { 'posts/a.md': '![](z.png) ![](big.svg)\n', 'posts/big.svg': svg });
    const given = { ...baseline, oversizedBytes: 10, failOn: 'warn' };
    expect(exitCodeForCheck(await checkIn(folder, { given, updateBaseline: true }), 'warn')).toBe(0);
    expect(await lines()).toEqual(['file-missing posts/z.png', 'oversized posts/big.svg']);
    await checkIn(folder, { given: { ...given, failOn: 'broken' }, updateBaseline: true });
    expect(await lines()).toEqual(['file-missing posts/z.png']);
  });

  it('keeps the lines of images that a partial check does not look at, and drops what is mended', async () => {
    await writeTree(folder, {
      'posts/a.md': '![](https://nowhere.invalid/x.png) ![](z.png)\n',
      'known.txt': 'not-found https://nowhere.invalid/x.png\nempty posts/z.png\n',
    });
    await exitCode({ local: true, updateBaseline: true });
    expect(await lines()).toEqual(['file-missing posts/z.png', 'not-found https://nowhere.invalid/x.png']);
  });

  it('can have an image without an address, and comments', async () => {
    await writeTree(folder, { 'posts/a.md': '![]()\n' });
    await exitCode({ updateBaseline: true });
    await writeTree(folder, { 'known.txt': `# known\r\n\r\n${(await lines()).join('\r\n')}\r\n` });
    expect(await exitCode()).toBe(0);
  });

  it('names the line that it can’t read', async () => {
    await writeTree(folder, { 'posts/a.md': '![](z.png)\n', 'known.txt': '# known\n\nnonsense\n' });
    expect((await checkIn(folder, { given: baseline })).stopped?.facts).toMatchObject({ line: 3, found: 'nonsense' });
  });
});

const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

describe('what is left out', () => {
  it('by address, post and reason, as the configuration says', async () => {
    await writeTree(folder, {
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
    const outcome = await checkIn(folder, { given: { posts: ['.'] } });
    expect(toldBy(outcome)).toEqual([
      'posts/empty.png',
      'posts/gone.png file-missing',
      'posts/page-b.png',
      'posts/page.png not-an-image',
    ]);
    expect(outcome.totals).toMatchObject({ ignored: 4, places: 4 });
    expect(outcome.images.find(({ url }) => url === 'posts/page.png')?.places).toEqual([
      { file: 'posts/a.md', line: 1, column: 39 },
    ]);
  });

  it('by a comment on the line before, in HTML and MDX, and not by one that is code', async () => {
    await writeTree(folder, {
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
    const told = toldBy(await checkIn(folder)).map((line) => line.replace('posts/', '').split(' ')[0]);
    expect(told).toEqual(['b.png', 'c.png', 'd.png', 'e.png', 'g.png', 'page.png']);
    expect(toldBy(await checkIn(folder))).toContain('posts/page.png');
  });

  it('asks for alt text where that is wanted', async () => {
    await writeTree(folder, { 'posts/a.md': '![](a.svg)\n\n![b](b.svg)\n', 'posts/a.svg': svg, 'posts/b.svg': svg });
    const outcome = await checkIn(folder, { given: { missingAlt: true } });
    expect(toldBy(outcome)).toEqual(['posts/a.svg missing-alt', 'posts/b.svg']);
    expect(toldBy(await checkIn(folder))).toEqual(['posts/a.svg', 'posts/b.svg']);
  });
});
