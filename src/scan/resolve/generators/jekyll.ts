import { dirname, join } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { Site } from '../site.js';
import { basePath, readSettings } from '../site-settings.js';

/** Jekyll: `_config.yml` beside a Gemfile that names jekyll, or beside its own folders. */
export function detectJekyll(root: string, files: FileLookup): Site | undefined {
  const settings = readSettings(files, root, ['_config.yml', '_config.yaml', '_config.toml']);
  if (!settings || !looksLikeJekyll(root, files)) return undefined;
  const cdn = settings.get('cdn') ?? settings.get('img_cdn');
  return {
    generator: 'jekyll',
    root,
    base: basePath(settings.get('baseurl')),
    aliases: [],
    rootFolders: [{ rule: 'site-root', folder: join(root, settings.get('source') ?? '') }],
    relativeFolders: (post) => [
      { rule: 'beside-post', folder: dirname(post) },
      { rule: 'site-root', folder: root },
    ],
    ...(cdn && /^(?:https?:)?\/\//.test(cdn) && { cdn }),
    blocks: kramdown,
    markdownIsMdx: false,
    files,
  };
}

const kramdown: NonNullable<Site['blocks']> = new Set(['definition-list', 'markdown-in-html-by-value']);

function looksLikeJekyll(root: string, files: FileLookup): boolean {
  if (/jekyll|github-pages/.test(files.readText(join(root, 'Gemfile')) ?? '')) return true;
  return ['_posts', '_layouts', '_includes', '_drafts'].some((folder) => files.isFolder(join(root, folder)));
}
