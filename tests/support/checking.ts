import { type CheckOptions, check } from '../../src/app/check/check.js';
import { createContext } from '../../src/app/create-context.js';
import { interpretEnvironment, type Variables } from '../../src/config/environment.js';
import type { CheckOutcome } from '../../src/core/check-outcome.js';
import type { CliResult } from './run-cli.js';

/** What `check --format ndjson` prints of one image, as far as tests look at it. */
export interface CheckedLine {
  readonly url: string;
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly places: readonly { readonly file: string; readonly line: number; readonly column: number }[];
}

/** Arguments that let a check ask the loopback servers. */
export const onLoopback = ['--allow-host', '127.0.0.1', '--format', 'ndjson'] as const;

export function linesOf({ stdout }: CliResult): readonly CheckedLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CheckedLine);
}

/** The reasons of each image, `ok` where there are none. */
export function verdictsOf(result: CliResult): Readonly<Record<string, readonly string[] | 'ok'>> {
  return Object.fromEntries(linesOf(result).map(({ url, reasons }) => [url, reasons.length === 0 ? 'ok' : reasons]));
}

export interface CheckRequest extends CheckOptions {
  /** Settings over the configuration's; `posts` is the folder of that name by default. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** Beside PATH. */
  readonly env?: Variables;
}

/** Checks a folder without starting the program. */
export async function checkIn(folder: string, { given, env, ...options }: CheckRequest = {}): Promise<CheckOutcome> {
  const posts = options.store === undefined ? { posts: ['posts'] } : {};
  const context = await createContext({
    cwd: folder,
    given: { ...posts, allowHosts: ['127.0.0.1'], ...given },
    environment: interpretEnvironment({ PATH: process.env.PATH, ...env }, folder),
  });
  return check(context, options);
}

/** Each image with its reasons, in one line; sorted. */
export function toldBy({ images }: CheckOutcome): readonly string[] {
  return images.map(({ url, reasons }) => [url, ...reasons].join(' ')).sort();
}
