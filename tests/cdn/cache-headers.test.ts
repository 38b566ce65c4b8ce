import { describe, expect, it } from 'vitest';
import { cacheStatusOf, lifetimeOf } from '../../src/cdn/audit/cache-headers.js';

describe('cacheStatusOf', () => {
  it.each([
    [{ 'x-cache': 'HIT TCP_MEM_HIT dirn:10:330478' }, 'hit'], // Alibaba
    [{ 'x-cache': 'MISS TCP_MISS dirn:-2:-2' }, 'miss'],
    [{ 'x-cache': 'Hit from cloudfront' }, 'hit'],
    [{ 'x-cache': 'Miss from cloudfront', age: '7' }, 'miss'],
    [{ 'x-cache': 'HIT, MISS' }, 'miss'], // a shield's, then the edge's
    [{ 'cf-cache-status': 'REVALIDATED' }, 'hit'],
    [{ 'cf-cache-status': 'DYNAMIC' }, 'miss'],
    [{ 'x-cache-lookup': 'Cache Hit' }, 'hit'], // Tencent
    [{ 'cache-status': 'origin; hit, edge; fwd=miss' }, 'miss'],
    [{ 'cache-status': 'edge; hit; ttl=30' }, 'hit'],
    [{ 'x-varnish': '32770 3' }, 'hit'],
    [{ age: '12' }, 'hit'],
    [{ age: '0' }, undefined],
    [{}, undefined],
  ])('%j is %s', (headers, status) => {
    expect(cacheStatusOf(headers)).toBe(status);
  });
});

describe('lifetimeOf', () => {
  it.each([
    [{ 'cache-control': 'public, max-age=3600' }, 3_600_000],
    [{ 'cache-control': 'max-age="60"' }, 60_000],
    [{ 'cache-control': 'no-cache, max-age=3600' }, 0],
    [{ 'cache-control': 'no-store' }, 0],
    [{ 'cache-control': 's-maxage=3600' }, undefined],
    [{ expires: 'Thu, 01 Jan 2026 01:00:00 GMT', date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, 3_600_000],
    [{ expires: '0', date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, 0],
    [{ expires: '-1' }, 0],
    [{}, undefined],
  ])('%j keeps for %s ms', (headers, ms) => {
    expect(lifetimeOf(headers)).toBe(ms);
  });
});
