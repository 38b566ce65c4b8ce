import { readTree } from './file-tree.js';
import { type OutcomeJson, outcomeOf, type TestSite } from './migration.js';
import type { CliResult } from './run-cli.js';

/** Nothing is measured: for tests of what happens to files. */
export const fast = ['--effort', 'fast', '--format', 'json'] as const;

/** State and reason of each image, or its error. */
export function outcomesOf(result: CliResult): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    outcomeOf(result).images.map(({ url, state, reason, error }) => [url, error ? error.code : `${state} ${reason}`]),
  );
}

export const notesOf = (result: CliResult): readonly string[] => outcomeOf(result).notes.map(({ id }) => id);

export const imageOf = (result: CliResult, url: string): OutcomeJson['images'][number] | undefined =>
  outcomeOf(result).images.find((image) => image.url === url);

/** Everything but what imgferry keeps for itself. */
export async function filesOf({ folder }: TestSite): Promise<Map<string, Buffer>> {
  const files = await readTree(folder);
  for (const name of [...files.keys()]) if (/^\.(?:imgferry|git)\//.test(name)) files.delete(name);
  return files;
}
