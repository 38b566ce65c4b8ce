import { describe, expect, it } from 'vitest';
import { createByteMeter, createRequestPace, type RequestPace } from '../../src/net/pace.js';

/** A clock that stands still until it is told. */
function createClock() {
  let at = 1000;
  const pass = (ms: number): void => {
    at += ms;
  };
  return { now: () => at, pass };
}

/** Requests that go out in some seconds when each waits for its turn. */
function countFor(seconds: number, pace: RequestPace, clock: ReturnType<typeof createClock>): number {
  const end = clock.now() + seconds * 1000;
  let count = 0;
  for (;;) {
    clock.pass(Math.max(pace.turn(), 0.5)); // a request takes half a millisecond
    if (clock.now() >= end) return count;
    count += 1;
  }
}

describe('createRequestPace', () => {
  it('lets everything go at once without a limit', () => {
    const clock = createClock();
    const pace = createRequestPace(undefined, clock.now);
    expect(Array.from({ length: 100 }, () => pace.turn())).toEqual(Array(100).fill(0));
  });

  it('spreads requests evenly, and never has more than the limit in any second', () => {
    const clock = createClock();
    const pace = createRequestPace(50, clock.now);
    expect(Array.from({ length: 4 }, () => pace.turn())).toEqual([0, 20, 40, 60]);
    expect(countFor(10, pace, clock)).toBeLessThanOrEqual(500);
    clock.pass(60_000);
    expect(Array.from({ length: 3 }, () => pace.turn())).toEqual([0, 20, 40]); // rest gives no credit
  });

  it('goes half as fast as it did when a server has too much, once for all that were under way', () => {
    const clock = createClock();
    const pace = createRequestPace(undefined, clock.now);
    countFor(2, pace, clock); // 2,000 a second
    for (let refusal = 0; refusal < 16; refusal += 1) pace.slowDown();
    const after = countFor(0.9, pace, clock);
    expect(after).toBeGreaterThan(800);
    expect(after).toBeLessThan(1000);
  });

  it('slows down again and again while it is still too much, to one request a second', () => {
    const clock = createClock();
    const pace = createRequestPace(100, clock.now);
    for (let second = 0; second < 20; second += 1) {
      pace.slowDown();
      countFor(1.1, pace, clock);
    }
    expect(countFor(0.9, pace, clock)).toBeLessThanOrEqual(2);
  });

  it('recovers, up to its own limit', () => {
    const clock = createClock();
    const pace = createRequestPace(200, clock.now);
    countFor(1, pace, clock);
    pace.slowDown();
    expect(countFor(1, pace, clock)).toBeLessThan(130);
    countFor(30, pace, clock);
    const after = countFor(1, pace, clock);
    expect(after).toBeGreaterThan(190);
    expect(after).toBeLessThanOrEqual(201);
  });
});

describe('createByteMeter', () => {
  it('lets so many bytes pass a second, whatever the pieces', () => {
    const clock = createClock();
    const meter = createByteMeter(1_000_000, clock.now);
    const waits = [100_000, 500_000, 400_000].map((bytes) => meter.take(bytes));
    expect(waits).toEqual([100, 600, 1000]);
    clock.pass(5000);
    expect(meter.take(1000)).toBe(1);
  });
});
