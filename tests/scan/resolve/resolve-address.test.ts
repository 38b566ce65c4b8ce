import { beforeAll, describe, expect, it } from 'vitest';
import { detectSite } from '../../../src/scan/resolve/detect-site.js';
import type { ResolveContext } from '../../../src/scan/resolve/resolution.js';
import { resolveAddress } from '../../../src/scan/resolve/resolve-address.js';
import { createSites, type SiteFolder } from '../site-builder.js';

const site = createSites();

/** `rule file`, with a mark where the file is missing; or what else the address is. */
function resolved(folder: SiteFolder, post: string, address: string, more: Partial<ResolveContext> = {}): string {
  const path = folder.path(post);
  const found = resolveAddress(address, { path, site: detectSite(folder.path(post.replace(/[^/]*$/, ''))), ...more });
  const { target, matched } = found;
  switch (target.kind) {
    case 'file':
      return `${matched} ${target.exists ? '' : 'missing '}${target.path.replace(`${folder.root}/`, '')}`;
    case 'remote':
      return `${matched} ${target.url}`;
    case 'data':
      return 'data';
    case 'unsupported':
      return `${target.reason} ${target.detail ?? ''}`.trim();
  }
}

describe('resolveAddress, remote', () => {
  let folder: SiteFolder;
  beforeAll(async () => {
    folder = await site(['.git/HEAD', 'posts/a.md']);
  });

  it.each([
    ['https://h/a.png', 'remote https://h/a.png'],
    ['HTTP://H/a/../b.png', 'remote http://h/b.png'],
    ['//h/a.png', 'remote https://h/a.png'],
    ['https://例子.cn/图.png', 'remote https://xn--fsqu00a.cn/%E5%9B%BE.png'],
    ['https://h/a%20b.png?x-oss-process=image/resize,w_1', 'remote https://h/a%20b.png?x-oss-process=image/resize,w_1'],
    ['https://h/a.png!style', 'remote https://h/a.png!style'],
    ['https://h/a.svg#', 'remote https://h/a.svg'],
    [' https://h/a.png\n', 'remote https://h/a.png'],
    ['https://', 'url-invalid https://'],
    ['http://h:99999/a.png', 'url-invalid http://h:99999/a.png'],
    ['data:image/png;base64,AA==', 'data'],
    ['blob:https://h/1', 'data'],
    ['', 'empty'],
    ['ftp://h/a.png', 'scheme ftp'],
    ['{{ page.cover }}', 'dynamic {{ page.cover }}'],
    ['https://h/{{ page.slug }}.png', 'dynamic {{ page.slug }}.png'],
    [`\${img}`, `dynamic \${img}`],
  ])('reads %s', (address, expected) => {
    expect(resolved(folder, 'posts/a.md', address)).toBe(expected);
  });

  it('gives the fragment apart, decoded', () => {
    const context = { path: folder.path('posts/a.md'), site: detectSite(folder.root) };
    expect(resolveAddress('https://h/a.svg?q#%E5%9B%BE', context)).toMatchObject({
      target: { kind: 'remote', url: 'https://h/a.svg?q' },
      fragment: '#图',
    });
    expect(resolveAddress('a.svg#circle', context).fragment).toBe('#circle');
  });
});

