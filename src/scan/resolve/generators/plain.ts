import { dirname, join } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { SearchFolder, Site } from '../site.js';
import { assetFolderOf } from './hexo.js';

/**
 * Posts of no generator that we know: what most generators and editors agree on.
 *
 * @param others further folders that the site may be published from, in the order in which they are tried
 */
export function plainSite(root: string, files: FileLookup, others: readonly string[] = []): Site {
  return {
    generator: undefined,
    root,
    base: '/',
    aliases: [],
    rootFolders: [root, ...others].flatMap(publishedFrom),
    relativeFolders: (post) => [
      { rule: 'beside-post', folder: dirname(post) },
      { rule: 'post-asset-folder', folder: assetFolderOf(post) },
    ],
    blocks,
    markdownIsMdx: false,
    files,
  };
}

/** MyST: nobody else has fences of these names. */
const blocks: NonNullable<Site['blocks']> = new Set(['directives']);

const publishedFrom = (root: string): readonly SearchFolder[] => [
  { rule: 'site-root', folder: root },
  { rule: 'static-folder', folder: join(root, 'static') },
  { rule: 'public-folder', folder: join(root, 'public') },
  { rule: 'source-folder', folder: join(root, 'source') },
];
