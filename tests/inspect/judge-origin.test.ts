import { describe, expect, it } from 'vitest';
import { isBlockedByPolicy, relateOrigins } from '../../src/inspect/judge-origin.js';

describe('Cross-Origin-Resource-Policy', () => {
  it.each([
    ['same-origin', 'https://a.example.com/x.png', 'https://a.example.com/', false],
    ['same-origin', 'https://a.example.com/x.png', 'https://b.example.com/', true],
    ['same-origin', 'https://a.example.com:8443/x.png', 'https://a.example.com/', true],
    ['same-site', 'https://a.example.com/x.png', 'https://b.example.com/', false],
    ['same-site', 'https://a.example.com/x.png', 'http://b.example.com/', true],
    ['same-site', 'http://a.example.com/x.png', 'https://b.example.com/', false],
    ['same-site', 'https://a.example.com/x.png', 'https://example.org/', true],
    ['same-site', 'https://a.one.com.cn/x.png', 'https://two.com.cn/', false],
    ['same-site', 'http://127.0.0.1/x.png', 'http://127.0.0.2/', true],
    ['same-origin', 'https://a.example.com/x.png', undefined, true],
    ['same-site', 'https://a.example.com/x.png', undefined, true],
    ['cross-origin', 'https://a.example.com/x.png', 'https://example.org/', false],
    ['SAME-ORIGIN', 'https://a.example.com/x.png', 'https://example.org/', false],
    ['same-origin, same-origin', 'https://a.example.com/x.png', 'https://example.org/', false],
    [undefined, 'https://a.example.com/x.png', 'https://example.org/', false],
  ])('%s: %s on %s is blocked: %s', (policy, address, site, isBlocked) => {
    expect(isBlockedByPolicy(policy, relateOrigins(address, site))).toBe(isBlocked);
  });
});
