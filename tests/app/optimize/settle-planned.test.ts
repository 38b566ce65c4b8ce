import { describe, expect, it } from 'vitest';
import { settlePlanned } from '../../../src/app/optimize/settle-planned.js';
import type { Ledger } from '../../../src/core/ledger.js';
import type { Replacement, ReplacementState } from '../../../src/core/replacement.js';
import { digestOf } from '../../../src/lib/digest.js';

const [before, after] = [digestOf('before'), digestOf('after')];
const planned: Replacement = { run: 'r', place: 'a.png', before, after, original: 'kept/a.png', state: 'planned' };

/** Files by their digests, and what was done to them in its order. */
function setUp(files: Readonly<Record<string, typeof before>>, options: { readonly isKilledAtRemove?: boolean } = {}) {
  const done: string[] = [];
  const place = {
    digestAt: async (name: string) => files[name],
    async remove(name: string) {
      if (options.isKilledAtRemove) throw new Error('killed');
      done.push(`remove ${name}`);
    },
  };
  const setReplacementState = (_: unknown, state: ReplacementState) => void done.push(state);
  return { done, place, ledger: { setReplacementState } as unknown as Ledger };
}

describe('settlePlanned', () => {
  it.each([
    ['has its new bytes', { 'a.png': after, 'kept/a.png': before }, ['written']],
    [
      'has its old bytes, under a second name too',
      { 'a.png': before, 'kept/a.png': before },
      ['remove kept/a.png', 'abandoned'],
    ],
    ['has its old bytes', { 'a.png': before }, ['abandoned']],
    ['is gone, its old bytes kept', { 'kept/a.png': before }, ['abandoned']],
  ])('decides for an image that %s', async (_, files, expected) => {
    const { done, place, ledger } = setUp(files);
    await settlePlanned(planned, place, ledger);
    expect(done).toEqual(expected);
  });

  it.each([
    ['is gone', { 'trash/a.png': before }, ['written']],
    ['stands there, copied already', { 'a.png': before, 'trash/a.png': before }, ['abandoned']],
    ['stands there', { 'a.png': before }, ['abandoned']],
  ])('decides for one that was to be moved aside and %s', async (_, files, expected) => {
    const { done, place, ledger } = setUp(files);
    const aside = { ...planned, after: before, successor: 'trash/a.png', original: 'trash/a.png' };
    await settlePlanned(aside, place, ledger);
    expect(done).toEqual(expected);
  });

  it('decides nothing before the second name is gone, so that a kill there leaves it to the next run', async () => {
    const { done, place, ledger } = setUp({ 'a.png': before, 'kept/a.png': before }, { isKilledAtRemove: true });
    await expect(settlePlanned(planned, place, ledger)).rejects.toThrow('killed');
    expect(done).toEqual([]);
  });
});
