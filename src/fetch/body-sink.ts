import type { ByteBudget } from '../lib/byte-budget.js';
import type { Deadline } from '../lib/deadline.js';

/** Holds a body in memory: a short one as it comes, a long one once there is room for all of it. */
export interface BodySink {
  /** Of all that was added, also where it is more than was announced; what is more is not held. */
  readonly size: number;
  /** Undefined where there is nothing to wait for. */
  add(chunk: Buffer): Promise<void> | undefined;
  /** All so far. */
  bytes(): Buffer;
  /** Gives back the room; the bytes must not be used any more. Idempotent. */
  release(): void;
}

export interface BodyRoom {
  /** Bytes that the body will have at most: as announced, else the limit. */
  readonly most: number;
  readonly budget: ByteBudget;
  /** Stands still while there is no room. */
  readonly deadline: Deadline;
}

/** What is held without asking for room: most pictures of a page are no longer. */
const short = 256 * 1024;

export function createBodySink({ most, budget, deadline }: BodyRoom): BodySink {
  let chunks: Buffer[] = [];
  let long: Buffer | undefined;
  let size = 0;
  let release = (): void => undefined;

  async function takeRoom(chunk: Buffer): Promise<void> {
    release = await deadline.standStill(() => budget.reserve(most, deadline.signal));
    // memory that is not written to costs nothing, so the limit may stand for a length that is not known
    long = Buffer.allocUnsafeSlow(most);
    let at = 0;
    for (const part of [...chunks, chunk]) at += part.copy(long, at);
    chunks = [];
    size += chunk.length;
  }

  return {
    get size() {
      return size;
    },
    add(chunk) {
      if (!long && size + chunk.length > short) return takeRoom(chunk);
      if (long) chunk.copy(long, size);
      else chunks.push(chunk);
      size += chunk.length;
      return undefined;
    },
    bytes() {
      if (long) return long.subarray(0, size);
      const [first = Buffer.alloc(0)] = chunks;
      return chunks.length === 1 ? first : Buffer.concat(chunks, size);
    },
    release() {
      release();
      release = () => undefined;
      chunks = [];
      long = undefined;
    },
  };
}
