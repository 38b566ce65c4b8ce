import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OriginServer } from '../../support/origin-server.js';
import { type CliResult, runCli } from '../../support/run-cli.js';
import { type Bench, scenarioNamed, startPictures, stateOf } from './scenarios.js';

let origin: OriginServer;
beforeAll(async () => {
  origin = await startPictures();
});
afterAll(() => origin.close());

const run = ({ folder }: Bench, args: readonly string[]): Promise<CliResult> => runCli(args, { cwd: folder });

describe('two at once in one folder', { timeout: 120_000 }, () => {
  it('three migrates: who comes second is told who is at work; all is done once', async () => {
    const bench = await scenarioNamed('migrate into a folder').prepare(origin);
    const asked = origin.requests.length;
    const results = await Promise.all([0, 1, 2].map(() => run(bench, bench.args)));
    for (const { code, stdout, stderr } of results) {
      expect([0, 3], stderr).toContain(code);
      if (code === 3) expect(stdout + stderr).toMatch(/Another imgferry is at work here/);
    }
    expect(results.map(({ code }) => code)).toContain(0);
    expect(await run(bench, bench.args)).toMatchObject({ code: 0 });
    const fetched = origin.requests.slice(asked).map(({ path }) => path);
    expect(fetched).toHaveLength(new Set(fetched).size);
    const alone = await scenarioNamed('migrate into a folder').prepare(origin);
    await run(alone, alone.args);
    expect(await stateOf(bench)).toEqual(await stateOf(alone));
  });

  it('a migrate and an undo: one after the other, and undo takes all back in the end', async () => {
    const bench = await scenarioNamed('migrate into a folder').prepare(origin);
    const before = await stateOf(bench);
    const [migrated, undone] = await Promise.all([run(bench, bench.args), run(bench, ['undo'])]);
    expect([0, 3], migrated.stderr).toContain(migrated.code);
    expect([0, 2, 3], undone.stderr).toContain(undone.code);
    expect(await run(bench, bench.args)).toMatchObject({ code: 0 });
    for (let code: number | undefined = 0; code === 0; ) ({ code } = await run(bench, ['undo']));
    const posts = [...(await stateOf(bench))].filter(([path]) => path.startsWith('posts/'));
    expect(new Map(posts)).toEqual(before);
  });
});
