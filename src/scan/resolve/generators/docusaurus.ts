import { dirname, join } from 'node:path';
import type { FileLookup } from '../file-lookup.js';
import type { Site } from '../site.js';
import { basePath, readScript, readScriptSetting } from '../site-settings.js';

/** Docusaurus: `docusaurus.config.js` and its kin. `/x` is tried in each static folder, without the base. */
export function detectDocusaurus(root: string, files: FileLookup): Site | undefined {
  const script = readScript(files, root, [
    'docusaurus.config.js',
    'docusaurus.config.ts',
    'docusaurus.config.mjs',
    'docusaurus.config.cjs',
  ]);
  if (script === undefined) return undefined;
  const listed = /staticDirectories\s*:\s*\[([^\]]*)\]/.exec(script)?.[1];
  const statics = [...(listed ?? "'static'").matchAll(/['"`]([^'"`]+)['"`]/g)].map((match) => match[1] ?? 'static');
  const format = /\bmarkdown\s*:\s*\{[^}]*\bformat\s*:\s*['"](\w+)['"]/.exec(script)?.[1];
  return {
    generator: 'docusaurus',
    root,
    base: basePath(readScriptSetting(script, 'baseUrl')),
    aliases: [{ prefix: '@site/', folder: root }],
    rootFolders: statics.map((folder) => ({ rule: 'static-folder', folder: join(root, folder) })),
    relativeFolders: (post) => [{ rule: 'beside-post', folder: dirname(post) }],
    markdownIsMdx: format === undefined || format === 'mdx',
    files,
  };
}
