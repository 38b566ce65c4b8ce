import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { endInBatches } from '../../../src/app/transfer/end-batches.js';
import type { StartedObject } from '../../../src/app/transfer/move-object.js';
import type { MoveTools } from '../../../src/app/transfer/move-tools.js';
import { ImgferryError } from '../../../src/core/errors.js';
import { asObjectKey } from '../../../src/core/object-key.js';
import type { ObjectInfo, ProvenObject, UnreadObject } from '../../../src/core/storage.js';
import { collect } from '../../contract/storage/samples.js';

const infoOf = (at: number): ObjectInfo => ({ key: asObjectKey(`${at}.png`), size: at, headers: {} });

/** An object that is to be read back, or one that is over. */
function started(at: number, isUnread = true): StartedObject {
  const info = infoOf(at);
  if (!isUnread) return { pair: { source: info }, started: { state: 'in-place', info } };
  const unread = { isUnread: true, key: info.key, size: at, md5: '' } as const;
  return {
    pair: { source: info },
    started: { unread, end: async (proven) => ({ state: 'stored', info: proven.info }) },
  };
}

/** What the stage needs of its tools; each reading back is noted. */
function toolsWith(read: (objects: readonly UnreadObject[]) => Promise<(ProvenObject | ImgferryError)[]>) {
  const batches: number[] = [];
  const store = {
    id: 'file:x',
    publicUrl: () => undefined,
    readBack: (objects: readonly UnreadObject[]) => {
      batches.push(objects.length);
      return read(objects);
    },
  };
  const tools = {
    source: store,
    target: store,
    denials: { isOfOne: () => false },
    signal: new AbortController().signal,
  } as unknown as MoveTools;
  return { tools, batches };
}

const asFound = async (objects: readonly UnreadObject[]) =>
  objects.map(({ key, size }) => ({ info: { key, size, headers: {} } }));

async function* all(count: number, isUnread: (at: number) => boolean = () => true): AsyncGenerator<StartedObject> {
  for (let at = 0; at < count; at += 1) yield started(at, isUnread(at));
}

describe('ending objects in batches', () => {
  it('reads back a thousand at once and the rest at the end, each object once', async () => {
    const { tools, batches } = toolsWith(asFound);
    const keys: (string | undefined)[] = [];
    for await (const { outcome } of endInBatches(all(2500), tools)) {
      expect(outcome.state).toBe('stored');
      keys.push(outcome.key);
    }
    expect(Math.max(...batches)).toBeLessThanOrEqual(1000);
    expect(batches.length).toBeLessThan(8); // three, where the machine does not stand still for seconds
    expect(batches.reduce((sum, objects) => sum + objects, 0)).toBe(2500);
    expect(new Set(keys).size).toBe(2500);
    expect(keys).toHaveLength(2500);
  });

  it('lets pass what needs no reading, and asks for nothing then', async () => {
    const { tools, batches } = toolsWith(asFound);
    const states: string[] = [];
    for await (const { outcome } of endInBatches(
      all(30, () => false),
      tools,
    ))
      states.push(outcome.state);
    expect(states).toEqual(Array(30).fill('in-place'));
    expect(batches).toEqual([]);
  });

  it('takes more while it reads back', async () => {
    let taken = 0;
    async function* counted(): AsyncGenerator<StartedObject> {
      for await (const one of all(3000)) {
        taken += 1;
        yield one;
      }
    }
    const takenThen: number[] = [];
    const { tools } = toolsWith(async (objects) => {
      await wait(20);
      takenThen.push(taken);
      return asFound(objects);
    });
    for await (const _ of endInBatches(counted(), tools));
    expect(takenThen[0]).toBeGreaterThan(1000);
  });

  it('tells an object that is not as it should be, and goes on', async () => {
    const mismatch = new ImgferryError('OBJECT_MISMATCH', { key: '1.png' });
    const { tools } = toolsWith(async (objects) =>
      (await asFound(objects)).map((one, at) => (at === 1 ? mismatch : one)),
    );
    const states: string[] = [];
    for await (const { outcome } of endInBatches(all(3), tools)) states.push(outcome.state);
    expect(states).toEqual(['stored', 'failed', 'stored']);
  });

  it('fails with what stops the run, wherever it comes from', async () => {
    const denied = new ImgferryError('STORE_ACCESS_DENIED', {});
    const { tools } = toolsWith(async () => [denied]);
    await expect(collect(endInBatches(all(1), tools))).rejects.toBe(denied);
    async function* failing(): AsyncGenerator<StartedObject> {
      yield* all(1500);
      throw new Error('the listing ended early');
    }
    const other = toolsWith(asFound);
    await expect(collect(endInBatches(failing(), other.tools))).rejects.toThrow('ended early');
  });
});