describe('resolveAddress, no generator', () => {
  let folder: SiteFolder;
  beforeAll(async () => {
    folder = await site([
      '.git/HEAD',
      'posts/a.png',
      'posts/我 的.png',
      'posts/a%20b.png',
      'posts/C#.png',
      'posts/what?.png',
      'posts/sub/b.png',
      'posts/a/asset.png',
      'posts/images/cover.jpg',
      'posts/e\u0301.png',
      'img/root.png',
      'static/s.png',
      'typora/t.png',
    ]);
  });

  it.each([
    ['a.png', 'beside-post posts/a.png'],
    ['./a.png?raw=true', 'beside-post posts/a.png'],
    ['../img/root.png', 'beside-post img/root.png'],
    ['%E6%88%91%20%E7%9A%84.png', 'beside-post posts/我 的.png'],
    ['我 的.png', 'beside-post posts/我 的.png'],
    ['a%20b.png', 'beside-post posts/a%20b.png'],
    ['C#.png', 'beside-post posts/C#.png'],
    ['what?.png', 'beside-post posts/what?.png'],
    ['sub\\b.png', 'beside-post posts/sub/b.png'],
    ['\u00e9.png', 'beside-post posts/e\u0301.png'],
    ['asset.png', 'post-asset-folder posts/a/asset.png'],
    ['cover.jpg', 'post-images-folder posts/images/cover.jpg'],
    ['/img/root.png', 'site-root img/root.png'],
    ['/s.png', 'static-folder static/s.png'],
    ['100%.png', 'beside-post missing posts/100%.png'],
    ['no%20where.png', 'beside-post missing posts/no where.png'],
    ['/no.png', 'site-root missing no.png'],
    ['C:\\Users\\me\\a.png', 'beside-post missing posts/C:/Users/me/a.png'],
  ])('resolves %s', (address, expected) => {
    expect(resolved(folder, 'posts/a.md', address)).toBe(expected);
  });

  it('follows typora-root-url for addresses that start with a slash', () => {
    expect(resolved(folder, 'posts/a.md', '/t.png', { rootUrl: '../typora' })).toBe('typora-root-url typora/t.png');
  });

  it('looks in the folder of a store for addresses below the path that it is published under', () => {
    const site = {
      ...detectSite(folder.path('posts')),
      published: [{ prefix: '/pictures/', folder: folder.path('typora') }],
    };
    expect(resolved(folder, 'posts/a.md', '/pictures/t.png', { site })).toBe('store-folder typora/t.png');
    expect(resolved(folder, 'posts/a.md', '/other/t.png', { site })).toBe('site-root missing other/t.png');
  });

  it('takes absolute paths and file addresses, as editors write them', () => {
    const absolute = folder.path('img/root.png');
    expect(resolved(folder, 'posts/a.md', absolute)).toBe('absolute-path img/root.png');
    expect(resolved(folder, 'posts/a.md', `file://${absolute}`)).toBe('file-url img/root.png');
  });
});

