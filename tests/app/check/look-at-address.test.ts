import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/core/events.js';
import type { ImageLook } from '../../../src/core/image-look.js';
import { digestOf } from '../../../src/lib/digest.js';
import { createAuthority } from '../../net/certificates.js';
import { openOrigin, resolveBy, unaborted } from '../../net/client-kit.js';
import { drawPicture } from '../../support/draw-picture.js';
import { openLook } from './look-kit.js';

const call = { signal: unaborted };
const small = { seed: 1, width: 60, height: 40 } as const;

describe('a look at an address', () => {
  it('says what an image is, for the ledger', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small, headers: { etag: '"1"' } } });
    const { bytes } = await drawPicture(small);
    expect(await openLook()(origin.urlOf('/a.png'), call)).toMatchObject({
      verdict: { level: 'ok', reasons: [] },
      digest: digestOf(bytes),
      bytes: bytes.length,
      format: 'png',
      width: 60,
      height: 40,
      validators: { etag: '"1"' },
      requests: 1,
      received: bytes.length,
    });
  });

  it('asks once, by GET, as an image of a page does', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small } });
    await openLook({ site: 'http://blog.example/posts/' })(origin.urlOf('/a.png'), call);
    expect(origin.requests).toHaveLength(1);
    expect(origin.requests[0]).toMatchObject({
      method: 'GET',
      headers: {
        accept: expect.stringMatching(/^image\/avif,image\/webp,/),
        'accept-encoding': expect.stringContaining('gzip, deflate'),
        referer: 'http://blog.example/',
      },
    });
  });

  it('sends a placeholder as Referer where the site is not known', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small } });
    await openLook()(origin.urlOf('/a.png'), call);
    expect(origin.requests[0]?.headers.referer).toBe('https://blog.example/');
  });

  it.each([404, 410])('asks once for what is %i', async (status) => {
    const origin = await openOrigin({ '/a.png': { status, body: 'no' } });
    expect(await openLook()(origin.urlOf('/a.png'), call)).toMatchObject({ requests: 1 });
    expect(origin.count()).toBe(1);
  });

  it('asks a second time, without Referer, for what is refused', async () => {
    const origin = await openOrigin({ '/a.png': { status: 403, body: 'no' } });
    expect(await openLook()(origin.urlOf('/a.png'), call)).toMatchObject({ requests: 2 });
    expect(origin.requests.map(({ headers }) => headers.referer)).toEqual(['https://blog.example/', undefined]);
  });

  it('counts the requests of redirects and further tries', async () => {
    const origin = await openOrigin({
      '/a.png': { redirectTo: '/b.png' },
      '/b.png': { picture: small, flaky: { times: 1, answer: { status: 503 } } },
    });
    expect(await openLook()(origin.urlOf('/a.png'), call)).toMatchObject({ verdict: { level: 'ok' }, requests: 4 });
    expect(origin.count()).toBe(4);
  });

  it('tells of each further try', async () => {
    const origin = await openOrigin({ '/a.png': { status: 500 } });
    const events: Omit<RunEvent, 'at'>[] = [];
    await openLook({ emit: (event) => events.push(event) })(origin.urlOf('/a.png'), call);
    expect(events).toMatchObject([
      { type: 'retrying', attempt: 2, error: { code: 'HTTP_BUSY', facts: { status: 500 } } },
      { type: 'retrying', attempt: 3 },
    ]);
  });

  it('does not begin a wait that is longer than the time left', async () => {
    const origin = await openOrigin({ '/a.png': { status: 429, headers: { 'retry-after': '60' } } });
    const events: unknown[] = [];
    const seen = await openLook({ emit: (event) => events.push(event) })(origin.urlOf('/a.png'), call);
    expect(seen).toMatchObject({ verdict: { level: 'unverifiable', reasons: ['rate-limited'] }, requests: 1 });
    expect(events).toEqual([]);
  });

  it('keeps what it saw where the time runs out on a further try', async () => {
    const origin = await openOrigin({
      '/a.png': { silent: true, flaky: { times: 1, answer: { status: 502 } } },
    });
    const look = openLook({ timeLimit: 2500, client: { timeouts: { connect: 2000, headers: 5000, body: 5000 } } });
    expect(await look(origin.urlOf('/a.png'), call)).toMatchObject({
      verdict: { reasons: ['server-error'] },
      requests: 2,
    });
  });

  it('gives up with the reason of its caller', async () => {
    const origin = await openOrigin({ '/a.png': { silent: true } });
    const controller = new AbortController();
    const look = openLook({ client: { timeouts: { connect: 500, headers: 5000, body: 5000 } } });
    const looking = look(origin.urlOf('/a.png'), { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(looking).rejects.toThrow('enough');
  });

  it.each(['not an address', 'ftp://a.example/x.png'])('calls %s broken', async (url) => {
    expect(await openLook()(url, call)).toMatchObject({ verdict: { level: 'broken' }, requests: 0 });
  });
});

