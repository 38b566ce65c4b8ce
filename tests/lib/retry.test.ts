import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import { backoff, retry } from '../../src/lib/retry.js';

const options = { attempts: 4, signal: new AbortController().signal, delayFor: () => 0 };

describe('retry', () => {
  it('calls again what can succeed, so many times in all', async () => {
    let calls = 0;
    const action = async () => {
      calls++;
      throw new ImgferryError('HTTP_BUSY', { status: 503 });
    };
    await expect(retry(action, options)).rejects.toMatchObject({ code: 'HTTP_BUSY' });
    expect(calls).toBe(4);
  });

  it.each([new ImgferryError('HTTP_STATUS', { status: 404 }), new Error('a bug')])(
    'never repeats %s',
    async (error) => {
      let calls = 0;
      const action = async () => {
        calls++;
        throw error;
      };
      await expect(retry(action, options)).rejects.toBe(error);
      expect(calls).toBe(1);
    },
  );

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const waiting = retry(
      async () => {
        throw new ImgferryError('HTTP_BUSY');
      },
      { attempts: 2, signal: controller.signal, delayFor: () => 60_000, onRetry: () => controller.abort() },
    );
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('backoff', () => {
  it('waits as long as the server asked', () => {
    expect(backoff(new ImgferryError('HTTP_BUSY', { retryAfter: 1500 }), 2)).toBe(1500);
  });

  it('never waits longer than half a minute', () => {
    expect(backoff(new ImgferryError('HTTP_BUSY', { retryAfter: 9e9 }), 2)).toBe(30_000);
    expect(backoff(new ImgferryError('HTTP_BUSY'), 30)).toBeLessThanOrEqual(30_000);
  });

  it.each([
    [2, 125, 250],
    [3, 250, 500],
    [4, 500, 1000],
  ])('before attempt %i waits %i to %i ms', (attempt, least, most) => {
    const delay = backoff(new ImgferryError('CONNECTION_FAILED'), attempt);
    expect(delay).toBeGreaterThanOrEqual(least);
    expect(delay).toBeLessThanOrEqual(most);
  });
});
