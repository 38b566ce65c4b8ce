import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The `.gitignore` files that bear on a folder, outermost first. */
export interface IgnoreRules {
  /** Whether git would leave this path out; the innermost file that speaks of it decides. */
  ignores(path: string, isFolder: boolean): boolean;
  /** The rules inside a folder: these and its own file's. */
  within(folder: string): Promise<IgnoreRules>;
}

const noIgnoreRules: IgnoreRules = createRules([]);

interface RuleFile {
  readonly folder: string;
  readonly rules: Ignore;
}

function createRules(files: readonly RuleFile[]): IgnoreRules {
  return {
    ignores(path, isFolder) {
      for (const { folder, rules } of files.toReversed()) {
        const result = rules.test(relativePath(folder, path) + (isFolder ? '/' : ''));
        if (result.ignored) return true;
        if (result.unignored) return false;
      }
      return false;
    },
    async within(folder) {
      const text = await readIfThere(join(folder, '.gitignore'));
      if (text === undefined) return createRules(files);
      return createRules([...files, { folder, rules: ignore().add(text) }]);
    },
  };
}

/** The rules that reach a folder from the root of its repository down to its parent; none outside a repository. */
async function rulesAbove(folder: string): Promise<IgnoreRules> {
  const above: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (await isRepository(at)) break;
    if (dirname(at) === at) return noIgnoreRules;
    above.unshift(dirname(at));
  }
  let rules = noIgnoreRules;
  for (const parent of above) rules = await rules.within(parent);
  return rules;
}

/** A folder that the person names counts even where git ignores it; then only the rules inside it are left. */
export async function rulesFor(folder: string): Promise<IgnoreRules> {
  const rules = await rulesAbove(folder);
  return rules.ignores(folder, true) ? noIgnoreRules : rules;
}

async function isRepository(folder: string): Promise<boolean> {
  return (await stat(join(folder, '.git')).catch(() => undefined)) !== undefined;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined; // absent, or not ours to read: then git can't obey it either
  }
}

const relativePath = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');