describe('a known image', () => {
  const known: ImageLook = {
    verdict: { level: 'warn', reasons: ['octet-stream'], evidence: { status: 200 } },
    width: 60,
    validators: { etag: '"1"', lastModified: 'Wed, 21 Oct 2015 07:28:00 GMT' },
  };

  it('is asked whether it changed, and is what it was', async () => {
    const origin = await openOrigin({ '/a.png': { status: 304 } });
    const seen = await openLook()(origin.urlOf('/a.png'), { ...call, known });
    expect(origin.requests[0]?.headers).toMatchObject({
      'if-none-match': '"1"',
      'if-modified-since': 'Wed, 21 Oct 2015 07:28:00 GMT',
    });
    expect(seen).toEqual({ ...known, requests: 1, received: 0 });
  });

  it('may expire soon all the same', async () => {
    const origin = await openOrigin({ '/a.png': { status: 304 } });
    const url = origin.urlOf('/a.png?Expires=1700000000&Signature=x');
    const seen = await openLook({ now: () => 1_699_999_000_000 })(url, { ...call, known });
    expect(seen.verdict).toMatchObject({
      reasons: ['octet-stream', 'expiring-soon'],
      evidence: { status: 200, expires: '2023-11-14T22:13:20.000Z' },
    });
  });

  it('is looked at anew where it changed', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small } });
    expect(await openLook()(origin.urlOf('/a.png'), { ...call, known })).toMatchObject({ verdict: { level: 'ok' } });
  });

  it('is asked for in full where it was broken', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small } });
    const verdict = { level: 'broken', reasons: ['truncated'], evidence: {} } as const;
    await openLook()(origin.urlOf('/a.png'), { ...call, known: { ...known, verdict } });
    expect(origin.requests[0]?.headers).not.toHaveProperty('if-none-match');
  });
});

describe('a quick look', () => {
  it('reads a short image whole, and asks for no more than the first part', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small } });
    const seen = await openLook({ deep: false })(origin.urlOf('/a.png'), call);
    expect(seen).toMatchObject({ verdict: { level: 'ok' }, requests: 1, digest: expect.any(String) });
    expect(origin.requests[0]?.headers.range).toBe('bytes=0-65535');
  });

  it('asks again without Range where that is refused', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small, flaky: { times: 1, answer: { status: 416 } } } });
    expect(await openLook({ deep: false })(origin.urlOf('/a.png'), call)).toMatchObject({
      verdict: { level: 'ok' },
      requests: 2,
    });
    expect(origin.requests[1]?.headers.range).toBeUndefined();
  });
  it('believes the first part of a long image', async () => {
    const large = { seed: 1, width: 600, height: 400 } as const;
    const { bytes } = await drawPicture(large);
    const origin = await openOrigin({ '/a.png': { picture: large }, '/b.png': { picture: large, chunked: true } });
    const look = openLook({ deep: false });
    expect(await look(origin.urlOf('/a.png'), call)).toMatchObject({
      verdict: { level: 'ok', reasons: [] },
      bytes: bytes.length,
      width: 600,
      requests: 1,
    });
    expect(await look(origin.urlOf('/b.png'), call)).toMatchObject({
      verdict: { level: 'ok', reasons: [] },
      width: 600,
    });
    const { received } = await look(origin.urlOf('/a.png'), call);
    expect(received).toBeLessThan(bytes.length);
  });
});

describe('an http image on an https site', () => {
  it('is asked for by https too, and shows where that works', async () => {
    const authority = await createAuthority();
    const tls = await authority.issue('DNS:pictures.example');
    const secure = await openOrigin({ '/a.png': { picture: small } }, { tls });
    const look = openLook({
      site: 'https://blog.example/',
      client: {
        ca: authority.ca,
        allowHosts: ['pictures.example'],
        lookup: resolveBy({ 'pictures.example': '127.0.0.1' }),
      },
    });
    const url = `http://pictures.example:${secure.port}/a.png`;
    expect(await look(url, call)).toMatchObject({
      verdict: { level: 'warn', reasons: ['insecure'], evidence: { https: true } },
    });
  });

  it('asks a host that has no https only once', async () => {
    const origin = await openOrigin({ '/a.png': { picture: small }, '/b.png': { picture: small } });
    const look = openLook({ site: 'https://blog.example/' });
    expect(await look(origin.urlOf('/a.png'), call)).toMatchObject({ verdict: { evidence: { https: false } } });
    expect(await look(origin.urlOf('/b.png'), call)).toMatchObject({
      requests: 1,
      verdict: { evidence: { https: false } },
    });
  });
});

describe('cookies and credentials of a host', () => {
  it('are sent to it, and not on to where it redirects', async () => {
    const [other, origin] = [await openOrigin({ '/a.png': { picture: small } }), await openOrigin({})];
    origin.set('/a.png', { redirectTo: `http://other.example:${other.port}/a.png` });
    const look = openLook({
      client: {
        allowHosts: ['own.example', 'other.example'],
        lookup: resolveBy({ 'own.example': '127.0.0.1', 'other.example': '127.0.0.1' }),
        hosts: { 'own.example': { headers: { cookie: 'session=1', authorization: 'Bearer secret' } } },
      },
    });
    const url = `http://own.example:${origin.port}/a.png`;
    expect(await look(url, call)).toMatchObject({ verdict: { level: 'ok' } });
    expect(origin.requests[0]?.headers).toMatchObject({ cookie: 'session=1', authorization: 'Bearer secret' });
    expect(other.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization');
  });
});
