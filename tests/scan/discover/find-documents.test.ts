import { symlink } from 'node:fs/promises';
import { relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createDocumentFilter, type FindOptions, findDocuments } from '../../../src/scan/discover/find-documents.js';
import { buildSite, type SiteFolder } from '../site-builder.js';

let folder: SiteFolder | undefined;

afterEach(() => folder?.remove());

const build = async (names: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<SiteFolder> => {
  folder = await buildSite({ ...Object.fromEntries(names.map((name) => [name, ''])), ...files });
  return folder;
};

async function find(root: string, paths: readonly string[], options: Partial<FindOptions> = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const path of findDocuments(paths, { cwd: root, ...options })) found.push(relative(root, path));
  return found;
}

describe('findDocuments', () => {
  it('finds Markdown and HTML, in path order, with names as they are on disk', async () => {
    const { root } = await build([
      'b.md',
      'a/z.mdx',
      'a.markdown',
      'a/b/c.HTML',
      'x.png',
      'd.mkd',
      'd.mdown',
      '文.md',
      'e\u0301.md',
      'f.htm',
      'g.qmd',
      'h.Rmd',
    ]);
    expect(await find(root, ['.'])).toEqual([
      'a.markdown',
      'a/b/c.HTML',
      'a/z.mdx',
      'b.md',
      'd.mdown',
      'd.mkd',
      'e\u0301.md',
      'f.htm',
      'g.qmd',
      'h.Rmd',
      '文.md',
    ]);
  });

  it('takes files and folders, each document once', async () => {
    const { root } = await build(['a/x.md', 'a/y.md', 'b.md', 'c.txt']);
    expect(await find(root, ['b.md', 'a', 'a/x.md', './a/', 'b.md'])).toEqual(['a/x.md', 'a/y.md', 'b.md']);
  });

  it('takes a file that is named whatever its extension', async () => {
    const { root } = await build(['c.txt']);
    expect(await find(root, ['c.txt'])).toEqual(['c.txt']);
  });

  it('says that a path is not there', async () => {
    const { root } = await build(['a.md']);
    await expect(find(root, ['a.md', 'nowhere'])).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
      facts: { path: `${root}/nowhere` },
    });
  });

  it('leaves out what generators wrote, with or without git', async () => {
    const generated = [
      'public',
      '.deploy_git',
      '_site',
      'build',
      '.docusaurus',
      'dist',
      'docs/.vitepress/dist',
      'node_modules/x',
      '.git',
      '.imgferry',
    ];
    const { root } = await build(['source/a.md', ...generated.map((name) => `${name}/index.html`)]);
    expect(await find(root, ['.'])).toEqual(['source/a.md']);
    expect(await find(root, ['public'])).toEqual(['public/index.html']);
  });

  it('obeys .gitignore, nested and negated', async () => {
    const { root } = await build(
      ['.git/HEAD', 'a.md', 'drafts/d.md', 'drafts/keep.md', 'x/tmp.md', 'x/y/out/o.md', 'x/y/b.md'],
      {
        '.gitignore': 'drafts/*\n!drafts/keep.md\ntmp.md\n',
        'x/.gitignore': '/y/out/\n',
      },
    );
    expect(await find(root, ['.'])).toEqual(['a.md', 'drafts/keep.md', 'x/y/b.md']);
    expect(await find(root, ['x/y'])).toEqual(['x/y/b.md']);
  });

  describe('where a path is a glob', () => {
    const names = ['posts/a.md', 'posts/b.mdx', 'posts/sub/c.md', 'posts/x.png', 'other/d.md', 'public/e.md', 'top.md'];

    it.each([
      ['posts/*.md', ['posts/a.md']],
      ['posts/**/*.md', ['posts/a.md', 'posts/sub/c.md']],
      ['posts/*.{md,mdx}', ['posts/a.md', 'posts/b.mdx']],
      ['{posts,other}/*.md', ['other/d.md', 'posts/a.md']],
      ['posts/[ab].*', ['posts/a.md', 'posts/b.mdx']],
      ['posts/?.md', ['posts/a.md']],
      ['*.md', ['top.md']],
      ['**/*.md', ['other/d.md', 'posts/a.md', 'posts/sub/c.md', 'top.md']],
      ['posts/*', ['posts/a.md', 'posts/b.mdx', 'posts/sub/c.md']],
      ['./posts/../other/*.md', ['other/d.md']],
      ['public/*.md', ['public/e.md']],
    ])('finds what %s matches', async (glob, found) => {
      const { root } = await build(names);
      expect(await find(root, [glob])).toEqual(found);
    });

    it('takes several globs and paths, each document once, with ignore rules and filters', async () => {
      const { root } = await build(names, { '.git/HEAD': '', '.gitignore': 'sub/\n' });
      expect(await find(root, ['posts/*.md', 'posts/*.mdx', 'other', 'other/*.md'])).toEqual([
        'other/d.md',
        'posts/a.md',
        'posts/b.mdx',
      ]);
      expect(await find(root, ['posts/**/*.md'])).toEqual(['posts/a.md']);
      expect(await find(root, ['posts/sub/*.md'])).toEqual(['posts/sub/c.md']);
      expect(await find(root, ['posts/*'], { exclude: ['*.mdx'] })).toEqual(['posts/a.md']);
    });

    it('says that nothing matches, before anything is given out', async () => {
      const { root, path } = await build(names);
      for (const glob of ['posts/*.txt', 'none/**/*.md', 'posts/[', 'posts/*.MD', 'posts/*.png', '!posts/*.md']) {
        await expect(find(root, ['posts', glob]), glob).rejects.toMatchObject({
          code: 'PATH_NOT_FOUND',
          facts: { path: path(glob), hint: 'glob' },
        });
      }
    });

    it('takes a file or a folder that is really called so', async () => {
      const { root } = await build(['[a].md', 'a.md', 'b*.md', 'bc.md', 'notes [old]/d.md', 'notes o/d.md']);
      expect(await find(root, ['[a].md'])).toEqual(['[a].md']);
      expect(await find(root, ['b*.md'])).toEqual(['b*.md']);
      expect(await find(root, ['notes [old]/*.md'])).toEqual(['notes [old]/d.md']);
    });

    it('is one to those who ask of a single path, too', async () => {
      const { root, path } = await build(names);
      const isWanted = createDocumentFilter(['posts/**/*.md'], { cwd: root });
      expect(['posts/a.md', 'posts/b.mdx', 'posts/new.md', 'other/d.md'].map((name) => isWanted(path(name)))).toEqual([
        true,
        false,
        true,
        false,
      ]);
    });
  });

  it('takes an ignored folder or file that is named', async () => {
    const { root } = await build(['.git/HEAD', 'drafts/d.md', 'drafts/e.md'], { '.gitignore': 'drafts\n' });
    expect(await find(root, ['drafts'])).toEqual(['drafts/d.md', 'drafts/e.md']);
    expect(await find(root, ['drafts/e.md'])).toEqual(['drafts/e.md']);
  });

  it('obeys include and exclude', async () => {
    const { root } = await build(['a/x.md', 'a/y.html', 'b/x.md', 'b/z/x.md']);
    expect(await find(root, ['.'], { include: ['*.md'], exclude: ['b/**'] })).toEqual(['a/x.md']);
    expect(await find(root, ['.'], { include: ['b/'] })).toEqual(['b/x.md', 'b/z/x.md']);
    expect(await find(root, ['.'], { exclude: ['**/z/**'] })).toEqual(['a/x.md', 'a/y.html', 'b/x.md']);
  });

  it('follows symlinks once, and circles not at all', async () => {
    const { root, path } = await build(['real/a.md', 'other/b.md']);
    await symlink(path('real'), path('link'));
    await symlink(path('real'), path('real/self'));
    await symlink(path('other/b.md'), path('zz.md'));
    await symlink(path('gone.md'), path('dangling.md'));
    expect(await find(root, ['.'])).toEqual(['link/a.md', 'other/b.md']);
  });

  it('stops when it is aborted', async () => {
    const { root } = await build(['a.md']);
    await expect(find(root, ['.'], { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
