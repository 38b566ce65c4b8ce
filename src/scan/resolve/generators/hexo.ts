import { basename, dirname, extname, join } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { SearchFolder, Site } from '../site.js';
import { basePath, packageNames, readSettings } from '../site-settings.js';

/** Hexo: `_config.yml` beside a `package.json` that asks for hexo, or beside `source/_posts`. */
export function detectHexo(root: string, files: FileLookup): Site | undefined {
  const settings = readSettings(files, root, ['_config.yml', '_config.yaml', '_config.json']);
  if (!settings) return undefined;
  if (!packageNames(files, root).has('hexo') && !files.isFolder(join(root, 'source', '_posts'))) return undefined;
  const source = join(root, settings.get('source_dir') ?? 'source');
  const theme = settings.get('theme');
  const hasAssetFolders = settings.get('post_asset_folder') === 'true';
  return {
    generator: 'hexo',
    root,
    base: basePath(settings.get('root') ?? settings.get('url')),
    aliases: [],
    rootFolders: [
      { rule: 'source-folder', folder: source },
      ...(theme ? themeFolders(root, theme) : []),
      { rule: 'source-folder', folder: join(source, '_posts') },
    ],
    relativeFolders: (post) => postFolders(post, source, hasAssetFolders),
    markdownIsMdx: false,
    files,
  };
}

const themeFolders = (root: string, theme: string): SearchFolder[] => [
  { rule: 'theme-folder', folder: join(root, 'themes', theme, 'source') },
  { rule: 'theme-folder', folder: join(root, 'node_modules', `hexo-theme-${theme}`, 'source') },
];

/** The asset folder is the post's path less its extension; without the setting, editors still show what stands there. */
function postFolders(post: string, source: string, hasAssetFolders: boolean): SearchFolder[] {
  const beside: SearchFolder = { rule: 'beside-post', folder: dirname(post) };
  const assets: SearchFolder = { rule: 'post-asset-folder', folder: assetFolderOf(post) };
  const fromSource: SearchFolder = { rule: 'source-folder', folder: source };
  return hasAssetFolders ? [assets, beside, fromSource] : [beside, assets, fromSource];
}

/** Where Hexo keeps the assets of a post. */
export const assetFolderOf = (post: string): string => join(dirname(post), basename(post, extname(post)));
