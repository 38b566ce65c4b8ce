import { existsSync } from 'node:fs';
import { join, parse, relative, sep } from 'node:path';
import ignore from 'ignore';

/** Where what a path names is looked for: itself, or, for a glob, the folder that all its matches lie below. */
export interface PathRoot {
  /** Absolute. */
  readonly path: string;
  /** Of a glob. */
  readonly matches?: (path: string) => boolean;
}

/**
 * A path is a glob where nothing is there by this name and it holds `*`, `?`, `[` or `{`, as shells leave it that don't
 * expand it, or not in quotes. What it matches, it matches with everything below.
 *
 * @param path absolute
 */
export function rootOf(path: string): PathRoot {
  if (!isGlob(path) || existsSync(path)) return { path };
  const { root } = parse(path);
  const names = path.slice(root.length).split(sep);
  let folder = root;
  while (names.length > 1 && (!isGlob(names[0] ?? '') || existsSync(join(folder, names[0] ?? '')))) {
    folder = join(folder, names.shift() ?? '');
  }
  const rules = ignore({ ignorecase: false }).add(alternativesOf(`/${names.join('/')}`));
  return {
    path: folder,
    matches(found) {
      const inFolder = relative(folder, found).split(sep).join('/');
      return inFolder !== '' && !inFolder.startsWith('../') && rules.ignores(inFolder);
    },
  };
}

const isGlob = (path: string): boolean => /[*?[{]/.test(path);

/** `*.{md,mdx}` is `*.md` and `*.mdx`. */
function alternativesOf(glob: string): readonly string[] {
  const braces = /\{([^{}]*,[^{}]*)\}/.exec(glob);
  if (!braces) return [glob];
  const [whole, inner = ''] = braces;
  const before = glob.slice(0, braces.index);
  const after = glob.slice(braces.index + whole.length);
  return inner.split(',').flatMap((part) => alternativesOf(before + part + after));
}
