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
