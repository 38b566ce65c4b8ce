import { describe, expect, it } from 'vitest';
import { resolveTencentKeys } from '../../src/credentials/tencent-keys.js';

const pair = { accessKeyId: 'id', accessKeySecret: 'secret' };

describe('resolveTencentKeys', () => {
  it.each([
    [undefined, { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'secret' }, pair],
    ['env:BLOG', { BLOG_SECRET_ID: 'id', BLOG_SECRET_KEY: 'secret' }, pair],
    [
      'env:BLOG',
      { BLOG_SECRET_ID: 'id', BLOG_SECRET_KEY: 'secret', BLOG_TOKEN: 'token' },
      { ...pair, securityToken: 'token' },
    ],
  ])('of %s finds %j', (source, env, keys) => {
    expect(resolveTencentKeys(source, { env })).toEqual(keys);
  });

  it.each([
    [undefined, {}, { expected: ['TENCENTCLOUD_SECRET_ID', 'TENCENTCLOUD_SECRET_KEY'] }],
    [
      undefined,
      { TENCENTCLOUD_SECRET_ID: 'id' },
      { expected: ['TENCENTCLOUD_SECRET_KEY'], found: 'TENCENTCLOUD_SECRET_ID' },
    ],
    ['profile:blog', {}, { source: 'profile:blog', expected: ['env:PREFIX'] }],
  ])('of %s says what is missing in %j', (source, env, facts) => {
    expect(() => resolveTencentKeys(source, { env })).toThrow(
      expect.objectContaining({ code: 'CREDENTIALS_MISSING', facts: expect.objectContaining(facts) }),
    );
  });
});
