import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exitCodeForCheck } from '../../../src/core/fold-check.js';
import { type CheckRequest, checkIn, toldBy } from '../../support/checking.js';
import { drawPicture } from '../../support/draw-picture.js';
import { writeTree } from '../../support/file-tree.js';
import { commitAll, git, makeRepository } from '../../support/repository.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: string;
let picture: Buffer;

beforeEach(async () => {
  picture = (await drawPicture({ seed: 1, width: 30, height: 20 })).bytes;
  folder = await temporaryFolder();
  await writeTree(folder, {
    'posts/a.md': '![a](a.png) ![gone](gone-a.png)\n',
    'posts/b.md': '![b](图%201.png)\n',
    'posts/文章 一.md': '![c](gone-c.png)\n',
    'posts/a.png': picture,
    'posts/图 1.png': picture,
    '.gitignore': '.imgferry/\ndrafts/\n',
  });
  makeRepository(folder);
});

const write = (path: string, content: string | Buffer): Promise<void> => writeFile(join(folder, path), content);

const checked = async (changes: CheckRequest['changes'], env = {}): Promise<readonly string[]> => {
  const outcome = await checkIn(folder, { ...(changes && { changes }), env });
  expect(outcome.stopped).toBeUndefined();
  return toldBy(outcome);
};

const changed = { kind: 'since' } as const;
const staged = { kind: 'staged' } as const;

describe('--changed', () => {
  it('looks at nothing where nothing changed', async () => {
    const outcome = await checkIn(folder, { changes: changed });
    expect(outcome).toMatchObject({ images: [], notes: [{ id: 'nothing-changed', facts: { base: 'HEAD' } }] });
    expect(exitCodeForCheck(outcome, 'warn')).toBe(0);
  });

  it('looks at the posts that were edited, added or renamed, whatever they are called', async () => {
    await write('posts/文章 一.md', '![c](gone-d.png)\n');
    expect(await checked(changed)).toEqual(['posts/gone-d.png file-missing']);
    await write('posts/new.md', '![n](gone-n.png)\n');
    await rename(join(folder, 'posts/b.md'), join(folder, 'posts/b 2.md'));
    expect(await checked(changed)).toEqual([
      'posts/gone-d.png file-missing',
      'posts/gone-n.png file-missing',
      'posts/图 1.png',
    ]);
  });

  it('leaves out what git ignores and what generators write', async () => {
    await writeTree(folder, { 'posts/drafts/x.md': '![x](x.png)\n', 'posts/public/x.md': '![x](x.png)\n' });
    expect(await checked(changed)).toEqual([]);
  });

  it('looks at the posts whose image was changed, removed or renamed', async () => {
    await write('posts/a.png', picture.subarray(0, picture.length / 2));
    expect(await checked(changed)).toEqual(['posts/a.png truncated']);
    await rm(join(folder, 'posts/a.png'));
    await rename(join(folder, 'posts/图 1.png'), join(folder, 'posts/图 2.png'));
    expect(await checked(changed)).toEqual(['posts/a.png file-missing', 'posts/图 1.png file-missing']);
  });

  it('compares with the commit that --since names, since both parted', async () => {
    git(folder, 'checkout', '--quiet', '-b', 'topic');
    await write('posts/b.md', '![b](gone-b.png)\n');
    commitAll(folder, 'second');
    git(folder, 'checkout', '--quiet', 'main');
    await write('posts/a.md', '![a](other.png)\n');
    commitAll(folder, 'third');
    git(folder, 'checkout', '--quiet', 'topic');
    expect(await checked(changed)).toEqual([]);
    expect(await checked({ kind: 'since', base: 'main' })).toEqual(['posts/gone-b.png file-missing']);
    expect(await checked(changed, { GITHUB_BASE_REF: 'main' })).toEqual(['posts/gone-b.png file-missing']);
  });

  it('finds the base of a pull request at origin, and says what a shallow clone lacks', async () => {
    git(folder, 'checkout', '--quiet', '-b', 'topic');
    await write('posts/b.md', '![b](gone-b.png)\n');
    commitAll(folder, 'second');
    const clones = await temporaryFolder();
    git(clones, 'clone', '--quiet', '--branch', 'topic', folder, 'whole');
    git(clones, 'clone', '--quiet', '--branch', 'topic', '--depth', '1', `file://${folder}`, 'shallow');
    const inClone = (name: string) =>
      checkIn(join(clones, name), { changes: changed, env: { GITHUB_BASE_REF: 'main' } });
    expect(toldBy(await inClone('whole'))).toEqual(['posts/gone-b.png file-missing']);
    const shallow = await inClone('shallow');
    expect(shallow.stopped).toEqual({ code: 'BASE_NOT_FOUND', facts: { base: 'main', found: 'missing' } });
    expect(exitCodeForCheck(shallow, 'never')).toBe(2);
  });

  it('is refused outside of a repository and for a commit that is not there, with exit code 2', async () => {
    for (const base of ['nowhere', '--all', 'HEAD~5', '']) {
      const outcome = await checkIn(folder, { changes: { kind: 'since', base } });
      expect(outcome.stopped).toEqual({ code: 'BASE_NOT_FOUND', facts: { base, found: 'missing' } });
    }
    const outside = await temporaryFolder();
    await writeTree(outside, { 'posts/a.md': 'x\n' });
    const outcome = await checkIn(outside, { changes: changed });
    expect(outcome.stopped?.code).toBe('REPOSITORY_NOT_FOUND');
    expect(exitCodeForCheck(outcome, 'broken')).toBe(2);
  });

  it('takes all for new before the first commit', async () => {
    await rm(join(folder, '.git'), { recursive: true });
    git(folder, 'init', '--quiet');
    expect(await checked(changed)).toHaveLength(4);
  });
});

describe('--staged', () => {
  it('looks at nothing where nothing is staged', async () => {
    await write('posts/a.md', '![a](other.png)\n');
    expect(await checked(staged)).toEqual([]);
  });

  it('looks at what is to be committed, not at what stands on the disk', async () => {
    await write('posts/a.md', '![a](staged.png)\n');
    git(folder, 'add', 'posts/a.md');
    await write('posts/a.md', '![a](a.png)\n');
    expect(await checked(staged)).toEqual(['posts/staged.png file-missing']);
  });

  it('tells an image that the commit would lack, and not one that git ignores', async () => {
    await writeTree(folder, { 'posts/new.png': picture, 'posts/drafts/hidden.png': picture });
    await write('posts/a.md', '![n](new.png) ![h](drafts/hidden.png)\n');
    git(folder, 'add', 'posts/a.md');
    expect(await checked(staged)).toEqual(['posts/drafts/hidden.png', 'posts/new.png file-missing']);
    git(folder, 'add', 'posts/new.png');
    expect(await checked(staged)).toEqual(['posts/drafts/hidden.png', 'posts/new.png']);
  });

  it('looks at the bytes of an image that are to be committed', async () => {
    await write('posts/a.png', picture.subarray(0, picture.length / 2));
    git(folder, 'add', 'posts/a.png');
    await write('posts/a.png', picture);
    expect(await checked(staged)).toEqual(['posts/a.png truncated']);
  });

  it('knows the posts that show an image which the commit removes', async () => {
    git(folder, 'rm', '--quiet', 'posts/a.png');
    git(folder, 'rm', '--quiet', '--cached', 'posts/b.md');
    expect(await checked(staged)).toEqual(['posts/a.png file-missing']);
  });
});
