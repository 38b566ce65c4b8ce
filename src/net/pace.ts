/** How fast a client may be at most; undefined: as fast as it can. */
export interface Pace {
  readonly bytesPerSecond?: number;
  readonly requestsPerSecond?: number;
}

/** When requests may go out, evenly spread: never two at once where there is a limit. Times in ms. */
export interface RequestPace {
  /** Takes the next turn; how long to wait for it. */
  turn(): number;
  /** The server had too much. */
  slowDown(): void;
}

const slowest = 1; // a second
const once = 1000; // ms: refusals of requests that were under way together count once
const doubling = 4000; // ms without a refusal until it is twice as fast again

/** @param most requests a second; undefined: no limit until a server sets one */
export function createRequestPace(most = Number.POSITIVE_INFINITY, now: () => number): RequestPace {
  let rate = most;
  /** What it was when the server had too much; well over it, its limit is forgotten. */
  let ceiling = most;
  let nextAt = 0;
  let refusedAt = Number.NEGATIVE_INFINITY;
  let recoveredAt = Number.NEGATIVE_INFINITY;
  let windowStart = now();
  let started = 0;
  let measured = 0;

  function measure(at: number): void {
    if (at - windowStart >= 1000) {
      measured = (started * 1000) / (at - windowStart);
      windowStart = at;
      started = 0;
    }
    started += 1;
  }

  function recover(at: number): void {
    if (rate >= most || at - refusedAt < once) return;
    rate = Math.min(most, rate * 2 ** ((at - Math.max(refusedAt, recoveredAt)) / doubling));
    recoveredAt = at;
    if (rate > 4 * ceiling) rate = most;
  }

  return {
    turn() {
      const at = now();
      measure(at);
      recover(at);
      if (!Number.isFinite(rate)) return 0;
      const turn = Math.max(at, nextAt);
      nextAt = turn + 1000 / rate;
      return turn - at;
    },
    slowDown() {
      const at = now();
      if (at - refusedAt < once) return;
      const elapsed = Math.max(at - windowStart, 100);
      const current = Number.isFinite(rate) ? rate : Math.max(measured, (started * 1000) / elapsed);
      ceiling = current;
      rate = Math.max(slowest, current / 2);
      refusedAt = at;
      nextAt = Math.max(nextAt, at + 1000 / rate);
    },
  };
}

/** When bytes may pass. */
export interface ByteMeter {
  /** Takes room for so many; how long to wait for it, in ms. */
  take(bytes: number): number;
}

export function createByteMeter(perSecond: number, now: () => number): ByteMeter {
  let freeAt = 0;
  return {
    take(bytes) {
      const at = now();
      const from = Math.max(at, freeAt);
      freeAt = from + (bytes * 1000) / perSecond;
      return freeAt - at;
    },
  };
}
