import { describe, expect, it, vi } from 'vitest';
import { createByteBudget } from '../../src/lib/byte-budget.js';
import { createDeadline } from '../../src/lib/deadline.js';

const unaborted = new AbortController().signal;

describe('a deadline', () => {
  it('is over when its time is, unless the work waits for its turn', async () => {
    vi.useFakeTimers();
    try {
      const deadline = createDeadline(1000, unaborted);
      let go = (): void => undefined;
      const waiting = deadline.standStill(() => new Promise<void>((resolve) => (go = resolve)));
      await vi.advanceTimersByTimeAsync(5000);
      expect(deadline.isOver).toBe(false);
      go();
      await waiting;
      await vi.advanceTimersByTimeAsync(999);
      expect(deadline.isOver).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(deadline.isOver).toBe(true);
      expect(deadline.signal.aborted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('hands on the reason of who gives up', () => {
    const outer = new AbortController();
    const deadline = createDeadline(60_000, outer.signal);
    outer.abort('enough');
    expect(deadline.signal.reason).toBe('enough');
    expect(deadline.isOver).toBe(false);
    deadline.end();
  });
});

describe('a budget of bytes', () => {
  it('lets nobody have what is not free', async () => {
    const budget = createByteBudget(100);
    const giveBack = await budget.reserve(80, unaborted);
    const order: string[] = [];
    const second = budget.reserve(40, unaborted).then((release) => {
      order.push('second');
      return release;
    });
    order.push('first is done');
    giveBack();
    (await second)();
    expect(order).toEqual(['first is done', 'second']);
  });

  it('gives all that there is to who wants more', async () => {
    (await createByteBudget(10).reserve(1000, unaborted))();
  });

  it('keeps nothing for who gave up', async () => {
    const budget = createByteBudget(100);
    const giveBack = await budget.reserve(100, unaborted);
    const controller = new AbortController();
    const waiting = budget.reserve(100, controller.signal);
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    giveBack();
    (await budget.reserve(100, unaborted))();
  });
});
