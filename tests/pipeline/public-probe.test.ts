import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import { createPublicProbe, unreadable } from '../../src/pipeline/public-probe.js';

describe('createPublicProbe', () => {
  it('lets the first go ahead alone and the others follow when it has passed', async () => {
    const probe = createPublicProbe();
    let finishFirst = (): void => undefined;
    const order: string[] = [];
    const first = probe.pass(async (asProbe) => {
      order.push(`first ${asProbe}`);
      await new Promise<void>((resolve) => {
        finishFirst = resolve;
      });
    });
    const second = probe.pass(async (asProbe) => void order.push(`second ${asProbe}`));
    await new Promise((resolve) => setImmediate(resolve));
    expect(order).toEqual(['first true']);
    finishFirst();
    await Promise.all([first, second]);
    expect(order).toEqual(['first true', 'second false']);
  });

  it('tries the next one as the probe when the first failed for its own reasons', async () => {
    const probe = createPublicProbe();
    const roles: boolean[] = [];
    const attempt = (fails: boolean) =>
      probe.pass(async (asProbe) => {
        roles.push(asProbe);
        if (fails) throw new ImgferryError('OBJECT_CONFLICT');
      });
    await Promise.allSettled([attempt(true), attempt(false), attempt(false)]);
    expect(roles).toEqual([true, true, false]);
  });

  it('lets nobody go ahead after a probe that stops the run', async () => {
    const probe = createPublicProbe();
    let calls = 0;
    const attempt = () =>
      probe.pass(async () => {
        calls++;
        throw new ImgferryError('PUBLIC_ADDRESS_UNREADABLE');
      });
    await Promise.allSettled([attempt(), attempt(), attempt()]);
    expect(calls).toBe(1);
  });
});

describe('unreadable', () => {
  it.each([
    ['DNS_FAILED', {}, 'dns'],
    ['TLS_FAILED', {}, 'certificate'],
    ['CONNECTION_FAILED', {}, 'connection'],
    ['ADDRESS_BLOCKED', {}, 'guard'],
    ['PUBLIC_MISMATCH', {}, 'other-bytes'],
    ['HTTP_STATUS', { status: 403 }, 'access'],
    ['HTTP_STATUS', { status: 404 }, 'address-base'],
  ] as const)('tells the likely cause of %s %j', (code, facts, hint) => {
    const error = unreadable('https://img.example.com/a.png', new ImgferryError(code, facts));
    expect(error).toMatchObject({
      code: 'PUBLIC_ADDRESS_UNREADABLE',
      scope: 'run',
      facts: { hint, host: 'img.example.com' },
    });
  });
});
