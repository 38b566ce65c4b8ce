import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { linesOf } from '../support/checking.js';
import { drawPicture } from '../support/draw-picture.js';
import { writeTree } from '../support/file-tree.js';
import { createTestSite, type TestSite } from '../support/migration.js';
import { commitAll, git, makeRepository } from '../support/repository.js';
import { temporaryFolder } from '../support/temporary-folder.js';

let site: TestSite;
let picture: Buffer;

beforeEach(async () => {
  picture = (await drawPicture({ seed: 1, width: 30, height: 20 })).bytes;
  site = await createTestSite({
    'posts/a.md': '![a](a.png) ![gone](gone-a.png)\n',
    'posts/b.md': '![b](图%201.png)\n',
    'posts/文章 一.md': '![c](gone-c.png)\n',
    'posts/a.png': picture,
    'posts/图 1.png': picture,
    '.gitignore': '.imgferry/\ndrafts/\n',
  });
  makeRepository(site.folder);
});

const write = (path: string, content: string | Buffer): Promise<void> => writeFile(join(site.folder, path), content);

async function checked(...args: readonly string[]): Promise<readonly string[]> {
  const result = await site.run(['check', 'posts', '--format', 'ndjson', ...args]);
  expect(result.stderr).not.toContain('✗ ');
  return linesOf(result)
    .map(({ url, reasons }) => [url, ...reasons].join(' '))
    .sort();
}

describe('--changed', () => {
  it('looks at nothing where nothing changed', async () => {
    const result = await site.run(['check', 'posts', '--changed', '--format', 'json']);
    expect(JSON.parse(result.stdout)).toMatchObject({ images: [], notes: [{ id: 'nothing-changed' }] });
    expect(result.code).toBe(0);
  });

  it('looks at the posts that were edited, added or renamed, whatever they are called', async () => {
    await write('posts/文章 一.md', '![c](gone-d.png)\n');
    expect(await checked('--changed')).toEqual(['posts/gone-d.png file-missing']);
    await write('posts/new.md', '![n](gone-n.png)\n');
    await rename(join(site.folder, 'posts/b.md'), join(site.folder, 'posts/b 2.md'));
    expect(await checked('--changed')).toEqual([
      'posts/gone-d.png file-missing',
      'posts/gone-n.png file-missing',
      'posts/图 1.png',
    ]);
  });

  it('leaves out what git ignores and what generators write', async () => {
    await writeTree(site.folder, { 'posts/drafts/x.md': '![x](x.png)\n', 'posts/public/x.md': '![x](x.png)\n' });
    expect(await checked('--changed')).toEqual([]);
  });

  it('looks at the posts whose image was changed, removed or renamed', async () => {
    await write('posts/a.png', picture.subarray(0, picture.length / 2));
    expect(await checked('--changed')).toEqual(['posts/a.png truncated']);
    await rm(join(site.folder, 'posts/a.png'));
    await rename(join(site.folder, 'posts/图 1.png'), join(site.folder, 'posts/图 2.png'));
    expect(await checked('--changed')).toEqual(['posts/a.png file-missing', 'posts/图 1.png file-missing']);
  });

  it('compares with the commit that --since names, since both parted', async () => {
    git(site.folder, 'checkout', '--quiet', '-b', 'topic');
    await write('posts/b.md', '![b](gone-b.png)\n');
    commitAll(site.folder, 'second');
    git(site.folder, 'checkout', '--quiet', 'main');
    await write('posts/a.md', '![a](other.png)\n');
    commitAll(site.folder, 'third');
    git(site.folder, 'checkout', '--quiet', 'topic');
    expect(await checked('--changed')).toEqual([]);
    expect(await checked('--since', 'main')).toEqual(['posts/gone-b.png file-missing']);
    const inPullRequest = await site.run(['check', 'posts', '--changed', '--format', 'ndjson'], {
      GITHUB_BASE_REF: 'main',
    });
    expect(linesOf(inPullRequest).map(({ url }) => url)).toEqual(['posts/gone-b.png']);
  });

  it('finds the base of a pull request at origin, and says what a shallow clone lacks', async () => {
    git(site.folder, 'checkout', '--quiet', '-b', 'topic');
    await write('posts/b.md', '![b](gone-b.png)\n');
    commitAll(site.folder, 'second');
    const folder = await temporaryFolder();
    git(folder, 'clone', '--quiet', '--branch', 'topic', site.folder, 'whole');
    git(folder, 'clone', '--quiet', '--branch', 'topic', '--depth', '1', `file://${site.folder}`, 'shallow');
    const { runCli } = await import('../support/run-cli.js');
    const run = (name: string) =>
      runCli(['check', 'posts', '--changed', '--format', 'ndjson'], {
        cwd: join(folder, name),
        env: { GITHUB_BASE_REF: 'main' },
      });
    expect(linesOf(await run('whole')).map(({ url }) => url)).toEqual(['posts/gone-b.png']);
    const shallow = await run('shallow');
    expect(shallow.code).toBe(2);
    expect(shallow.stderr).toContain('fetch-depth: 0');
  });

  it('is refused outside of a repository and for a commit that is not there, with exit code 2', async () => {
    expect((await site.run(['check', 'posts', '--since', 'nowhere'])).code).toBe(2);
    expect((await site.run(['check', 'posts', '--since=--all'])).code).toBe(2);
    const outside = await createTestSite({ 'posts/a.md': 'x\n' });
    const result = await outside.run(['check', 'posts', '--changed', '--format', 'json']);
    expect(result.code).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({ stopped: { code: 'REPOSITORY_NOT_FOUND' } });
  });

  it('takes all for new before the first commit', async () => {
    await rm(join(site.folder, '.git'), { recursive: true });
    git(site.folder, 'init', '--quiet');
    expect(await checked('--changed')).toHaveLength(4);
  });
});

describe('--staged', () => {
  it('looks at nothing where nothing is staged', async () => {
    await write('posts/a.md', '![a](other.png)\n');
    expect(await checked('--staged')).toEqual([]);
  });

  it('looks at what is to be committed, not at what stands on the disk', async () => {
    await write('posts/a.md', '![a](staged.png)\n');
    git(site.folder, 'add', 'posts/a.md');
    await write('posts/a.md', '![a](a.png)\n');
    expect(await checked('--staged')).toEqual(['posts/staged.png file-missing']);
  });

  it('tells an image that the commit would lack, and not one that git ignores', async () => {
    await writeTree(site.folder, { 'posts/new.png': picture, 'posts/drafts/hidden.png': picture });
    await write('posts/a.md', '![n](new.png) ![h](drafts/hidden.png)\n');
    git(site.folder, 'add', 'posts/a.md');
    expect(await checked('--staged')).toEqual(['posts/drafts/hidden.png', 'posts/new.png file-missing']);
    git(site.folder, 'add', 'posts/new.png');
    expect(await checked('--staged')).toEqual(['posts/drafts/hidden.png', 'posts/new.png']);
  });

  it('looks at the bytes of an image that are to be committed', async () => {
    await write('posts/a.png', picture.subarray(0, picture.length / 2));
    git(site.folder, 'add', 'posts/a.png');
    await write('posts/a.png', picture);
    expect(await checked('--staged')).toEqual(['posts/a.png truncated']);
  });

  it('knows the posts that show an image which the commit removes', async () => {
    git(site.folder, 'rm', '--quiet', 'posts/a.png');
    git(site.folder, 'rm', '--quiet', '--cached', 'posts/b.md');
    expect(await checked('--staged')).toEqual(['posts/a.png file-missing']);
  });
});
