import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crc64 } from './oss/crc64.js';
import { ask, clientOf, startFixture } from './oss/oss-fixture.js';
import type { OssServer } from './oss-server.js';
import { temporaryFolder } from './temporary-folder.js';

let server: OssServer;

beforeEach(async () => {
  server = await startFixture();
});

afterEach(() => server.close());

describe('crc64', () => {
  it.each([
    ['nothing', '', '0'],
    ['the check string of the specification', '123456789', '11051210869376104954'],
  ])('gives the published value of %s', (_, text, value) => {
    expect(crc64(Buffer.from(text))).toBe(value);
  });
});

describe('an object put by the provider’s own client', () => {
  it.each(['plain.png', 'posts/中文/图 片.png', 'emoji 🎨.webp', "a+b%20&c=d?e#f!'()*~.png", `${'长'.repeat(340)}abc`])(
    'comes back whole under %s',
    async (key) => {
      const body = randomBytes(3000);
      await clientOf(server).put(key, body, { mime: 'image/png', headers: { 'Cache-Control': 'max-age=60' } });
      const { content, res } = await clientOf(server).get(key);
      expect(content).toEqual(body);
      expect(res.headers).toMatchObject({
        'content-type': 'image/png',
        'cache-control': 'max-age=60',
        etag: `"${createHash('md5').update(body).digest('hex').toUpperCase()}"`,
        'x-oss-hash-crc64ecma': crc64(body),
      });
      expect([...server.objects('pictures').keys()]).toEqual([key]);
    },
  );

  it('comes back whole where it was signed by V1, of temporary keys too', async () => {
    const sts = { accessKeyId: 'STS.temporary', accessKeySecret: 'short-lived', stsToken: 'token/+=' };
    for (const keys of [{}, sts]) {
      const client = clientOf(server, { ...keys, authorizationV4: false });
      await client.put('图/a b+c.png', Buffer.from('a'), { mime: 'image/png', meta: { author: 'alice' } });
      expect((await client.get('图/a b+c.png')).content).toEqual(Buffer.from('a'));
      expect((await client.listV2({ 'max-keys': 1, prefix: '图/' })).objects).toHaveLength(1);
      await expect(clientOf(server, { authorizationV4: false, accessKeySecret: 'wrong' }).get('a')).rejects.toThrow(
        /signature we calculated does not match/,
      );
    }
  });

  it('keeps its own metadata', async () => {
    await clientOf(server).put('a.png', Buffer.from('a'), { meta: { author: 'alice' } });
    expect((await clientOf(server).head('a.png')).meta).toEqual({ author: 'alice' });
  });

  it('comes whole in parts too, with their ETag and the CRC of the whole', async () => {
    const body = randomBytes(250_000);
    const path = join(await temporaryFolder(), 'body');
    await writeFile(path, body);
    await clientOf(server).multipartUpload('图/large.bin', path, { partSize: 100 * 1024, mime: 'image/png' });
    const { content, res } = await clientOf(server).get('图/large.bin');
    expect(content.equals(body)).toBe(true);
    expect(res.headers).toMatchObject({ 'content-type': 'image/png', 'x-oss-hash-crc64ecma': crc64(body) });
    expect(res.headers.etag).toMatch(/^"[0-9A-F]{32}-3"$/);
    expect(server.uploads('pictures')).toEqual([]);
  });

  it('is gone when it was deleted, and deleting it again is no error', async () => {
    await clientOf(server).put('a.png', Buffer.from('a'));
    expect((await clientOf(server).delete('a.png')).res.status).toBe(204);
    expect((await clientOf(server).delete('a.png')).res.status).toBe(204);
    await expect(clientOf(server).head('a.png')).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' });
    await expect(clientOf(server).get('a.png')).rejects.toMatchObject({ status: 404, code: 'NoSuchKey' });
  });

  it('is refused when its Content-MD5 is that of other bytes', async () => {
    const headers = { 'Content-MD5': createHash('md5').update('other').digest('base64') };
    await expect(clientOf(server).put('a.png', Buffer.from('a'), { headers })).rejects.toMatchObject({
      status: 400,
      code: 'InvalidDigest',
    });
    expect(server.objects('pictures').size).toBe(0);
  });

  it('overwrites nothing where that is forbidden', async () => {
    const headers = { 'x-oss-forbid-overwrite': 'true' };
    await clientOf(server).put('a.png', Buffer.from('first'), { headers: { ...headers } });
    await expect(
      clientOf(server).put('a.png', Buffer.from('second'), { headers: { ...headers } }),
    ).rejects.toMatchObject({
      status: 409,
      code: 'FileAlreadyExists',
    });
    expect(server.objects('pictures').get('a.png')?.body.toString()).toBe('first');
  });

  it('overwrites all the same in a bucket with versions', async () => {
    const kept = clientOf(server, { bucket: 'kept-pictures' });
    for (const text of ['first', 'second'])
      await kept.put('a.png', Buffer.from(text), { headers: { 'x-oss-forbid-overwrite': 'true' } });
    expect(server.objects('kept-pictures').get('a.png')?.body.toString()).toBe('second');
  });

  it('refuses a guard that is neither true nor false', async () => {
    const headers = { 'x-oss-forbid-overwrite': 'yes' };
    await expect(clientOf(server).put('a.png', Buffer.from('a'), { headers })).rejects.toMatchObject({
      code: 'InvalidArgument',
    });
  });
});

