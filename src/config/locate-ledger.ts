import { dirname, join } from 'node:path';
import { findGitRoot } from './find-config.js';
import type { LoadedConfig } from './settings.js';

/** Where a ledger stands; all absolute. */
export interface LedgerPlace {
  /** Folder that paths in the ledger are relative to. */
  readonly root: string;
  /** `.imgferry`: ledger, spool, plans. */
  readonly folder: string;
  readonly file: string;
}

/**
 * The ledger stands in `.imgferry` beside the configuration file, else at the git root, else in the working directory.
 *
 * @param options.ledger the file that `--ledger` or the configuration names, absolute; its folder takes the place of
 * `.imgferry`, and paths stay relative to where they would be without it
 */
export async function locateLedger(
  loaded: Pick<LoadedConfig, 'file' | 'folder' | 'cwd'>,
  options: { readonly ledger?: string; readonly home: string },
): Promise<LedgerPlace> {
  const root = loaded.file === undefined ? await withoutConfig(loaded.cwd, options.home) : loaded.folder;
  const file = options.ledger ?? join(root, '.imgferry', 'ledger.db');
  return { root, folder: dirname(file), file };
}

async function withoutConfig(cwd: string, home: string): Promise<string> {
  return (await findGitRoot({ cwd, home })) ?? cwd;
}
