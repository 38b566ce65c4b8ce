import { describe, expect, it } from 'vitest';
import { runAll } from '../../src/pipeline/run-all.js';

const never = new AbortController().signal;

async function collect<Result>(results: AsyncIterable<Result>): Promise<Result[]> {
  const list: Result[] = [];
  for await (const result of results) list.push(result);
  return list;
}

/** Actions that end when they are told to. */
function createGates() {
  const gates = new Map<number, () => void>();
  return {
    running: () => gates.size,
    open(item: number) {
      gates.get(item)?.();
      gates.delete(item);
    },
    wait: (item: number) => new Promise<number>((resolve) => gates.set(item, () => resolve(item))),
  };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('runAll', () => {
  it('yields a result for every item', async () => {
    const results = await collect(runAll([1, 2, 3, 4], async (n) => n * 2, { atOnce: 2, signal: never }));
    expect(results.sort()).toEqual([2, 4, 6, 8]);
  });

  it('runs no more than so many at once and reads no item before there is room for it', async () => {
    const gates = createGates();
    let read = 0;
    const items = (function* () {
      for (let n = 1; n <= 4; n++) {
        read = n;
        yield n;
      }
    })();
    const done = collect(runAll(items, gates.wait, { atOnce: 2, signal: never }));
    await settled();
    expect([gates.running(), read]).toEqual([2, 2]);
    gates.open(1);
    await settled();
    expect([gates.running(), read]).toEqual([2, 3]);
    for (const n of [2, 3, 4]) {
      gates.open(n);
      await settled();
    }
    expect(await done).toHaveLength(4);
  });

  it('yields what is done while a slow item is still running', async () => {
    const gates = createGates();
    const results = runAll([1, 2, 3], (n) => (n === 1 ? gates.wait(n) : Promise.resolve(n)), {
      atOnce: 2,
      signal: never,
    });
    expect((await results.next()).value).toBe(2);
    expect((await results.next()).value).toBe(3);
    gates.open(1);
    expect((await results.next()).value).toBe(1);
  });

  it('takes no more items after an error, waits for what was begun, and throws it', async () => {
    const gates = createGates();
    const begun: number[] = [];
    const action = (n: number): Promise<number> => {
      begun.push(n);
      return n === 2 ? Promise.reject(new Error('second')) : gates.wait(n);
    };
    const done = collect(runAll([1, 2, 3, 4], action, { atOnce: 2, signal: never }));
    const thrown = expect(done).rejects.toThrow('second');
    await settled();
    gates.open(1);
    await thrown;
    expect(begun).toEqual([1, 2]);
  });

  it('ends with the reason of an abort', async () => {
    const controller = new AbortController();
    const action = async (n: number): Promise<number> => {
      if (n === 2) controller.abort(new Error('interrupted'));
      return n;
    };
    await expect(collect(runAll([1, 2, 3], action, { atOnce: 1, signal: controller.signal }))).rejects.toThrow(
      'interrupted',
    );
  });
});
