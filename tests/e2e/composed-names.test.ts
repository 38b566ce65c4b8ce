import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawPicture } from '../support/draw-picture.js';
import { listTree } from '../support/file-tree.js';
import { createTestSite, newBase, outcomeOf, type TestSite } from '../support/migration.js';

const nfc = (text: string): string => text.normalize('NFC');
const nfd = (text: string): string => text.normalize('NFD');

/** Posts and files of a Mac and of others, each named the other's way; and one of each that agree. */
async function siteOfTwoSystems(): Promise<TestSite> {
  const picture = async (seed: number) => (await drawPicture({ seed })).bytes;
  return createTestSite({
    'posts/a.md': `![](${nfc('été/à la mer.png').replaceAll(' ', '%20')})\n`,
    [nfd('posts/été/à la mer.png')]: await picture(1),
    'posts/b.md': `![](${nfd('ガイド.png')}) ![](${encodeURI(nfd('über.png'))})\n`,
    [nfc('posts/ガイド.png')]: await picture(2),
    [nfc('posts/über.png')]: await picture(3),
    'posts/c.md': `![](${nfd('même.png')}) ![](图.png)\n`,
    [nfd('posts/même.png')]: await picture(4),
    'posts/图.png': await picture(5),
  });
}

// to macOS they are the same names
describe.skipIf(process.platform === 'darwin')('names that look the same and are composed otherwise', () => {
  it('are broken for readers, and said to be so', async () => {
    const site = await siteOfTwoSystems();
    const result = await site.run(['check', 'posts', '--local', '--format', 'ndjson']);
    const seen = result.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(
      Object.fromEntries(seen.map(({ url, reasons, evidence }) => [url, [...reasons, evidence.found ?? '']])),
    ).toEqual({
      [nfc('posts/été/à la mer.png')]: ['file-composition', 'NFD'],
      [nfd('posts/ガイド.png')]: ['file-composition', 'NFC'],
      [nfd('posts/über.png')]: ['file-composition', 'NFC'],
      [nfd('posts/même.png')]: [''],
      'posts/图.png': [''],
    });
    expect(result.code).toBe(1);
  });

  it('are found, moved and taken back', async () => {
    const site = await siteOfTwoSystems();
    const before = await Promise.all(['a', 'b', 'c'].map((name) => site.read(`posts/${name}.md`)));
    const { images, posts } = outcomeOf(await site.migrate(['--write', '--format', 'json']));
    expect(images.map(({ state }) => state)).toEqual(Array(5).fill('stored'));
    expect(posts.map(({ edits }) => edits)).toEqual([1, 2, 2]);
    expect(await site.read('posts/a.md')).toMatch(/^!\[\]\(https:\/\/img\.example\.com\/[^)]*\)\n$/);
    expect((await site.run(['undo'])).code).toBe(0);
    expect(await Promise.all(['a', 'b', 'c'].map((name) => site.read(`posts/${name}.md`)))).toEqual(before);
  });

  it('are no orphans of each other', async () => {
    const site = await createTestSite({
      'posts/a.md': `![](${newBase}${encodeURI(nfc('été/à.png'))}) ![](${newBase}${nfd('über.png')})\n`,
      [nfd('store/été/à.png')]: 'a',
      [nfc('store/über.png')]: 'b',
      'store/alone.png': 'c',
    });
    const found = await site.run([
      'orphans',
      'file:store',
      '--public-url',
      newBase,
      '--posts',
      'posts',
      '--format',
      'json',
    ]);
    expect(JSON.parse(found.stdout).orphans.map(({ key }: { key: string }) => key)).toEqual(['alone.png']);
    expect(await listTree(join(site.folder, 'store'))).toHaveLength(3);
  });
});