describe('resolveAddress, generators', () => {
  it('Hexo: asset folder, source folder, root', async () => {
    const folder = await site({
      '_config.yml': 'root: /blog/\npost_asset_folder: true\ntheme: landscape\n',
      'package.json': '{"dependencies": {"hexo": "7"}}',
      'source/_posts/a.md': '',
      'source/_posts/a.png': '',
      'source/_posts/a/a.png': '',
      'source/images/x.png': '',
      'themes/landscape/source/img/t.png': '',
    });
    const post = 'source/_posts/a.md';
    expect(resolved(folder, post, 'a.png')).toBe('post-asset-folder source/_posts/a/a.png');
    expect(resolved(folder, post, 'a/a.png')).toBe('beside-post source/_posts/a/a.png');
    expect(resolved(folder, post, '/images/x.png')).toBe('source-folder source/images/x.png');
    expect(resolved(folder, post, '/blog/images/x.png')).toBe('source-folder source/images/x.png');
    expect(resolved(folder, post, '/img/t.png')).toBe('theme-folder themes/landscape/source/img/t.png');
    expect(resolved(folder, post, '{% asset_path a.png %}')).toBe('post-asset-folder source/_posts/a/a.png');
    expect(resolved(folder, post, 'none.png')).toBe('post-asset-folder missing source/_posts/a/none.png');
  });

  it('no generator: any folder above the post can be the one that is published, the outermost first', async () => {
    const folder = await site([
      '.git/HEAD',
      'docs/guide/a.md',
      'docs/img/a.png',
      'docs/guide/img/a.png',
      'docs/guide/b.png',
      'img/r.png',
    ]);
    expect(resolved(folder, 'docs/guide/a.md', '/img/a.png')).toBe('source-folder docs/img/a.png');
    expect(resolved(folder, 'docs/guide/a.md', '/b.png')).toBe('source-folder docs/guide/b.png');
    expect(resolved(folder, 'docs/guide/a.md', '/img/r.png')).toBe('site-root img/r.png');
    expect(resolved(folder, 'docs/guide/a.md', '/img/none.png')).toBe('site-root missing img/none.png');
  });

  it('Hugo: bundle, static, assets, the page’s own address', async () => {
    const folder = await site({
      'hugo.toml': 'baseURL = "https://h/sub/"\n',
      'content/post/b/index.md': '',
      'content/post/b/a.png': '',
      'content/post/c.md': '',
      'static/img/s.png': '',
      'static/post/c/p.png': '',
      'content/post/q.png': '',
      'assets/img/r.png': '',
    });
    expect(resolved(folder, 'content/post/b/index.md', 'a.png')).toBe('beside-post content/post/b/a.png');
    expect(resolved(folder, 'content/post/c.md', 'p.png')).toBe('permalink-folder static/post/c/p.png');
    expect(resolved(folder, 'content/post/c.md', '../q.png')).toBe('permalink-folder content/post/q.png');
    expect(resolved(folder, 'content/post/c.md', '../../img/s.png')).toBe('permalink-folder static/img/s.png');
    expect(resolved(folder, 'content/post/c.md', 'img/s.png')).toBe('static-folder static/img/s.png');
    expect(resolved(folder, 'content/post/c.md', '/img/s.png')).toBe('static-folder static/img/s.png');
    expect(resolved(folder, 'content/post/c.md', '/sub/img/s.png')).toBe('static-folder static/img/s.png');
    expect(resolved(folder, 'content/post/c.md', 'img/r.png')).toBe('assets-folder assets/img/r.png');
    expect(resolved(folder, 'content/post/c.md', '/post/b/a.png')).toBe('content-folder content/post/b/a.png');
  });

  it('Jekyll: root, baseurl and its expressions, Chirpy’s media_subpath and cdn', async () => {
    const folder = await site({
      '_config.yml': 'baseurl: /blog\ncdn: https://cdn.h/x\n',
      Gemfile: 'gem "jekyll"',
      '_posts/2024-01-01-a.md': '',
      'assets/a.png': '',
      'assets/posts/1/b.png': '',
    });
    const post = '_posts/2024-01-01-a.md';
    for (const address of [
      '/assets/a.png',
      '/blog/assets/a.png',
      '{{ site.baseurl }}/assets/a.png',
      '{{site.url}}{{site.baseurl}}/assets/a.png',
      '{{ "/assets/a.png" | relative_url }}',
      "{{ 'assets/a.png' | absolute_url }}",
      "{{ '/assets/a.png' | prepend: site.baseurl | prepend: site.url }}",
      '{% link assets/a.png %}',
      '{{ site.baseurl }}{% link assets/a.png %}',
    ]) {
      expect(resolved(folder, post, address)).toBe('site-root assets/a.png');
    }
    expect(resolved(folder, post, 'assets/a.png')).toBe('site-root assets/a.png');
    expect(resolved(folder, post, 'b.png', { mediaSubpath: '/assets/posts/1' })).toBe(
      'media-subpath assets/posts/1/b.png',
    );
    expect(resolved(folder, post, '/c.png', { mediaSubpath: '/posts/2' })).toBe('cdn https://cdn.h/x/posts/2/c.png');
  });

  it('Pelican: {static} and {attach}, from the content’s folder or the page’s; Eleventy: its url filter', async () => {
    const folder = await site({
      '.git/HEAD': '',
      'content/a/p.md': '',
      'content/a/q.png': '',
      'content/img/i.png': '',
    });
    for (const prefix of ['{static}', '{attach}', '{filename}', '|static|']) {
      expect(resolved(folder, 'content/a/p.md', `${prefix}/img/i.png`)).toBe('source-folder content/img/i.png');
      expect(resolved(folder, 'content/a/p.md', `${prefix}q.png`)).toBe('beside-post content/a/q.png');
      expect(resolved(folder, 'content/a/p.md', `${prefix}../img/i.png`)).toBe('beside-post content/img/i.png');
    }
    expect(resolved(folder, 'content/a/p.md', '{other}/img/i.png')).toMatch(/missing/);
    expect(resolved(folder, 'content/a/p.md', '{{ "/img/i.png" | url }}')).toBe('source-folder content/img/i.png');
    expect(resolved(folder, 'content/a/p.md', '{{ "q.png" | url }}')).toBe('dynamic {{ "q.png" | url }}');
  });

  it('Obsidian: vault path, beside the note, attachments, name; two of a name are ambiguous', async () => {
    const folder = await site({
      '.obsidian/app.json': '{"attachmentFolderPath": "./files"}',
      'notes/n.md': '',
      'notes/n.png': '',
      'notes/files/f.png': '',
      'img/deep/One.png': '',
      'img/v.png': '',
      'x/two.png': '',
      'y/two.png': '',
    });
    expect(resolved(folder, 'notes/n.md', 'img/v.png')).toBe('vault-path img/v.png');
    expect(resolved(folder, 'notes/n.md', 'n.png')).toBe('beside-post notes/n.png');
    expect(resolved(folder, 'notes/n.md', 'f.png')).toBe('vault-attachments notes/files/f.png');
    expect(resolved(folder, 'notes/n.md', 'one.png')).toBe('vault-name img/deep/One.png');
    expect(resolved(folder, 'notes/n.md', 'deep/One.png')).toBe('vault-name img/deep/One.png');
    expect(resolved(folder, 'notes/n.md', 'two.png')).toBe('ambiguous x/two.png, y/two.png');
    expect(resolved(folder, 'notes/n.md', 'y/two.png')).toBe('vault-path y/two.png');
    expect(resolved(folder, 'notes/n.md', 'none.png')).toBe('vault-path missing none.png');
  });

  it('VitePress and VuePress: public folder, base, aliases', async () => {
    const vitepress = await site({
      'docs/.vitepress/config.mts': "export default { base: '/d/' }",
      'docs/guide/a.md': '',
      'docs/guide/a.png': '',
      'docs/public/p.png': '',
    });
    expect(resolved(vitepress, 'docs/guide/a.md', './a.png')).toBe('beside-post docs/guide/a.png');
    expect(resolved(vitepress, 'docs/guide/a.md', '/p.png')).toBe('public-folder docs/public/p.png');
    expect(resolved(vitepress, 'docs/guide/a.md', '/d/p.png')).toBe('public-folder docs/public/p.png');
    const vuepress = await site({
      'docs/.vuepress/config.js': "module.exports = { configureWebpack: { resolve: { alias: { '@img': './img' } } } }",
      'docs/.vuepress/public/p.png': '',
      'docs/a.md': '',
      'docs/img/i.png': '',
    });
    expect(resolved(vuepress, 'docs/a.md', '/p.png')).toBe('public-folder docs/.vuepress/public/p.png');
    expect(resolved(vuepress, 'docs/a.md', '~@img/i.png')).toBe('alias docs/img/i.png');
    expect(resolved(vuepress, 'docs/a.md', '@/img/i.png')).toBe('alias docs/img/i.png');
    expect(resolved(vuepress, 'docs/a.md', "$withBase('/p.png')")).toBe('public-folder docs/.vuepress/public/p.png');
  });

  it('MkDocs: pages’ folder, base, the address that a browser sees', async () => {
    const files = { 'guide/a.md': '', 'guide/a.png': '', 'img/i.png': '', 'over/t.png': '', 'pages/img/p.png': '' };
    const folder = await site({
      ...files,
      'mkdocs.yml': 'site_url: https://h.example/b/\ndocs_dir: pages\ntheme:\n  name: x\n  custom_dir: over\n',
    });
    expect(resolved(folder, 'pages/guide/a.md', '../img/p.png')).toBe('beside-post pages/img/p.png');
    expect(resolved(folder, 'pages/guide/a.md', '../../img/p.png')).toBe('permalink-folder pages/img/p.png');
    expect(resolved(folder, 'pages/guide/index.md', '../../img/p.png')).toBe('beside-post missing img/p.png');
    expect(resolved(folder, 'pages/guide/a.md', '/img/p.png')).toBe('source-folder pages/img/p.png');
    expect(resolved(folder, 'pages/guide/a.md', '/b/img/p.png')).toBe('source-folder pages/img/p.png');
    expect(resolved(folder, 'pages/guide/a.md', '/t.png')).toBe('theme-folder over/t.png');
    expect(resolved(folder, 'mkdocs.yml', 'img/p.png')).toBe('source-folder pages/img/p.png');
    expect(resolved(folder, 'README.md', 'img/i.png')).toBe('beside-post img/i.png');
  });

  it('Docusaurus: static folders, @site, pathname', async () => {
    const folder = await site({
      'docusaurus.config.js': "export default { baseUrl: '/b/', staticDirectories: ['public', 'static'] }",
      'docs/a.md': '',
      'docs/a.png': '',
      'static/img/s.png': '',
    });
    expect(resolved(folder, 'docs/a.md', 'a.png')).toBe('beside-post docs/a.png');
    expect(resolved(folder, 'docs/a.md', '/img/s.png')).toBe('static-folder static/img/s.png');
    expect(resolved(folder, 'docs/a.md', '@site/static/img/s.png')).toBe('alias static/img/s.png');
    expect(resolved(folder, 'docs/a.md', 'pathname:///img/s.png')).toBe('static-folder static/img/s.png');
    expect(resolved(folder, 'docs/a.md', '/none.png')).toBe('static-folder missing public/none.png');
  });

  it('Astro: beside the post, public, aliases of tsconfig.json', async () => {
    const folder = await site({
      'astro.config.mjs': 'export default {}',
      'tsconfig.json': '{\n// mine\n"compilerOptions": {"baseUrl": ".", "paths": {"@assets/*": ["src/assets/*"]}}}',
      'src/content/blog/a.md': '',
      'src/content/blog/a.png': '',
      'src/assets/b.png': '',
      'public/p.png': '',
    });
    expect(resolved(folder, 'src/content/blog/a.md', './a.png')).toBe('beside-post src/content/blog/a.png');
    expect(resolved(folder, 'src/content/blog/a.md', '/p.png')).toBe('public-folder public/p.png');
    expect(resolved(folder, 'src/content/blog/a.md', '@assets/b.png')).toBe('alias src/assets/b.png');
    expect(resolved(folder, 'src/content/blog/a.md', '~/assets/b.png')).toBe('alias src/assets/b.png');
    expect(resolved(folder, 'src/content/blog/a.md', '../../assets/b.png')).toBe('beside-post src/assets/b.png');
  });
});
