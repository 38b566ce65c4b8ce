import { dirname, join } from 'node:path';
import { readScalars } from '../../scalars/read-scalars.js';
import type { FileLookup } from '../file-lookup.js';
import type { Site } from '../site.js';
import { basePath, readScript, readScriptSetting } from '../site-settings.js';

/** Astro: `astro.config.mjs` and its kin; aliases are those of `tsconfig.json`. */
export function detectAstro(root: string, files: FileLookup): Site | undefined {
  const script = readScript(files, root, [
    'astro.config.mjs',
    'astro.config.ts',
    'astro.config.js',
    'astro.config.mts',
    'astro.config.cjs',
  ]);
  if (script === undefined) return undefined;
  return {
    generator: 'astro',
    root,
    base: basePath(readScriptSetting(script, 'base')),
    aliases: readPathAliases(root, files),
    rootFolders: [
      { rule: 'public-folder', folder: join(root, readScriptSetting(script, 'publicDir') ?? 'public') },
      { rule: 'site-root', folder: root },
    ],
    relativeFolders: (post) => [{ rule: 'beside-post', folder: dirname(post) }],
    localOnlyKeys: readImageKeys(root, files),
    markdownIsMdx: false,
    files,
  };
}

const schemaScripts = ['ts', 'mts', 'js', 'mjs'].flatMap((extension) => [
  `src/content.config.${extension}`,
  `src/content/config.${extension}`,
]);

/**
 * Keys whose schema is Astro's `image()`, which imports a file of the site: a remote address there breaks the build. One
 * that takes something else too (`image().or(z.string())`, `z.union([image(), …])`) is none of them.
 */
function readImageKeys(root: string, files: FileLookup): ReadonlySet<string> {
  const script = readScript(files, root, schemaScripts) ?? '';
  const schemas = script.matchAll(/(["']?)([\w$-]+)\1\s*:\s*(?:z\s*\.\s*array\(\s*)?image\(\)([^,\n]*)/g);
  const strict = [...schemas].filter(([, , , refinements = '']) => !/\.\s*or\(/.test(refinements));
  return new Set(strict.map(([, , key = '']) => key));
}

/** `compilerOptions.paths` whose pattern and target end in a star; `@/` and `~/` mean `src` in the starters. */
function readPathAliases(root: string, files: FileLookup): Site['aliases'] {
  const text = files.readText(join(root, 'tsconfig.json')) ?? '';
  const scalars = readScalars(text, { start: 0, end: text.length }, 'json');
  const base = scalars.find(({ path }) => path.join('.') === 'compilerOptions.baseUrl')?.value ?? '.';
  const written = scalars.flatMap(({ path: [, group, pattern], value }) =>
    group === 'paths' && pattern?.endsWith('/*') && value.endsWith('/*')
      ? [{ prefix: pattern.slice(0, -1), folder: join(root, base, value.slice(0, -2)) }]
      : [],
  );
  return [...written, { prefix: '@/', folder: join(root, 'src') }, { prefix: '~/', folder: join(root, 'src') }];
}
