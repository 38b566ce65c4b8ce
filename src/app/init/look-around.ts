import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import type { Environment } from '../../config/environment.js';
import { configNames, findConfig } from '../../config/find-config.js';
import { ImgferryError } from '../../core/errors.js';
import type { ToolAccount, UnusableAccount } from '../../core/tool-account.js';
import { findAccounts } from '../../credentials/accounts/find-accounts.js';
import { detectSite } from '../../scan/resolve/detect-site.js';
import { createFileLookup } from '../../scan/resolve/file-lookup.js';
import { type Generator, generators } from '../../scan/resolve/site.js';
import { type SuggestedFolders, suggestFolders } from './suggest-folders.js';

export interface LookOptions {
  readonly cwd: string;
  readonly environment: Pick<Environment, 'variables' | 'home'>;
  /** File to write; default: imgferry.config.yaml in the working directory. */
  readonly config?: string;
  /** Instead of the recognised one; `plain`: none. */
  readonly generator?: string;
}

/** What is here before there is a configuration. */
export interface Setup extends SuggestedFolders {
  /** Absolute; nothing stands there yet. */
  readonly file: string;
  readonly generator: Generator | undefined;
  readonly accounts: readonly ToolAccount[];
  readonly unusable: readonly UnusableAccount[];
}

/**
 * Looks at the site and at the configurations of other tools. Writes nothing, asks nobody, and keeps no key.
 *
 * @throws ImgferryError CONFIG_EXISTS {path}, CONFIG_UNREADABLE {path, expected, found}: not a YAML file's name,
 *   USAGE_INVALID {option, expected, found}
 */
export async function lookAround(options: LookOptions): Promise<Setup> {
  const { cwd, environment } = options;
  const file = resolve(cwd, options.config ?? configNames[0]);
  await refuseExisting(file, options.config !== undefined);
  const folder = dirname(file);
  const files = createFileLookup();
  const wanted = generatorOf(options.generator);
  const site = detectSite(folder, { files, ...(wanted === undefined ? {} : { generator: wanted }) });
  const isFolder = (path: string): boolean => files.isFolder(join(folder, path));
  const { accounts, unusable } = await findAccounts({ env: environment.variables, home: environment.home });
  const generator = wanted === undefined || wanted === 'none' ? site.generator : wanted;
  const base = site.generator === generator ? site.base : '/';
  return { file, generator, ...suggestFolders({ generator, base }, isFolder), accounts, unusable };
}

async function refuseExisting(file: string, isNamed: boolean): Promise<void> {
  const expected = ['.yaml', '.yml'];
  if (!expected.includes(extname(file))) {
    const found = extname(file) || 'no-extension';
    throw new ImgferryError('CONFIG_UNREADABLE', { path: file, expected, found });
  }
  const folder = dirname(file);
  const found = await findConfig({ cwd: folder, home: folder }); // here only, not above
  if (found && (!isNamed || basename(found.path) === basename(file))) {
    throw new ImgferryError('CONFIG_EXISTS', { path: found.path });
  }
  if (createFileLookup().isFile(file)) throw new ImgferryError('CONFIG_EXISTS', { path: file });
}

function generatorOf(name: string | undefined): Generator | 'none' | undefined {
  if (name === undefined || name === 'auto') return undefined;
  if (name === 'plain') return 'none';
  const known = generators.find((one) => one === name);
  if (known) return known;
  throw new ImgferryError('USAGE_INVALID', {
    option: '--generator',
    expected: ['auto', 'plain', ...generators],
    found: name,
  });
}

/** A path as a configuration beside the file has it. */
export const pathBeside = (file: string, path: string, cwd: string): string =>
  relative(dirname(file), resolve(cwd, path)).split(sep).join('/') || '.';
