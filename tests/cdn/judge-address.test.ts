import { describe, expect, it } from 'vitest';
import type { AuditRules, EdgeFacts, WholeAnswer } from '../../src/cdn/audit/edge-facts.js';
import { judgeAddress } from '../../src/cdn/audit/judge-address.js';

const good: WholeAnswer = {
  status: 200,
  headers: {
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: '"e"',
    'content-length': '4',
    'x-cache': 'HIT',
  },
  firstByte: 20,
  size: 4,
  sha256: 'a'.repeat(64),
  md5: 'b'.repeat(32),
  format: 'png',
  sum: undefined,
};

const rules: AuditRules = {
  site: 'https://blog.example/',
  hotlink: undefined,
  cors: false,
  minAge: 86_400_000,
  slowAfter: 800,
  certificateAge: 14 * 86_400_000,
  now: 0,
};

const facts = (more: Partial<EdgeFacts> = {}): EdgeFacts => ({
  url: 'https://img.example/a.png',
  first: good,
  second: good,
  modern: good,
  withoutReferer: good,
  foreignReferer: good,
  range: { ...good, status: 206, size: 1, headers: { 'content-range': 'bytes 0-0/4' } },
  stored: undefined,
  ...more,
});

const found = (more: Partial<EdgeFacts>, held: Partial<AuditRules> = {}): readonly string[] =>
  judgeAddress(facts(more), { ...rules, ...held }).map(({ id }) => id);

const withHeaders = (headers: Readonly<Record<string, string>>): WholeAnswer => ({
  ...good,
  headers: { ...good.headers, ...headers },
});

describe('judgeAddress', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(found({})).toEqual([]);
  });

  it('claims nothing of a cache that says nothing', () => {
    const silent = withHeaders({ 'x-cache': '' });
    expect(found({ first: silent, second: silent, withoutReferer: silent, foreignReferer: silent })).toEqual([]);
  });

  it('leaves a server alone that ignores Range without promising it', () => {
    expect(found({ range: { ...good, status: 200 } })).toEqual([]);
    expect(found({ first: withHeaders({ 'accept-ranges': 'bytes' }), range: { ...good, status: 200 } })).toEqual([
      'range-broken',
    ]);
  });

  it('calls an absence cached only where the store has the object', () => {
    const first = { ...good, status: 404 };
    const object = { size: 4, contentType: 'image/png', sum: { kind: 'md5', value: 'x' } };
    expect(found({ first, withoutReferer: first, stored: { object } })).toEqual(['cached-404']);
    expect(found({ first, withoutReferer: first, stored: { object: undefined } })).toEqual(['not-served']);
    expect(found({ first, withoutReferer: first })).toEqual(['not-served']);
  });

  it('sees that a page comes instead of the picture, though with 200', () => {
    const page = { ...withHeaders({ 'content-type': 'text/html; charset=utf-8' }), format: undefined };
    expect(found({ first: page, modern: page })).toEqual(['not-served']);
    expect(found({ first: { ...page, headers: { ...page.headers, 'content-type': 'image/png' } } })).toEqual([
      'wrong-type',
    ]);
  });

  it('does not call a picture stale that the edge converted and says so', () => {
    const object = { size: 4, contentType: 'image/png', sum: { kind: 'md5', value: 'x' } };
    expect(found({ first: { ...good, sum: 'y' }, stored: { object } })).toEqual(['edge-stale']);
    const webp = {
      ...withHeaders({ 'content-type': 'image/webp', vary: 'Accept' }),
      format: 'webp',
      sum: 'y',
    } as const;
    expect(found({ first: webp, modern: webp, stored: { object } })).toEqual([]);
  });

  it('sees a copy that only some browsers read, kept for all', () => {
    const webp = { ...withHeaders({ 'content-type': 'image/webp' }), format: 'webp' } as const;
    expect(found({ first: webp, modern: webp })).toEqual(['vary-missing']);
    expect(found({ url: 'https://img.example/a.webp', first: webp, modern: webp })).toEqual([]);
  });

  it('wants immutable only of names that are made of the bytes', () => {
    const first = withHeaders({ 'cache-control': 'max-age=2592000' });
    expect(found({ first })).toEqual([]);
    expect(found({ first, url: `https://img.example/aa/${'a'.repeat(32)}.png` })).toEqual(['not-immutable']);
    expect(found({ first, url: `https://img.example/aa/${'c'.repeat(32)}.png` })).toEqual([]);
  });

  it('takes another picture for strangers for protection', () => {
    expect(found({}, { hotlink: 'closed' })).toEqual(['hotlink-open']);
    expect(found({ foreignReferer: withHeaders({ 'content-length': '99' }) }, { hotlink: 'closed' })).toEqual([]);
    expect(found({ foreignReferer: { ...good, status: 403 } }, { hotlink: 'closed' })).toEqual([]);
  });

  it('tells an ended certificate from other silence', () => {
    const first = { error: 'TLS_FAILED', reason: 'CERT_HAS_EXPIRED' };
    expect(found({ first, withoutReferer: first })).toEqual(['certificate-expiring']);
    expect(found({ first: { error: 'DNS_FAILED' }, withoutReferer: { error: 'DNS_FAILED' } })).toEqual(['not-served']);
  });
});
