import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../../src/core/stage.js';
import { createLimiter } from '../../src/lib/limiter.js';
import { runStage } from '../../src/pipeline/run-stage.js';

const stageOf = (run: Stage<string, string>['run']): Stage<string, string> => ({ name: 'fetch', fingerprint: '', run });

const optionsOf = (signal: AbortSignal, timeLimit = 60_000) => ({
  url: 'https://a.example.com/',
  limit: createLimiter(4),
  timeLimit,
  signal,
  emit: () => undefined,
});

const untilAborted = stageOf(async (_, { signal }) => {
  await wait(60_000, undefined, { signal });
  return 'too late';
});

describe('runStage', () => {
  it('ends a stage whose time is over, and says which', async () => {
    const run = runStage(untilAborted, 'a', optionsOf(new AbortController().signal, 5));
    await expect(run).rejects.toMatchObject({ code: 'RESPONSE_TIMEOUT', facts: { phase: 'fetch', ms: 5 } });
  });

  it('ends a stage when the run is given up, which is no failure of its image', async () => {
    const run = new AbortController();
    const stage = runStage(untilAborted, 'a', optionsOf(run.signal));
    run.abort(new Error('enough'));
    await expect(stage).rejects.toThrow('enough');
  });

  it('leaves nothing of a stage with the signal of the run', async () => {
    const { signal } = new AbortController();
    const before = heldBy(signal);
    for (let at = 0; at < 20; at += 1)
      await runStage(
        stageOf(async (text) => text),
        'a',
        optionsOf(signal),
      );
    expect(heldBy(signal)).toEqual(before);
  });
});

/** Listeners, and what Node itself keeps of signals that follow this one: some of it for as long as this one lives. */
function heldBy(signal: AbortSignal): readonly number[] {
  const kept = Object.getOwnPropertySymbols(signal).map((name): unknown => Reflect.get(signal, name));
  const sizes = kept.map((value) => (typeof value === 'object' && value !== null && 'size' in value ? value.size : 0));
  return [getEventListeners(signal, 'abort').length, sizes.reduce((sum: number, size) => sum + Number(size), 0)];
}
