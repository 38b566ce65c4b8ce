import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Names that a configuration has, by precedence; never code. */
export const configNames = ['imgferry.config.yaml', 'imgferry.config.yml', 'imgferry.config.json'] as const;

/** Where a configuration stands: a file of its own, or a key of package.json. */
export interface FoundConfig {
  readonly path: string;
  readonly text: string;
  readonly key?: 'imgferry';
}

/** Looks from `cwd` upward, up to the git root or the home folder (both included). */
export async function findConfig(options: {
  readonly cwd: string;
  readonly home: string;
}): Promise<FoundConfig | undefined> {
  for (const folder of await foldersUpward(options)) {
    const found = await configIn(folder);
    if (found) return found;
  }
  return undefined;
}

/** The folder that holds `.git`, at `cwd` or above it; undefined outside a repository. */
export async function findGitRoot(options: {
  readonly cwd: string;
  readonly home: string;
}): Promise<string | undefined> {
  const last = (await foldersUpward(options)).at(-1);
  return last !== undefined && (await exists(join(last, '.git'))) ? last : undefined;
}

async function foldersUpward({ cwd, home }: { cwd: string; home: string }): Promise<readonly string[]> {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === home || folder === dirname(folder) || (await exists(join(folder, '.git')))) return folders;
  }
}

async function configIn(folder: string): Promise<FoundConfig | undefined> {
  for (const name of configNames) {
    const path = join(folder, name);
    const text = await readIfThere(path);
    if (text !== undefined) return { path, text };
  }
  const path = join(folder, 'package.json');
  const text = await readIfThere(path);
  return text?.includes('"imgferry"') && holdsKey(text) ? { path, text, key: 'imgferry' } : undefined;
}

/** A package.json that is no JSON is not ours to complain about. */
function holdsKey(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'imgferry' in value && typeof value.imgferry === 'object';
  } catch {
    return false;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/** Nothing there, or a folder on the way that is none or may not be entered: there is no configuration to be had. */
function isAbsent(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR'].includes(`${error.code}`)
  );
}
