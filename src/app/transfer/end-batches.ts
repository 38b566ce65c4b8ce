import { describeMoved, endObjects, type MovedObject, type StartedObject } from './move-object.js';
import type { MoveTools } from './move-tools.js';

/** So many objects are one page of a listing. */
const batchSize = 1000;

/** Where an object waits for so long, the next one that comes has both read back, ms. */
const patience = 2000;

/** Reads back what was brought, many at once, while more is brought. What needs no reading comes by itself. */
export async function* endInBatches(
  objects: AsyncIterable<StartedObject>,
  tools: MoveTools,
): AsyncGenerator<MovedObject> {
  let batch: StartedObject[] = [];
  let since = 0;
  let ending: Promise<readonly MovedObject[]> = Promise.resolve([]);
  const endBatch = (): void => {
    ending = endAll(batch, tools);
    ending.catch(() => undefined); // it is told when it is awaited
    batch = [];
  };
  try {
    for await (const one of objects) {
      if (!('unread' in one.started)) {
        yield describeMoved(one.pair, one.started, tools);
        continue;
      }
      if (batch.length === 0) since = performance.now();
      batch.push(one);
      if (batch.length < batchSize && performance.now() - since < patience) continue;
      const ended = await ending;
      endBatch();
      yield* ended;
    }
    yield* await ending;
    endBatch();
    yield* await ending;
  } finally {
    await ending.catch(() => undefined);
  }
}

async function endAll(batch: readonly StartedObject[], tools: MoveTools): Promise<readonly MovedObject[]> {
  const ended = await endObjects(batch, tools);
  return ended.map(({ pair, end }) => describeMoved(pair, end, tools));
}