describe('copies', () => {
  it('keep bytes and headers', async () => {
    await clientOf(server).put('a 图.png', Buffer.from('picture'), { mime: 'image/png' });
    await clientOf(server).copy('b.png', 'a 图.png');
    expect(server.objects('pictures').get('b.png')).toMatchObject({
      body: Buffer.from('picture'),
      headers: { 'content-type': 'image/png' },
    });
  });

  it('take new headers where they are given', async () => {
    await clientOf(server).put('a.png', Buffer.from('picture'), { mime: 'image/jpeg' });
    await clientOf(server).copy('a.png', 'a.png', {
      headers: { 'Content-Type': 'image/png', 'Cache-Control': 'no-cache' },
    });
    expect(server.objects('pictures').get('a.png')?.headers).toEqual({
      'content-type': 'image/png',
      'cache-control': 'no-cache',
    });
  });

  it('do not cross regions', async () => {
    server.seed('far-pictures', 'a.png', Buffer.from('a'));
    await expect(clientOf(server).copy('a.png', '/far-pictures/a.png')).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

describe('listing', () => {
  beforeEach(() => {
    for (let at = 0; at < 250; at += 1)
      server.seed('pictures', `posts/图${String(at).padStart(3, '0')}.png`, Buffer.alloc(at));
    server.seed('pictures', 'other/a.png', Buffer.from('a'));
  });

  it('gives every key once, by pages of at most max-keys, 100 by default', async () => {
    const names: string[] = [];
    const sizes: number[] = [];
    let token: string | null | undefined;
    do {
      const page = await clientOf(server).listV2({
        prefix: 'posts/',
        ...(token ? { 'continuation-token': token } : {}),
      });
      names.push(...page.objects.map(({ name }) => name));
      sizes.push(page.objects.length);
      token = page.nextContinuationToken;
    } while (token);
    expect(sizes).toEqual([100, 100, 50]);
    expect(names).toEqual([...server.objects('pictures').keys()].filter((key) => key.startsWith('posts/')).sort());
  });

  it('folds keys behind a delimiter', async () => {
    const page = await clientOf(server).listV2({ delimiter: '/' });
    expect(page.objects).toEqual([]);
    expect(page.prefixes).toEqual(['other/', 'posts/']);
  });

  it('starts after a key', async () => {
    const page = await clientOf(server).listV2({
      prefix: 'posts/',
      'start-after': 'posts/图246.png',
      'max-keys': 1000,
    });
    expect(page.objects.map(({ name, size }) => ({ name, size: Number(size) }))).toEqual([
      { name: 'posts/图247.png', size: 247 },
      { name: 'posts/图248.png', size: 248 },
      { name: 'posts/图249.png', size: 249 },
    ]);
  });

  it('encodes keys, prefix and token on demand', async () => {
    const page = await clientOf(server).listV2({ prefix: 'posts/', 'max-keys': 1, 'encoding-type': 'url' });
    expect(page.objects[0]?.name).toBe('posts%2F%E5%9B%BE000.png');
    expect(page.nextContinuationToken).toMatch(/%2B%2F.*%3D$/);
  });

  it.each([0, 1001])('refuses max-keys %i', async (most) => {
    await expect(clientOf(server).listV2({ 'max-keys': most })).rejects.toMatchObject({ code: 'InvalidArgument' });
  });
});

describe('a bucket', () => {
  it('says where it is and how it is set', async () => {
    const { bucket } = await clientOf(server).getBucketInfo('open-pictures');
    expect(bucket).toMatchObject({ Location: 'oss-cn-hangzhou', AccessControlList: { Grant: 'public-read' } });
    expect((await clientOf(server).getBucketLocation('pictures')).location).toBe('oss-cn-hangzhou');
    expect((await clientOf(server).getBucketVersioning('kept-pictures')).versionStatus).toBe('Enabled');
  });

  it('that does not exist is named', async () => {
    await expect(clientOf(server, { bucket: 'no-pictures' }).put('a', Buffer.from('a'))).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchBucket',
    });
  });

  it('in another region names the right endpoint', async () => {
    const { status, body } = await ask(server, '/a.png', {
      headers: { host: 'far-pictures.oss-cn-hangzhou.aliyuncs.com' },
    });
    expect(status).toBe(403);
    expect(body.toString()).toContain('<Endpoint>oss-cn-beijing.aliyuncs.com</Endpoint>');
  });

  it('is not found by its name in the path of the provider’s domain', async () => {
    const { status, body } = await ask(server, '/open-pictures/a.png', {
      headers: { host: 'oss-cn-hangzhou.aliyuncs.com' },
    });
    expect(status).toBe(403);
    expect(body.toString()).toContain('<Code>SecondLevelDomainForbidden</Code>');
  });
});
