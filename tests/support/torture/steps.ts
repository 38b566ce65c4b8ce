import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliResult, runCli } from '../run-cli.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Something that the program did to the disk, the ledger or a server. */
export interface Step {
  readonly side: 'before' | 'after';
  /** The act and what it was done to: `rename posts`, `sync folder store`, `commit ledger`, `request PUT`. */
  readonly name: string;
  readonly path?: string;
  readonly to?: string;
}

/** The nth time that a step begins or is done. */
export interface KillPoint extends Pick<Step, 'side' | 'name'> {
  readonly nth: number;
}

export interface ProgramRun {
  readonly folder: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const preload = fileURLToPath(new URL('points.mjs', import.meta.url));

const withPreload = (run: ProgramRun, variables: Readonly<Record<string, string>>): Promise<CliResult> =>
  runCli(run.args, {
    cwd: run.folder,
    env: { ...run.env, ...variables, NODE_OPTIONS: `--import ${JSON.stringify(preload)}` },
  });

/** Runs the program to its end and gives all its steps in order. */
export async function recordSteps(run: ProgramRun): Promise<{ result: CliResult; steps: readonly Step[] }> {
  const log = join(await temporaryFolder(), 'steps');
  const result = await withPreload(run, { TORTURE_RECORD: log });
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return { result, steps: lines.map((line) => JSON.parse(line) as Step) };
}

/** Runs the program until it is killed (-9) at a point; one that never gets there ends by itself. */
export const runUntil = (point: KillPoint, run: ProgramRun): Promise<CliResult> =>
  withPreload(run, { TORTURE_KILL: JSON.stringify(point) });

/** Every point of a run, in order. */
export function killPointsOf(steps: readonly Step[]): readonly KillPoint[] {
  const counts = new Map<string, number>();
  return steps.map(({ side, name }) => {
    const nth = (counts.get(`${side} ${name}`) ?? 0) + 1;
    counts.set(`${side} ${name}`, nth);
    return { side, name, nth };
  });
}

/**
 * So many points, each of another step as long as there are some; which is left to chance.
 *
 * @param random numbers from 0 to 1
 */
export function choosePoints(points: readonly KillPoint[], count: number, random: () => number): readonly KillPoint[] {
  const shuffled = points.map((point) => ({ point, at: random() })).sort((a, b) => a.at - b.at);
  const seen = new Map<string, number>();
  const ranked = shuffled.map(({ point }) => {
    const rank = seen.get(point.name) ?? 0;
    seen.set(point.name, rank + 1);
    return { point, rank };
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ point }) => point);
}
