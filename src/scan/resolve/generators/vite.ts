import { dirname, join } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { Site } from '../site.js';
import { basePath, readScript, readScriptSetting } from '../site-settings.js';

const scriptNames = (folder: string): string[] =>
  ['config.ts', 'config.mts', 'config.js', 'config.mjs', 'config.cjs', 'config/index.ts', 'config/index.js'].map(
    (name) => join(folder, name),
  );

/** VitePress: a folder `.vitepress` in the folder of the pages; `public` beside them. */
export function detectVitepress(root: string, files: FileLookup): Site | undefined {
  if (!files.isFolder(join(root, '.vitepress'))) return undefined;
  const script = readScript(files, root, scriptNames('.vitepress')) ?? '';
  const source = join(root, readScriptSetting(script, 'srcDir') ?? '');
  return viteSite('vitepress', root, source, join(source, 'public'), script, files);
}

/** VuePress: a folder `.vuepress` in the folder of the pages, with `public` in it. */
export function detectVuepress(root: string, files: FileLookup): Site | undefined {
  if (!files.isFolder(join(root, '.vuepress'))) return undefined;
  const script = readScript(files, root, scriptNames('.vuepress')) ?? '';
  return viteSite('vuepress', root, root, join(root, '.vuepress', 'public'), script, files);
}

function viteSite(
  generator: 'vitepress' | 'vuepress',
  root: string,
  source: string,
  publicFolder: string,
  script: string,
  files: FileLookup,
): Site {
  return {
    generator,
    root,
    base: basePath(readScriptSetting(script, 'base')),
    aliases: readAliases(script, root, source),
    rootFolders: [
      { rule: 'public-folder', folder: publicFolder },
      { rule: 'source-folder', folder: source },
    ],
    relativeFolders: (post) => [{ rule: 'beside-post', folder: dirname(post) }],
    markdownIsMdx: false,
    files,
  };
}

/** Aliases written out as relative paths; webpack's `~` may stand before each. */
function readAliases(script: string, root: string, source: string): Site['aliases'] {
  const aliases = new Map([['@/', source]]);
  const block = /\balias\s*:\s*\{([^{}]*)\}/.exec(script)?.[1] ?? '';
  for (const [, name, path] of block.matchAll(/['"]?(@?[\w-]+)['"]?\s*:[^,]*?['"](\.{0,2}\/?[\w./-]+)['"]/g)) {
    if (name !== undefined && path !== undefined) aliases.set(`${name}/`, join(root, path));
  }
  return [...aliases].flatMap(([prefix, folder]) => [
    { prefix, folder },
    { prefix: `~${prefix}`, folder },
  ]);
}
