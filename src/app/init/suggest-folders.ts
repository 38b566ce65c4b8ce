import type { Generator, Site } from '../../scan/resolve/site.js';

/** Where a site's posts are, and where images of its own go. */
export interface SuggestedFolders {
  readonly posts: readonly string[];
  readonly images: { readonly dir: string; readonly publicUrl: string };
}

interface Custom {
  /** Of these, those that are there. */
  readonly posts: readonly string[];
  readonly dir: string;
  /** `relative`: the path from the post; `based`: the generator does not put the site's base before it. */
  readonly address: string;
  readonly isBased?: boolean;
}

const customs: Readonly<Record<Generator | 'plain', Custom>> = {
  hexo: { posts: ['source/_posts', 'source/_drafts'], dir: 'source/images', address: '/images/' },
  hugo: { posts: ['content'], dir: 'static/images', address: '/images/', isBased: true },
  jekyll: { posts: ['_posts', '_drafts'], dir: 'assets/images', address: '/assets/images/', isBased: true },
  docusaurus: { posts: ['docs', 'blog', 'src/pages'], dir: 'static/img', address: '/img/' },
  vitepress: { posts: [], dir: 'public/images', address: '/images/' },
  vuepress: { posts: [], dir: '.vuepress/public/images', address: '/images/' },
  astro: { posts: ['src/content', 'src/pages'], dir: 'public/images', address: '/images/', isBased: true },
  mkdocs: { posts: ['docs'], dir: 'docs/images', address: 'relative' },
  obsidian: { posts: [], dir: 'attachments', address: 'relative' },
  plain: { posts: ['posts', '_posts', 'content', 'articles', 'docs'], dir: 'images', address: 'relative' },
};

/**
 * What is usual for a site's generator, as far as it is there.
 *
 * @param isFolder whether a path below the site is a folder
 */
export function suggestFolders(
  site: Pick<Site, 'generator' | 'base'>,
  isFolder: (path: string) => boolean,
): SuggestedFolders {
  const { posts, dir, address, isBased } = customs[site.generator ?? 'plain'];
  const there = posts.filter(isFolder);
  return {
    posts: there.length > 0 ? there : ['.'],
    images: { dir, publicUrl: isBased ? `${site.base.replace(/\/$/, '')}${address}` : address },
  };
}
