import { describe, expect, it } from 'vitest';
import type { ResolvedCredentials } from '../../src/credentials/credentials.js';
import { keepCredentials, resolveAccount } from '../../src/storage/keep-credentials.js';

const keys = (accessKeyId: string, securityToken?: string): ResolvedCredentials => ({
  accessKeyId,
  accessKeySecret: 'secret',
  from: { kind: 'env', name: 'TEST' },
  ...(securityToken === undefined ? {} : { securityToken }),
});

/** Keys that are found one after the other. */
function keep(...found: readonly ResolvedCredentials[]) {
  let looks = 0;
  const kept = keepCredentials(async () => {
    looks += 1;
    return found[looks - 1] ?? found.at(-1);
  });
  return { ...kept, looks: () => looks };
}

describe('keys of a store', () => {
  it('are looked for with the first request, once', async () => {
    const { credentials, looks } = keep(keys('a'));
    expect(looks()).toBe(0);
    expect(await Promise.all([credentials(), credentials()])).toEqual([keys('a'), keys('a')]);
    expect(looks()).toBe(1);
  });

  it('are looked for again by the first of those whose keys ran out', async () => {
    const { credentials, renewCredentials, looks } = keep(keys('a', '1'), keys('a', '2'));
    const expired = await credentials();
    expect(await renewCredentials(expired ?? keys('none'))).toBe(true);
    expect(await renewCredentials(expired ?? keys('none'))).toBe(true);
    expect(looks()).toBe(2);
    expect(await credentials()).toEqual(keys('a', '2'));
  });

  it('are no others where the same are found again', async () => {
    const { credentials, renewCredentials, looks } = keep(keys('a'));
    expect(await renewCredentials((await credentials()) ?? keys('none'))).toBe(false);
    expect(looks()).toBe(2);
  });
});

describe('an account', () => {
  const place = { env: {}, home: '/nonexistent' };
  const account = { provider: 'webdav', source: undefined, place: 'https://dav.example/', isOptional: true } as const;

  it('that needs no keys has none where none are found', async () => {
    expect(await resolveAccount(account, place)).toBeUndefined();
  });

  it.each([
    ['is not optional', { ...account, isOptional: false }, place],
    ['names where its keys are', { ...account, source: 'env:BLOG' }, place],
    ['has half of them', account, { ...place, env: { WEBDAV_USERNAME: 'me' } }],
  ] as const)('that %s must have them', async (_, given, at) => {
    await expect(resolveAccount(given as typeof account, at)).rejects.toMatchObject({ code: 'CREDENTIALS_MISSING' });
  });
});
