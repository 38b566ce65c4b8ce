import { describe, expect, it, onTestFinished } from 'vitest';
import { detectSite } from '../../../src/scan/resolve/detect-site.js';
import { resolveAddress } from '../../../src/scan/resolve/resolve-address.js';
import { buildSite, createSites } from '../site-builder.js';

const site = createSites();

describe('detectSite', () => {
  it('takes the blocks of MkDocs’ Markdown from the extensions that its configuration lists', async () => {
    const blocksOf = async (configuration: string) => {
      const { root } = await site({ 'mkdocs.yml': configuration });
      return [...(detectSite(root).blocks ?? [])];
    };
    expect(await blocksOf('site_name: x\nextra:\n  a: b\nextra_css: [admonition.css]\n')).toEqual([]);
    expect(await blocksOf('markdown_extensions: [admonition]\nextra:\n  a: b\n')).toEqual(['admonition']);
    expect(
      await blocksOf('markdown_extensions:\n- toc:\n    permalink: true\n# - admonition\n\n- pymdownx.tabbed:\n'),
    ).toEqual(['tabs']);
    expect(await blocksOf('markdown_extensions:\n  pymdownx.details: {}\n  pymdownx.extra: {}\n')).toEqual([
      'details',
      'definition-list-of-python',
      'markdown-in-html',
    ]);
    expect(await blocksOf('INHERIT: ../base.yml\n')).toHaveLength(5);
  });

  it('knows the keys that Astro takes local files for, and none that takes a string too', async () => {
    const schema = `z.object({
      heroImage: image().optional(),
      'card-image': image(),
      gallery: z.array(image()).default([]),
      cover: image().or(z.string()),
      either: z.union([image(), z.string()]),
      title: z.string(),
    })`;
    const files = {
      'astro.config.mjs': '',
      'src/content.config.ts': `const c = { schema: ({ image }) => ${schema} };`,
    };
    const site = await buildSite(files);
    onTestFinished(site.remove);
    expect([...(detectSite(site.root).localOnlyKeys ?? [])]).toEqual(['heroImage', 'card-image', 'gallery']);
  });

  it('takes a vault inside a site for a part of the site, and remembers it', async () => {
    const folder = await site({ 'hugo.toml': '', 'content/.obsidian/app.json': '{}', 'content/a.md': '' });
    expect(detectSite(folder.path('content'))).toMatchObject({
      generator: 'hugo',
      root: folder.root,
      vault: folder.path('content'),
    });
  });

  it('stops at the root of the repository', async () => {
    const folder = await site({ 'hugo.toml': '', 'inner/.git/HEAD': '', 'inner/posts/a.md': '' });
    expect(detectSite(folder.path('inner/posts'))).toMatchObject({ generator: undefined, root: folder.path('inner') });
  });

  it('looks outside of a repository in each folder up to the project’s, and in a repository from its root', async () => {
    const folder = await site({ 'inner/posts/a.md': '', 'inner/public/a.png': '', 'b.png': '', 'posts/c.png': '' });
    const found = (address: string, project: string) => {
      const at = { path: folder.path('inner/posts/a.md'), site: detectSite(folder.path('inner/posts'), { project }) };
      const { target } = resolveAddress(address, at);
      return target.kind === 'file' && target.exists && target.path.replace(`${folder.root}/`, '');
    };
    expect(found('/a.png', folder.root)).toBe('inner/public/a.png');
    expect(found('/b.png', folder.root)).toBe('b.png');
    expect(found('/c.png', folder.root)).toBe(false);
    expect(found('/b.png', folder.path('inner'))).toBe(false);
    expect(found('/b.png', folder.path('elsewhere'))).toBe(false);
    const repository = await site({ '.git/HEAD': '', 'inner/posts/a.md': '', 'inner/public/a.png': '' });
    const root = detectSite(repository.path('inner/posts'), { project: repository.path('inner') });
    expect(resolveAddress('/a.png', { path: repository.path('inner/posts/a.md'), site: root }).target).toMatchObject({
      exists: false,
    });
  });

  it('obeys a generator that is named', async () => {
    const folder = await site({ 'hugo.toml': '', 'content/.obsidian/app.json': '{}' });
    expect(detectSite(folder.path('content'), { generator: 'none' }).generator).toBeUndefined();
    expect(detectSite(folder.path('content'), { generator: 'obsidian' }).generator).toBe('obsidian');
  });

  it('tells Jekyll from Hexo, both of which have _config.yml', async () => {
    const jekyll = await site({ '_config.yml': 'title: x', '_posts/a.md': '' });
    const hexo = await site({ '_config.yml': 'title: x', 'source/_posts/a.md': '' });
    expect(detectSite(jekyll.path('_posts')).generator).toBe('jekyll');
    expect(detectSite(hexo.path('source/_posts')).generator).toBe('hexo');
  });
});
