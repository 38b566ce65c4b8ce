import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const built = fileURLToPath(new URL('../../dist/optimize/score/create-scorer.js', import.meta.url));

/** Runs a piece of a program with a scorer of two threads. */
async function runWithScorer(body: string): Promise<unknown> {
  const program = `
    import { createScorer } from ${JSON.stringify(built)};
    const scorer = createScorer({ threads: 2 });
    const signal = AbortSignal.timeout(20_000);
    const pixels = (level) => new Uint8Array(64 * 64 * 3).fill(level);
    const pair = (level) => ({ source: pixels(level), result: pixels(level + 1), width: 64, height: 64, channels: 3 });
    ${body}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 30_000,
  });
  return JSON.parse(stdout);
}

describe('a scorer with threads', () => {
  it('compares side by side, and each asker gets its own answer', async () => {
    const answers = await runWithScorer(`
      const answers = await Promise.all([10, 90, 200].map((level) => scorer.compare(pair(level), { signal })));
      console.log(JSON.stringify(answers.map(({ largestError, score }) => [largestError, score > 80])));
      await scorer.close();`);
    expect(answers).toEqual([
      [1, true],
      [1, true],
      [1, true],
    ]);
  });

  it('keeps no process alive that forgets it', async () => {
    expect(await runWithScorer(`await scorer.compare(pair(9), { signal }); console.log(1);`)).toBe(1);
  });

  it('leaves an asker who does not wait, and answers the next', async () => {
    const said = await runWithScorer(`
      const stop = new AbortController();
      const asked = [1, 2, 3].map(() => scorer.compare(pair(5), { signal: stop.signal }).catch(({ name }) => name));
      stop.abort();
      const after = await scorer.compare(pair(5), { signal });
      console.log(JSON.stringify([...(await Promise.all(asked)), after.largestError]));
      await scorer.close();`);
    expect(said).toEqual(['AbortError', 'AbortError', 'AbortError', 1]);
  });

  it('tells what a thread stumbled over, and goes on', async () => {
    const said = await runWithScorer(`
      const broken = await scorer.packPng(new Uint8Array(8), 2, { signal }).catch(() => 'refused');
      console.log(JSON.stringify([broken, (await scorer.compare(pair(5), { signal })).largestError]));
      await scorer.close();`);
    expect(said).toEqual(['refused', 1]);
  });
});
