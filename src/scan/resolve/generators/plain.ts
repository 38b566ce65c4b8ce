import { dirname, join } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { Site } from '../site.js';
import { assetFolderOf } from './hexo.js';

/** Posts of no generator that we know: what most generators and editors agree on. */
export function plainSite(root: string, files: FileLookup): Site {
  return {
    generator: undefined,
    root,
    base: '/',
    aliases: [],
    rootFolders: [
      { rule: 'site-root', folder: root },
      { rule: 'static-folder', folder: join(root, 'static') },
      { rule: 'public-folder', folder: join(root, 'public') },
      { rule: 'source-folder', folder: join(root, 'source') },
    ],
    relativeFolders: (post) => [
      { rule: 'beside-post', folder: dirname(post) },
      { rule: 'post-asset-folder', folder: assetFolderOf(post) },
    ],
    markdownIsMdx: false,
    files,
  };
}
