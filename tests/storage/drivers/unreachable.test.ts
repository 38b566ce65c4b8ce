import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../../src/core/errors.js';
import { unreachable } from '../../../src/storage/drivers/bucket/bucket-errors.js';

const place = { bucket: 'pictures', key: undefined, host: 'store.example' };
const proxy = 'proxy.example:3128';

describe('a store that gave no answer', () => {
  it.each([
    ['CONNECTION_FAILED', { reason: 'ECONNREFUSED' }, 'STORE_UNREACHABLE'],
    ['CONNECTION_FAILED', { reason: 'ECONNRESET' }, 'STORE_ERROR'],
    ['CONNECTION_FAILED', { reason: 'PROXY_407', proxy }, 'STORE_UNREACHABLE'],
    ['CONNECTION_FAILED', { reason: 'ENOTFOUND', proxy }, 'STORE_UNREACHABLE'],
    ['RESPONSE_TIMEOUT', { phase: 'connect', proxy }, 'STORE_UNREACHABLE'],
    ['RESPONSE_TIMEOUT', { phase: 'headers' }, 'STORE_ERROR'],
    ['TLS_FAILED', { reason: 'CERT_HAS_EXPIRED' }, 'STORE_UNREACHABLE'],
  ] as const)('by %s %o is %s, with the proxy that was on the way', (code, facts, expected) => {
    const { reason, phase, proxy: through }: Readonly<Record<string, string>> = facts;
    expect(unreachable(new ImgferryError(code, facts), place)).toMatchObject({
      code: expected,
      facts: { found: code, reason: reason ?? phase, host: 'store.example', ...(through ? { proxy: through } : {}) },
    });
  });

  it('names the object only where it is the object’s own call that broke', () => {
    const told = (reason: string) =>
      unreachable(new ImgferryError('CONNECTION_FAILED', { reason }), { ...place, key: '.imgferry-probe-1' });
    expect(told('ECONNREFUSED')).toMatchObject({ facts: { reason: 'ECONNREFUSED' } });
    expect(told('ECONNREFUSED')).not.toMatchObject({ facts: { key: expect.anything() } });
    expect(told('ECONNRESET')).toMatchObject({ facts: { key: '.imgferry-probe-1' } });
  });
});
