import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ImageReference } from '../../src/core/image-reference.js';
import { scanDocuments } from '../../src/scan/scan-documents.js';

const sites = fileURLToPath(new URL('../e2e/sites/', import.meta.url));

/** `line:column syntax raw`, and what it leads to where that isn't the address itself. */
function shown({ column, fragment, line, raw, syntax, target }: ImageReference, root: string): string {
  const place = `${line}:${column} ${syntax} ${raw}`;
  switch (target.kind) {
    case 'remote':
      return target.url + fragment === raw ? place : `${place} -> ${target.url}`;
    case 'file':
      return `${place} -> ${target.exists ? '' : 'missing '}${relative(root, target.path)}`;
    case 'data':
      return `${place} -> data`;
    case 'unsupported':
      return `${place} -> ${target.reason} ${target.detail ?? ''}`;
  }
}

async function scanSite(name: string): Promise<{ generators: readonly unknown[]; found: Record<string, string[]> }> {
  const generators = new Set<unknown>();
  const found: Record<string, string[]> = {};
  for await (const document of scanDocuments(['.'], { cwd: `${sites}${name}` })) {
    if ('error' in document) throw new Error(JSON.stringify(document));
    generators.add(document.site.generator);
    const references = document.references.map((reference) => shown(reference, `${sites}${name}`));
    if (references.length > 0) found[document.file] = references;
  }
  return { generators: [...generators], found };
}

const web = (name: string): string => `https://img.example.com/${name}`;

