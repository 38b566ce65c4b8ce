import { basename, dirname, extname, join, relative, sep } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { SearchFolder, Site } from '../site.js';
import { basePath, readSettings, type SiteSettings } from '../site-settings.js';

/** Hugo: `hugo.toml` (yaml, json), the older `config.toml` beside `content/`, or `config/_default/`. */
export function detectHugo(root: string, files: FileLookup): Site | undefined {
  const settings = readHugoSettings(root, files);
  if (!settings) return undefined;
  const content = join(root, settings.get('contentDir') ?? 'content');
  const statics = join(root, settings.get('staticDir') ?? 'static');
  const assets = join(root, settings.get('assetDir') ?? 'assets');
  const theme = settings.get('theme');
  const rootFolders: SearchFolder[] = [
    { rule: 'static-folder', folder: statics },
    { rule: 'assets-folder', folder: assets },
    { rule: 'content-folder', folder: content },
    ...(theme ? [{ rule: 'theme-folder', folder: join(root, 'themes', theme, 'static') } as const] : []),
  ];
  return {
    generator: 'hugo',
    root,
    base: basePath(settings.get('baseURL')),
    aliases: [],
    rootFolders,
    relativeFolders: (post) => postFolders(post, content, statics, assets),
    blocks: definitionLists, // Goldmark's extension, on unless it is turned off
    markdownIsMdx: false,
    files,
  };
}

const definitionLists: NonNullable<Site['blocks']> = new Set(['definition-list']);

function readHugoSettings(root: string, files: FileLookup): SiteSettings | undefined {
  const own = readSettings(files, root, ['hugo.toml', 'hugo.yaml', 'hugo.yml', 'hugo.json']);
  if (own) return own;
  if (!files.isFolder(join(root, 'content'))) return undefined;
  return (
    readSettings(files, root, ['config.toml', 'config.yaml', 'config.yml', 'config.json']) ??
    readSettings(files, join(root, 'config', '_default'), [
      'hugo.toml',
      'hugo.yaml',
      'config.toml',
      'config.yaml',
      'config.json',
    ])
  );
}

/**
 * A bundle's folder owns its resources. `content/post/a.md` alone is published as `/post/a/`, so what its address leads to
 * is looked for from `static/post/a/` and `content/post/a/` too; figures name files from the site's root without a slash.
 */
function postFolders(post: string, content: string, statics: string, assets: string): SearchFolder[] {
  const inContent = relative(content, post);
  const isPublished = !inContent.startsWith('..') && !/^_?index\./.test(basename(post));
  const published = inContent
    .slice(0, inContent.length - extname(post).length)
    .split(sep)
    .join('/');
  const permalinkFolders = [join(statics, published), join(content, published)];
  return [
    { rule: 'beside-post', folder: dirname(post) },
    ...(isPublished ? permalinkFolders.map((folder) => ({ rule: 'permalink-folder', folder }) as const) : []),
    { rule: 'assets-folder', folder: assets },
    { rule: 'static-folder', folder: statics },
  ];
}
