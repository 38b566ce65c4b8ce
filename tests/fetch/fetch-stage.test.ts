import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { AssetSource } from '../../src/core/asset.js';
import type { FetchStageOptions } from '../../src/fetch/fetch-stage.js';
import { failureOf, openClient, openOrigin } from '../net/client-kit.js';
import { drawPicture } from '../support/draw-picture.js';
import type { OriginRoute, OriginServer } from '../support/origin-server.js';
import { digestOf, openFolder, openStage } from './stage-kit.js';

async function fetchFrom(route: OriginRoute, options: Partial<FetchStageOptions> = {}) {
  const origin: OriginServer = await openOrigin({ '/a.png': route });
  const { fetch, folder } = await openStage(options);
  return { origin, folder, url: origin.urlOf('/a.png'), fetching: fetch(origin.urlOf('/a.png')) };
}

describe('a remote image', () => {
  it('arrives in memory with its digest, size and type', async () => {
    const picture = await drawPicture({ seed: 1 });
    const { fetching, folder } = await fetchFrom({ picture: { seed: 1 } });
    const fetched = await fetching;
    expect(fetched).toMatchObject({
      digest: digestOf(picture.bytes),
      size: picture.bytes.length,
      contentType: 'image/png',
    });
    expect(fetched.content).toEqual(picture.bytes);
    expect(fetched.isSpooled).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it('arrives in the spool where it is a megabyte and more', async () => {
    const body = Buffer.alloc(2 ** 20, 'long');
    const { fetching, folder } = await fetchFrom({ body }, { maxBytes: 2 ** 21 });
    const path = join(folder, digestOf(body));
    expect(await fetching).toMatchObject({ digest: digestOf(body), content: { path }, isSpooled: true });
    expect((await readFile(path)).equals(body)).toBe(true);
  });

  it('is asked for as the file that was put there, unpacked', async () => {
    const { fetching, origin } = await fetchFrom({ body: 'x' });
    await fetching;
    expect(origin.requests[0]).toMatchObject({
      method: 'GET',
      headers: { accept: 'image/*,*/*;q=0.5', 'accept-encoding': 'identity' },
    });
  });

  it("is asked for with its own Referer before the site's", async () => {
    const origin = await openOrigin({ '/': { body: 'x' } });
    const { fetch } = await openStage({
      client: openClient({ allowHosts: ['127.0.0.1'], site: 'https://blog.example/' }),
    });
    await fetch({ kind: 'remote', url: origin.url, referer: 'https://own.example/' });
    await fetch(origin.url);
    expect(origin.requests.map(({ headers }) => headers.referer)).toEqual([
      'https://own.example/',
      'https://blog.example/',
    ]);
  });

  it('may be empty: saying so is for the next stage', async () => {
    expect(await (await fetchFrom({ body: '' })).fetching).toMatchObject({ size: 0, digest: digestOf('') });
    expect(await (await fetchFrom({ status: 204 })).fetching).toMatchObject({ size: 0 });
  });

  it('is followed through redirects', async () => {
    const origin = await openOrigin({ '/': { redirectTo: '/b' }, '/b': { redirectTo: '/c' }, '/c': { body: 'here' } });
    expect(await (await openStage()).fetch(origin.url)).toMatchObject({ digest: digestOf('here') });
  });

  it.each([400, 401, 403, 404, 410, 451, 304, 302])('with status %d is HTTP_STATUS', async (status) => {
    const { fetching, url } = await fetchFrom({ status, body: status === 304 ? '' : 'no' });
    expect(await failureOf(fetching)).toEqual({ code: 'HTTP_STATUS', url, status });
  });

  it.each([
    [408, undefined, undefined],
    [425, '2', 2000],
    [429, '120', 120_000],
    [500, 'soon', undefined],
    [503, 'Wed, 24 Sep 2025 08:00:00 GMT', 0],
    [599, undefined, undefined],
  ])('with status %d and Retry-After %s may come later', async (status, after, retryAfter) => {
    const headers = after === undefined ? {} : { 'retry-after': after };
    const { fetching, url } = await fetchFrom({ status, headers });
    const expected = { code: 'HTTP_BUSY', url, status, ...(retryAfter === undefined ? {} : { retryAfter }) };
    expect(await failureOf(fetching)).toEqual(expected);
  });

  it('behind a challenge for people says so', async () => {
    const { fetching } = await fetchFrom({ status: 403, headers: { 'cf-mitigated': 'challenge' } });
    expect(await failureOf(fetching)).toMatchObject({ code: 'HTTP_STATUS', hint: 'challenge' });
  });

  it('that is cut is RESPONSE_CUT and leaves nothing', async () => {
    for (const cutAfter of [1000, 500_000]) {
      const { fetching, folder, url } = await fetchFrom({ body: Buffer.alloc(900_000), cutAfter });
      expect(await failureOf(fetching)).toMatchObject({ code: 'RESPONSE_CUT', url, expected: 900_000 });
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('in part, unasked, is RESPONSE_CUT unless the part is the whole', async () => {
    const part = await fetchFrom({ status: 206, body: 'half', headers: { 'content-range': 'bytes 0-3/8' } });
    expect(await failureOf(part.fetching)).toMatchObject({ code: 'RESPONSE_CUT', expected: 8, found: 4 });
    const whole = await fetchFrom({ status: 206, body: 'whole', headers: { 'content-range': 'bytes 0-4/5' } });
    expect(await whole.fetching).toMatchObject({ size: 5 });
  });

  it('that comes slowly comes whole', async () => {
    const { fetching } = await fetchFrom({ body: 'slowly, but it comes', drip: { bytes: 1, every: 2 } });
    expect(await fetching).toMatchObject({ digest: digestOf('slowly, but it comes') });
  });

  it('that fails at first is there when it is asked again', async () => {
    const origin = await openOrigin({ '/': { body: 'fine', flaky: { times: 2, answer: { status: 503 } } } });
    const { fetch } = await openStage();
    expect(await failureOf(fetch(origin.url))).toMatchObject({ code: 'HTTP_BUSY' });
    expect(await failureOf(fetch(origin.url))).toMatchObject({ code: 'HTTP_BUSY' });
    expect(await fetch(origin.url)).toMatchObject({ digest: digestOf('fine') });
  });
});

describe('an image that is too large', () => {
  it('is refused by what is announced, without reading it', async () => {
    const { fetching, origin, url } = await fetchFrom({
      body: 'x',
      headers: { 'content-length': '2000000' },
      cutAfter: 1,
    });
    expect(await failureOf(fetching)).toEqual({ code: 'TOO_LARGE', url, expected: 1_000_000, found: 2_000_000 });
    await origin.untilIdle();
  });

  it('is refused where it gets too long, without end as it is', async () => {
    const { fetching, origin, folder, url } = await fetchFrom({ body: Buffer.alloc(64 * 1024), endless: true });
    expect(await failureOf(fetching)).toEqual({ code: 'TOO_LARGE', url, expected: 1_000_000 });
    expect(await readdir(folder)).toEqual([]);
    await origin.untilIdle();
  });

  it.each([
    ['a gzip bomb', 'gzip', () => gzipSync(Buffer.alloc(60_000_000))],
    ['a bomb within a bomb', 'gzip, gzip', () => gzipSync(gzipSync(Buffer.alloc(60_000_000)))],
    [
      'a brotli bomb',
      'br',
      () => brotliCompressSync(Buffer.alloc(30_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    ],
  ])('is refused as %s, in bounded memory', async (_, encoding, pack) => {
    const body = pack();
    const before = process.memoryUsage().rss;
    const { fetching, folder } = await fetchFrom({ body, headers: { 'content-encoding': encoding } });
    expect(await failureOf(fetching)).toMatchObject({ code: 'TOO_LARGE', expected: 1_000_000 });
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is refused as an endless stream that unpacks to nothing', async () => {
    const route = { body: gzipSync(''), endless: true, headers: { 'content-encoding': 'gzip' } } as const;
    const { fetching, url } = await fetchFrom(route, { maxBytes: 20_000 });
    expect(await failureOf(fetching)).toEqual({ code: 'TOO_LARGE', url, expected: 20_000 });
  });

  it('takes no more memory than a few pieces of it', async () => {
    const body = Buffer.alloc(1024 * 1024);
    const before = process.memoryUsage().rss;
    const { fetching } = await fetchFrom({ body, endless: true }, { maxBytes: 300_000_000 });
    expect(await failureOf(fetching)).toMatchObject({ code: 'TOO_LARGE' });
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });
});

describe('a Content-Encoding that was not asked for', () => {
  const picture = 'a picture, or nearly one';

  it.each([
    ['gzip', gzipSync(picture)],
    ['x-gzip', gzipSync(picture)],
    ['deflate', deflateSync(picture)],
    ['br', brotliCompressSync(picture)],
    ['GZIP , br', brotliCompressSync(gzipSync(picture))],
    ['utf-8', Buffer.from(picture)],
    ['', Buffer.from(picture)],
  ])('of %j is taken off', async (encoding, body) => {
    const { fetching } = await fetchFrom({ body, headers: { 'content-encoding': encoding } });
    expect(await fetching).toMatchObject({ digest: digestOf(picture), size: picture.length });
  });

  it.each(['gzip', 'deflate', 'br'])('of %s that is false makes the image broken', async (encoding) => {
    const { fetching, url, folder } = await fetchFrom({
      picture: { seed: 2 },
      headers: { 'content-encoding': encoding },
    });
    expect(await failureOf(fetching)).toMatchObject({
      code: 'IMAGE_BROKEN',
      url,
      found: encoding,
      hint: 'content-encoding',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that ends too early is a cut', async () => {
    const body = gzipSync(picture.repeat(100)).subarray(0, 60);
    const { fetching, url } = await fetchFrom({ body, headers: { 'content-encoding': 'gzip' } });
    expect(await failureOf(fetching)).toMatchObject({ code: 'RESPONSE_CUT', url });
  });

  it('is cut with its connection', async () => {
    const body = gzipSync(Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 251)));
    const { fetching } = await fetchFrom({ body, cutAfter: 300, headers: { 'content-encoding': 'gzip' } });
    expect(await failureOf(fetching)).toMatchObject({ code: 'RESPONSE_CUT', expected: body.length, found: 300 });
  });

  it('packed again and again is refused', async () => {
    const encoding = 'gzip, gzip, gzip, gzip';
    const { fetching, url } = await fetchFrom({ body: 'x', headers: { 'content-encoding': encoding } });
    expect(await failureOf(fetching)).toMatchObject({ code: 'IMAGE_BROKEN', url, found: encoding });
  });
});

describe("a store's object", () => {
  const object = (content: string, size = content.length) => ({
    openObject: async () => ({
      info: { size, contentType: 'image/gif' },
      stream: Readable.from([Buffer.from(content)]),
    }),
  });
  const source: AssetSource = { kind: 'store', store: 'blog', key: 'a/b.gif' };

  it('arrives in memory, and in the spool where it is long', async () => {
    const { fetch } = await openStage(object('object'));
    const content = Buffer.from('object');
    expect(await fetch(source)).toMatchObject({ digest: digestOf('object'), content, contentType: 'image/gif' });
    const long = 'long'.repeat(2 ** 18);
    const { fetch: fetchLong, folder } = await openStage({ ...object(long), maxBytes: 2 ** 21 });
    const path = join(folder, digestOf(long));
    expect(await fetchLong(source)).toMatchObject({ digest: digestOf(long), content: { path }, isSpooled: true });
  });

  it.each([6, 2 ** 20])('that ends too early, after %i bytes, is RESPONSE_CUT and leaves nothing', async (found) => {
    const { fetch, folder } = await openStage({ ...object('x'.repeat(found), found + 4), maxBytes: 2 ** 21 });
    const expected = { code: 'RESPONSE_CUT', store: 'blog', key: 'a/b.gif', expected: found + 4, found };
    expect(await failureOf(fetch(source))).toEqual(expected);
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is too large is refused', async () => {
    const { fetch } = await openStage(object('object', 1_000_001));
    expect(await failureOf(fetch(source))).toMatchObject({ code: 'TOO_LARGE', key: 'a/b.gif', found: 1_000_001 });
  });

  it('needs a proper key', async () => {
    const { fetch } = await openStage(object('object'));
    await expect(async () => fetch({ ...source, key: '../x' })).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});

describe('remapping', () => {
  it('fetches an address from elsewhere', async () => {
    const path = join(await openFolder(), 'backup.png');
    await writeFile(path, 'backup');
    const mirror = await openOrigin({ '/m.png': { body: 'mirror' } });
    const sources: Readonly<Record<string, AssetSource>> = {
      'http://gone.example/a.png': { kind: 'file', path },
      'http://gone.example/m.png': { kind: 'remote', url: mirror.urlOf('/m.png') },
    };
    const { fetch } = await openStage({ remap: (url) => sources[url] });
    expect(await fetch('http://gone.example/a.png')).toMatchObject({ digest: digestOf('backup') });
    expect(await fetch('http://gone.example/m.png')).toMatchObject({ digest: digestOf('mirror') });
    expect(await fetch(mirror.urlOf('/m.png'))).toMatchObject({ digest: digestOf('mirror') });
  });
});
