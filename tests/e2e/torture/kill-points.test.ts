import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTree } from '../../support/file-tree.js';
import type { OriginServer } from '../../support/origin-server.js';
import { createRandom } from '../../support/random.js';
import { type CliResult, runCli } from '../../support/run-cli.js';
import { choosePoints, killPointsOf, recordSteps, runUntil } from '../../support/torture/steps.js';
import { type Bench, type Scenario, scenarios, startPictures, stateOf } from './scenarios.js';

// `npm run torture -- --only kill-points --count N --seed N` sets both; N is at most what there is of points.
const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);
const kills = process.env.IMGFERRY_KILLS === undefined ? undefined : Number(process.env.IMGFERRY_KILLS);

type State = ReadonlyMap<string, Buffer>;

let origin: OriginServer;
beforeAll(async () => {
  origin = await startPictures();
});
afterAll(() => origin.close());

describe.each(scenarios)(
  `$name, killed before and after what it does to disk, ledger and servers (seed ${seed})`,
  { timeout: 3_600_000 },
  (scenario) => {
    it('leaves all whole each time; a rerun ends as an undisturbed run, and undo works', async () => {
      const first = await scenario.prepare(origin);
      const before = await stateOf(first);
      const { result, steps } = await recordSteps(first);
      expect([result.code, result.stderr]).toEqual([0, result.stderr]);
      const undisturbed = await stateOf(first);
      if (scenario.name !== 'cdn refresh') expect(undisturbed).not.toEqual(before);
      const all = killPointsOf(steps);
      const chosen = choosePoints(all, kills ?? scenario.kills, createRandom(seed));
      const points = [...(scenario.always ?? []), ...chosen];
      let struck = 0;
      for (const point of points) {
        const where = `killed ${point.side} ${point.name}, number ${point.nth}`;
        const bench = await scenario.prepare(origin);
        const killed = await runUntil(point, bench);
        if (killed.signal === 'SIGKILL') struck += 1;
        expectWhole(await stateOf(bench), before, undisturbed, where);
        await expectRerun(scenario, bench, undisturbed, where);
        if (scenario.isUndone) await expectUndone(bench, before, where);
        else expect(await run(bench, ['runs']), `the ledger opens, ${where}`).toMatchObject({ code: 0 });
      }
      console.log(`seed ${seed}, ${scenario.name}: ${struck} of ${points.length} kills struck, ${all.length} points`);
      expect(struck).toBeGreaterThan(points.length / 2);
    });
  },
);

/** Each file is as it was or as it will be. */
function expectWhole(state: State, before: State, undisturbed: State, where: string): void {
  for (const [path, bytes] of state) {
    if (isTemporary(path)) continue;
    const wholes = [before.get(path), undisturbed.get(path)];
    expect(
      wholes.some((whole) => whole?.equals(bytes)),
      `${path} is whole, ${where}`,
    ).toBe(true);
  }
  for (const path of before.keys()) {
    const isThere = state.has(path) || state.has(path.replace(/\.\w+$/, '.webp')) || !undisturbed.has(path);
    expect(isThere, `${path} is there, ${where}`).toBe(true);
  }
}

/** An undo that was killed when all was done has nothing left to undo. */
async function expectRerun(scenario: Scenario, bench: Bench, undisturbed: State, where: string): Promise<void> {
  const rerun = await run(bench, bench.args);
  const isDone = rerun.code === 0 || (scenario.name.startsWith('undo') && rerun.code === 2);
  expect(isDone, `the rerun ended with ${rerun.code}, ${where}: ${rerun.stderr}`).toBe(true);
  expect(await stateOf(bench), where).toEqual(undisturbed);
  await expectTidy(bench, where);
  expectOnce(bench, where);
}

/** No object was put twice, and at most the call that was under way was made again. */
function expectOnce({ bucket, cdn }: Bench, where: string): void {
  const puts = (bucket?.server.requests ?? []).filter(
    ({ method, status, key }) => method === 'PUT' && status === 200 && !key.includes('probe'),
  );
  expect(new Set(puts.map(({ key }) => key)).size, where).toBe(puts.length);
  const named = (cdn?.taken ?? []).flatMap(({ names }) => names);
  expect(named.length - new Set(named).size, `addresses sent twice, ${where}`).toBeLessThanOrEqual(2);
  if (cdn) expect(new Set(named).size, where).toBe(6);
}

async function expectUndone(bench: Bench, before: State, where: string): Promise<void> {
  for (let code: number | undefined = 0; code !== 2; ) {
    ({ code } = await run(bench, ['undo']));
    expect([0, 2], `undo ended with ${code}, ${where}`).toContain(code);
  }
  const own = [...(await stateOf(bench))].filter(([path]) => !/^(?:store|bucket)\//.test(path));
  expect(new Map(own), `undone, ${where}`).toEqual(before);
  await expectTidy(bench, `undone, ${where}`);
}

const run = ({ folder, env = {} }: Bench, args: readonly string[]): Promise<CliResult> =>
  runCli(args, { cwd: folder, env });

const isTemporary = (file: string): boolean => /(?:^|\/)\.[^/]*imgferry-/.test(file);

/** No temporary file is left, in our own folder or in one of the person's. */
async function expectTidy({ folder }: Bench, where: string): Promise<void> {
  const own = /^\.imgferry\/(?:\.gitignore|ledger\.db(?:-wal|-shm)?|spool\/[0-9a-f]{64}|originals\/.*)$/;
  const files = await listTree(folder);
  const left = files.filter((file) => isTemporary(file) || (file.startsWith('.imgferry/') && !own.test(file)));
  expect(left, `left over, ${where}; ${join(folder, '.imgferry')}`).toEqual([]);
}
