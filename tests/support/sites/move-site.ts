import { join } from 'node:path';
import { expect } from 'vitest';
import { type OutcomeJson, outcomeOf } from '../migration.js';
import { runCli } from '../run-cli.js';
import { type LaidOutSite, webBase } from './lay-out-site.js';
import { serveFolder } from './serve-folder.js';

/** What a move did, and the address under which the images are now. */
export interface Move {
  readonly outcome: OutcomeJson;
  readonly publicBase: string;
}

/** Moves all images of a site into a folder that is served on loopback, as they are. */
export async function moveSite(site: LaidOutSite): Promise<Move> {
  const publicBase = await serveFolder(join(site.beside, 'store'));
  const outcome = await moveInto(site, ['--to', 'file:../store', '--public-url', publicBase]);
  return { outcome, publicBase };
}

/** Moves all images of a site into a store, as they are. */
export async function moveInto(
  site: LaidOutSite,
  target: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<OutcomeJson> {
  const network = ['--remap', `${webBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
  const args = ['migrate', '.', ...target, ...network, '--optimize', 'off', '--write', '--format', 'json'];
  const result = await runCli(args, { cwd: site.folder, env });
  expect(result, result.stderr).toMatchObject({ code: 0 });
  return outcomeOf(result);
}

export async function undoMove({ folder }: LaidOutSite): Promise<void> {
  const { code, stdout, stderr } = await runCli(['undo'], { cwd: folder });
  expect(code, stdout + stderr).toBe(0);
}
