import { basename, dirname, extname, join, relative } from 'node:path';
import type { BlockExtension } from '../../located.js';
import type { FileLookup } from '../file-lookup.js';
import type { SearchFolder, Site } from '../site.js';
import { basePath, readSettings } from '../site-settings.js';

const names = ['mkdocs.yml', 'mkdocs.yaml'];

/** MkDocs: `mkdocs.yml` beside the folder of the pages, `docs/` unless it says otherwise. */
export function detectMkdocs(root: string, files: FileLookup): Site | undefined {
  const settings = readSettings(files, root, names);
  if (!settings) return undefined;
  const docs = join(root, settings.get('docs_dir') ?? 'docs');
  const theme = settings.get('theme', 'custom_dir');
  return {
    generator: 'mkdocs',
    root,
    base: basePath(settings.get('site_url')),
    aliases: [],
    rootFolders: [
      { rule: 'source-folder', folder: docs },
      ...(theme ? [{ rule: 'theme-folder', folder: join(root, theme) } as const] : []),
    ],
    relativeFolders: (page) => pageFolders(page, docs, settings.get('use_directory_urls') !== 'false'),
    blocks: readBlocks(names.map((name) => files.readText(join(root, name))).find((text) => text !== undefined) ?? ''),
    markdownIsMdx: false,
    files,
  };
}

/**
 * Markdown names a file from the page's own; what MkDocs finds there not, as any address in HTML, is left to the
 * browser, which sees `guide/page.md` at `/guide/page/`. Its configuration names files of the pages' folder.
 */
function pageFolders(page: string, docs: string, hasFolders: boolean): SearchFolder[] {
  const beside: SearchFolder = { rule: 'beside-post', folder: dirname(page) };
  if (names.includes(basename(page))) return [{ rule: 'source-folder', folder: docs }];
  const isOutside = relative(docs, page).startsWith('..');
  if (!hasFolders || isOutside || /^(?:index|README)\./.test(basename(page))) return [beside];
  return [beside, { rule: 'permalink-folder', folder: page.slice(0, page.length - extname(page).length) }];
}

/** By the extensions that bring them; a configuration that builds on another one may have them from there. */
const bringers: readonly (readonly [BlockExtension, RegExp])[] = [
  ['admonition', /\badmonition\b/],
  ['details', /\bpymdownx\.details\b/],
  ['tabs', /\bpymdownx\.tabbed\b/],
  ['definition-list-of-python', /\b(?:def_list|extra)\b/],
  ['markdown-in-html', /\b(?:md_in_html|extra)\b/],
];

function readBlocks(configuration: string): ReadonlySet<BlockExtension> {
  const lines = configuration.replace(/^[ \t]*#.*$/gm, '');
  const listed = /^markdown_extensions:.*(?:\r?\n(?:[ \t-].*)?)*/m.exec(lines)?.[0] ?? '';
  const isInherited = /^INHERIT:/m.test(lines);
  return new Set(bringers.filter(([, named]) => isInherited || named.test(listed)).map(([extension]) => extension));
}
