import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { Environment } from './environment.js';
import { type FoundConfig, findConfig } from './find-config.js';
import { parseConfig } from './parse-config.js';
import type { LoadedConfig } from './settings.js';

/** The folder that decides: where to look, and an explicit file instead of looking. */
export interface LoadConfigOptions {
  readonly cwd: string;
  readonly file?: string;
  readonly env: Pick<Environment, 'home'>;
}

/**
 * Finds, reads and checks the configuration: `imgferry.config.yaml|yml|json` or the `imgferry` key of package.json, in
 * `cwd` or the nearest folder above it (not above the git root or the home folder). A configuration is never code.
 *
 * @throws ImgferryError CONFIG_UNREADABLE {path, expected, found, line, column, detail}: missing, no YAML, no JSON
 * @throws ImgferryError CONFIG_INVALID {path, key, expected, found, hint, line, column}: an unknown key or a wrong value
 */
export async function loadConfig({ cwd, file, env }: LoadConfigOptions): Promise<LoadedConfig> {
  const found = file === undefined ? await findConfig({ cwd, home: env.home }) : await readNamed(resolve(cwd, file));
  if (!found) return { folder: cwd, cwd, given: {} };
  const given = await checkFound(found);
  return { file: found.path, folder: dirname(found.path), cwd, given };
}

async function checkFound({ path, text, key }: FoundConfig): Promise<LoadedConfig['given']> {
  const parsed = parseConfig(text, path);
  const { checkGiven } = await import('./check-given.js'); // zod takes 60 ms to load
  const prefix = key === undefined ? [] : [key];
  return checkGiven(key === undefined ? parsed.value : valueAt(parsed.value, key), {
    path,
    placeOf: (keys) => parsed.placeOf([...prefix, ...keys]),
  });
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : value;
}

async function readNamed(path: string): Promise<FoundConfig> {
  const expected = ['.yaml', '.yml', '.json'];
  if (!expected.includes(extname(path))) {
    throw new ImgferryError('CONFIG_UNREADABLE', { path, expected, found: extname(path) || 'no-extension' });
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    const found = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'not-readable';
    throw new ImgferryError('CONFIG_UNREADABLE', { path, expected: 'file', found }, { cause: error });
  });
  return path.endsWith('package.json')
    ? { path, text: bytes.toString('utf8'), key: 'imgferry' }
    : { path, text: bytes.toString('utf8') };
}
