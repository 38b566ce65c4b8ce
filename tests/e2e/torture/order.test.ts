import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../support/run-cli.js';
import { recordSteps, type Step } from '../../support/torture/steps.js';
import { type Bench, scenarioNamed, startPictures } from './scenarios.js';

/** What a command did, each step noted when it was done. */
async function stepsOf(name: string): Promise<{ bench: Bench; done: readonly Step[] }> {
  const origin = await startPictures();
  onTestFinished(() => origin.close());
  const bench = await scenarioNamed(name).prepare(origin);
  const { result, steps } = await recordSteps(bench);
  expect([result.code, result.stderr]).toEqual([0, result.stderr]);
  return { bench, done: steps.filter(({ side }) => side === 'after') };
}

/** Where the steps stand, one after the other, each the first behind the one before; fails where one is missing. */
function expectInOrder(done: readonly Step[], from: number, wanted: readonly ((step: Step) => boolean)[]): number {
  let at = from;
  for (const [number, isWanted] of wanted.entries()) {
    const found = done.findIndex((step, index) => index >= at && isWanted(step));
    expect(found, `step ${number + 1} of the order, after step ${at}`).toBeGreaterThanOrEqual(0);
    at = found + 1;
  }
  return at;
}

const named =
  (name: string, path?: string) =>
  (step: Step): boolean =>
    step.name === name && (path === undefined || step.path === path);
const committed = named('commit ledger');

const renamedPosts = (done: readonly Step[]): readonly Step[] => done.filter(named('rename posts'));

/** Write, fsync, rename, fsync of the folder, and the ledger on the disk before; and after, maybe with the next post. */
function expectPostsInOrder(done: readonly Step[]): void {
  let at = 0;
  for (const { path = '', to = '' } of renamedPosts(done)) {
    const begun = done.findIndex(named('create posts', path));
    expect(done.slice(at, begun).some(committed), `${to}: the ledger knows of it first`).toBe(true);
    at = expectInOrder(done, begun, [
      named('create posts', path),
      named('write posts', path),
      named('sync posts', path),
      named('rename posts', path),
      named('sync folder posts', dirname(to)),
    ]);
    expectInOrder(done, at, [committed]);
  }
}

describe('what is written reaches the disk in an order that a power cut can not turn round', {
  timeout: 60_000,
}, () => {
  it('a migrate into a folder: every object with its name, then the ledger, then posts one by one', async () => {
    const { done } = await stepsOf('migrate into a folder');
    const firstPost = done.findIndex(named('create posts'));
    const objects = done.filter(named('link store'));
    expect(objects).toHaveLength(9);
    for (const { path = '', to = '' } of objects) {
      const at = expectInOrder(done, 0, [
        named('create store', path),
        named('write store', path),
        named('sync store', path),
        named('link store', path),
        named('sync folder store', dirname(to)),
        committed,
      ]);
      expect(at).toBeLessThanOrEqual(firstPost);
    }
    expect(renamedPosts(done)).toHaveLength(3);
    expectPostsInOrder(done);
  });

  it('a migrate into a bucket: every put answered and recorded, then posts', async () => {
    const { done } = await stepsOf('migrate into a bucket');
    const lastPut = done.findLastIndex(named('request PUT'));
    const firstPost = done.findIndex(named('create posts'));
    expect(lastPut).toBeGreaterThanOrEqual(0);
    expect(done.slice(lastPut, firstPost).some(committed)).toBe(true);
    expectPostsInOrder(done);
  });

  it.each(['undo of a migrate', 'repair', 'relink'])('%s: posts one by one', async (name) => {
    const { done } = await stepsOf(name);
    expect(renamedPosts(done)).toHaveLength(3);
    expectPostsInOrder(done);
  });

  it('an optimize with new names: the new picture, then the posts, then the old picture goes', async () => {
    const { bench, done } = await stepsOf('optimize, and posts follow');
    for (const { path = '', to = '' } of done.filter(named('link pictures'))) {
      expectInOrder(done, 0, [
        named('sync pictures', path),
        named('link pictures', path),
        named('sync folder pictures', dirname(to)),
      ]);
    }
    const lastPost = done.findLastIndex(named('rename posts'));
    const moves = done.flatMap(({ name, path = '' }, at) =>
      /^(?:rename originals|unlink pictures)$/.test(name) && !/\.imgferry-\d/.test(path) ? [at] : [],
    );
    expect(moves.length).toBeGreaterThan(0);
    for (const at of moves) expect(at).toBeGreaterThan(lastPost);
    const firstMove = done.findIndex(named('rename originals'));
    const own = join(bench.folder, '.imgferry');
    for (const folder of [bench.folder, own, join(own, 'originals'), dirname(dirname(done[firstMove]?.to ?? ''))]) {
      const isSynced = done
        .slice(0, firstMove)
        .some(({ name, path }) => name.startsWith('sync folder') && path === folder);
      expect(isSynced, `the names in ${folder} last before an original is moved there`).toBe(true);
    }
    expectPostsInOrder(done);
    expect(await runCli(['undo'], { cwd: bench.folder })).toMatchObject({ code: 0 });
  });
});
