import { describe, expect, it } from 'vitest';
import { suggestFolders } from '../../../src/app/init/suggest-folders.js';
import { generators } from '../../../src/scan/resolve/site.js';

const everything = (): boolean => true;

describe('suggestFolders', () => {
  it('names the folders that are there', () => {
    const { posts } = suggestFolders({ generator: 'hexo', base: '/' }, (path) => path === 'source/_posts');
    expect(posts).toEqual(['source/_posts']);
  });

  it.each([undefined, ...generators])('takes the folder itself where none of them is (%s)', (generator) => {
    expect(suggestFolders({ generator, base: '/' }, () => false).posts).toEqual(['.']);
  });

  it.each([
    ['hugo', '/blog/images/'],
    ['jekyll', '/blog/assets/images/'],
    ['astro', '/blog/images/'],
    ['hexo', '/images/'], // its renderer puts the base before it
    ['docusaurus', '/img/'], // as above
    ['obsidian', 'relative'],
    [undefined, 'relative'],
  ] as const)('knows which address of a site under /blog/ an image has (%s)', (generator, publicUrl) => {
    expect(suggestFolders({ generator, base: '/blog/' }, everything).images.publicUrl).toBe(publicUrl);
  });
});