describe('a site as its starter lays it out', () => {
  it('Hexo: every way to name an image is found, and nothing else', async () => {
    const assets = 'source/_posts/hello-world';
    expect(await scanSite('hexo')).toEqual({
      generators: ['hexo'],
      found: {
        'source/_posts/hello-world.md': [
          `5:8 front-matter ${web('hexo/cover.jpg')}`,
          '7:12 front-matter /images/thumb.png -> source/images/thumb.png',
          '9:5 front-matter /images/one.png -> source/images/one.png',
          `10:6 front-matter ${web('hexo/two.jpg')}`,
          `12:54 inline ${web('hexo/web.png')}`,
          `14:14 tag:hexo-asset_img cat.png -> ${assets}/cat.png`,
          `15:20 tag:hexo-asset_img my cat.png -> ${assets}/my cat.png`,
          '16:14 tag:hexo-img /images/one.png -> source/images/one.png',
          `17:8 tag:hexo-img ${web('hexo/tag.png')}`,
          `19:28 inline cat.png -> ${assets}/cat.png`,
          `20:26 inline hello-world/cat.png -> ${assets}/cat.png`,
          `21:18 inline-lenient {% asset_path cat.png %} -> ${assets}/cat.png`,
          `22:11 html-src {% asset_path cat.png %} -> ${assets}/cat.png`,
          '25:5 inline /images/one.png -> source/images/one.png',
          `27:14 tag:hexo-inlineImg ${web('hexo/inline.png')}`,
          `44:10 tag:hexo-image ${web('hexo/image.png')}`,
          `45:16 tag:hexo-asset_image cat.png -> ${assets}/cat.png`,
        ],
        'source/about/index.md': [
          '3:13 front-matter /images/thumb.png -> source/images/thumb.png',
          '5:9 inline /images/one.png -> source/images/one.png',
        ],
        '_config.landscape.yml': [
          '4:10 data-file /favicon.png -> source/favicon.png',
          `5:9 data-file ${web('hexo/banner.jpg')}`,
        ],
        'source/_data/friends.yml': [`3:11 data-file ${web('hexo/friend.png')}`],
        'source/css/custom.css': [
          '1:34 css-url /images/thumb.png -> source/images/thumb.png',
          `2:26 css-url ${web('hexo/paper.png')}`,
        ],
      },
    });
  });

  it('Hugo', async () => {
    const bundle = 'content/posts/bundle/cover.png';
    expect(await scanSite('hugo')).toEqual({
      generators: ['hugo'],
      found: {
        'content/posts/bundle/index.md': [
          `4:12 front-matter cover.png -> ${bundle}`,
          `4:25 front-matter ${web('hugo/card.png')}`,
          `6:10 front-matter cover.png -> ${bundle}`,
          '9:8 front-matter cover.png -> local-only cover.png',
          `13:17 tag:hugo-figure cover.png -> ${bundle}`,
          `15:8 tag:hugo-figure ${web('hugo/figure.png')}`,
          '18:17 tag:hugo-figure /img/site.png -> static/img/site.png',
          `21:11 inline cover.png -> ${bundle}`,
          '21:32 inline /img/site.png -> static/img/site.png',
          '21:57 inline img/processed.png -> assets/img/processed.png',
        ],
        'content/posts/single.md': [
          '4:17 front-matter single.png -> static/posts/single/single.png',
          '6:10 front-matter /img/site.png -> static/img/site.png',
          '11:21 inline single.png -> static/posts/single/single.png',
          '15:9 definition /img/site.png -> static/img/site.png',
        ],
        'hugo.toml': [
          '6:14 data-file /img/site.png -> static/img/site.png',
          `9:16 data-file ${web('hugo/avatar.png')}`,
        ],
      },
    });
  });

  it('Jekyll', async () => {
    const one = '-> assets/img/one.png';
    expect(await scanSite('jekyll')).toEqual({
      generators: ['jekyll'],
      found: {
        '_layouts/post.html': [
          '4:11 html-src {{ site.baseurl }}/assets/img/logo.png -> assets/img/logo.png',
          `4:59 html-srcset /assets/img/one.png ${one}`,
          `4:83 html-srcset ${web('jekyll/two.png')}`,
        ],
        '_posts/2024-03-04-welcome-to-jekyll.md': [
          '6:9 front-matter /assets/img/cover.png -> assets/img/cover.png',
          '7:9 front-matter data:image/png;base64,iVBORw0KGgo= -> data',
          `10:11 front-matter ${web('jekyll/teaser.jpg')}`,
          `12:10 front-matter /assets/img/one.png ${one}`,
          `13:17 front-matter /assets/img/one.png ${one}`,
          `15:9 inline-lenient {{ site.baseurl }}/assets/img/one.png ${one}`,
          `16:11 inline-lenient {{ "/assets/img/one.png" | relative_url }} ${one}`,
          `17:9 inline-lenient {% link assets/img/one.png %} ${one}`,
          `18:10 inline /assets/img/one.png ${one}`,
          `18:44 inline /blog/assets/img/one.png ${one}`,
          '19:11 inline /assets/img/small.png -> assets/img/small.png',
          `20:11 html-src {{ '/assets/img/one.png' | absolute_url }} ${one}`,
          `22:31 tag:jekyll-include /assets/img/one.png ${one}`,
          `23:28 tag:jekyll-include ${web('jekyll/include.png')}`,
          '25:11 html-src {{ page.image.path }} -> dynamic {{ page.image.path }}',
        ],
        '_config.yml': ['4:7 data-file /assets/img/logo.png -> assets/img/logo.png'],
        'assets/css/style.css': [
          '1:26 css-url ../img/cover.png -> assets/img/cover.png',
          `1:60 css-url ${web('jekyll/pattern.png')}`,
        ],
      },
    });
  });

  it('Obsidian', async () => {
    const photo = '-> attachments/photo.png';
    const pasted = '-> attachments/Pasted image 20240101.png';
    expect(await scanSite('obsidian')).toEqual({
      generators: ['obsidian'],
      found: {
        'Daily/Note.md': [`3:4 wikilink photo.png ${photo}`, '3:26 inline local.png -> Daily/local.png'],
        'Home.md': [
          `2:11 front-matter Pasted image 20240101.png ${pasted}`,
          `3:13 front-matter photo.png ${photo}`,
          `4:8 front-matter ${web('obsidian/cover.png')}`,
          `7:4 wikilink Pasted image 20240101.png ${pasted}`,
          `8:4 wikilink photo.png ${photo}`,
          `8:23 wikilink photo.png ${photo}`,
          '8:46 wikilink diagram.svg#circle -> attachments/diagram.svg',
          `9:4 wikilink attachments/photo.png ${photo}`,
          `9:44 inline ${web('obsidian/external.png')}`,
          `10:13 inline attachments/photo.png ${photo}`,
          `10:47 inline Pasted%20image%2020240101.png ${pasted}`,
          '11:4 wikilink twin.png -> ambiguous a/twin.png, b/twin.png',
          `15:6 wikilink photo.png ${photo}`,
        ],
      },
    });
  });

  it('VitePress', async () => {
    const logo = '-> docs/public/logo.png';
    const beside = '-> docs/guide/beside.png';
    expect(await scanSite('vitepress')).toEqual({
      generators: ['vitepress'],
      found: {
        'docs/guide/images.md': [
          `3:11 inline /logo.png ${logo}`,
          `3:32 inline ./beside.png ${beside}`,
          `3:53 inline ${web('vitepress/web.png')}`,
          `6:23 html-src /logo.png ${logo}`,
          `7:22 html-src /logo.png ${logo}`,
          `8:13 html-src /docs/logo.png ${logo}`,
          `10:11 html-src ./beside.png ${beside}`,
          `10:33 html-srcset ./beside.png ${beside}`,
          `10:50 html-srcset ${web('vitepress/web2.png')}`,
          `11:16 html-poster ./beside.png ${beside}`,
          `12:29 html-style ${web('vitepress/style.png')}`,
          `15:19 inline ./beside.png ${beside}`,
          `18:93 inline /logo.png ${logo}`,
          `20:11 definition ./beside.png ${beside}`,
          `33:26 css-url /logo.png ${logo}`,
        ],
        'docs/index.md': [`6:10 front-matter /logo.png ${logo}`, `11:12 front-matter ${web('vitepress/icon.svg')}`],
        'docs/.vitepress/theme/custom.css': [
          `1:27 css-url /logo.png ${logo}`,
          `2:36 css-url ${web('vitepress/paper.png')}`,
        ],
      },
    });
  });

  it('Docusaurus', async () => {
    const card = '-> docs/img/card.png';
    const logo = '-> static/img/logo.png';
    expect(await scanSite('docusaurus')).toEqual({
      generators: ['docusaurus'],
      found: {
        'blog/2024-05-06-post.mdx': [
          `4:8 front-matter /img/logo.png ${logo}`,
          '7:10 inline ./2024-05-06-card.png -> blog/2024-05-06-card.png',
          `9:13 jsx-src ${web('docusaurus/component.png')}`,
          `10:14 jsx-src /img/logo.png ${logo}`,
          `11:16 html-poster ${web('docusaurus/poster.png')}`,
          `12:14 html-srcset ${web('docusaurus/small.png')}`,
          `12:63 html-srcset ${web('docusaurus/large.png')}`,
        ],
        'docs/intro.md': [
          `3:8 front-matter ./img/card.png ${card}`,
          '5:19 import @site/static/img/logo.png -> import-local-only @site/static/img/logo.png',
          `9:11 inline ./img/card.png ${card}`,
          `9:37 inline /img/logo.png ${logo}`,
          `9:60 inline @site/static/img/logo.png ${logo}`,
          `10:8 inline pathname:///img/logo.png ${logo}`,
          `10:41 inline ${web('docusaurus/web.png')}`,
          `12:24 inline ./img/card.png ${card}`,
          `14:20 jsx-src ./img/card.png ${card}`,
          `15:23 jsx-src /img/logo.png ${logo}`,
          `17:11 jsx-src /img/logo.png ${logo}`,
          `22:24 jsx-src /img/logo.png ${logo}`,
          '23:23 jsx-src /img/logo-dark.png -> static/img/logo-dark.png',
        ],
        'src/pages/markdown-page.md': [`5:14 inline /img/logo.png ${logo}`, `7:9 definition /img/logo.png ${logo}`],
        'blog/authors.yml': [
          `3:14 data-file ${web('docusaurus/author.png')}`,
          '6:14 data-file /img/author.png -> static/img/author.png',
        ],
        'src/css/custom.css': [
          '1:26 css-url /img/logo-dark.png -> static/img/logo-dark.png',
          `2:27 css-url ${web('docusaurus/paper.png')}`,
        ],
      },
    });
  });

  it('Astro', async () => {
    const hero = '-> src/assets/hero.png';
    const placeholder = '-> public/placeholder.png';
    expect(await scanSite('astro')).toEqual({
      generators: ['astro'],
      found: {
        'src/content/blog/first-post.md': [
          '4:13 front-matter ../../assets/hero.png -> local-only ../../assets/hero.png',
          `5:7 front-matter ${web('astro/card.png')}`,
          `8:11 inline /placeholder.png ${placeholder}`,
          '8:39 inline ./beside.png -> src/content/blog/beside.png',
          `8:63 inline ../../assets/hero.png ${hero}`,
          `9:10 inline @assets/hero.png ${hero}`,
          `9:35 inline ${web('astro/web.png')}`,
          `11:11 html-src /placeholder.png ${placeholder}`,
        ],
        'src/content/blog/using-mdx.mdx': [
          '3:13 front-matter ../../assets/hero.png -> local-only ../../assets/hero.png',
          `4:8 front-matter /placeholder.png ${placeholder}`,
          '7:19 import ../../assets/hero.png -> import-local-only ../../assets/hero.png',
          '9:11 inline ./beside.png -> src/content/blog/beside.png',
          `12:13 jsx-src ${web('astro/component.png')}`,
          `13:11 jsx-src /placeholder.png ${placeholder}`,
        ],
        'src/styles/global.css': [
          '1:25 css-url ../assets/paper.png -> src/assets/paper.png',
          `2:24 css-url /placeholder.png ${placeholder}`,
          `3:26 css-url ${web('astro/paper.png')}`,
        ],
      },
    });
  });

  it('MkDocs: what stands in the bodies of admonitions, tabs and definitions is read', async () => {
    const site = await scanSite('mkdocs');
    expect(site).toEqual({
      generators: ['mkdocs'],
      found: {
        'docs/guide/start.md': [
          '3:18 inline ../img/one.png -> docs/img/one.png',
          '3:44 html-src ../../img/two.png -> docs/img/two.png',
        ],
        'docs/index.md': [
          '3:11 inline img/one.png -> docs/img/one.png',
          `7:12 inline ${web('mkdocs/note.png')}`,
          '12:19 inline img/two.png -> docs/img/two.png',
          '24:21 inline img/one.png -> docs/img/one.png',
          `28:14 inline ${web('mkdocs/tab.png')}`,
          '35:13 inline img/two.png -> docs/img/two.png',
          `37:16 inline ${web('mkdocs/meaning.png')}`,
          `40:15 inline ${web('mkdocs/figure.png')}`,
          `48:17 inline ${web('mkdocs/footnote.png')}`,
        ],
        'mkdocs.yml': ['5:12 data-file img/icon.png -> docs/img/icon.png'],
      },
    });
  });
});
