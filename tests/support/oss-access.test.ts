import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crc64 } from './oss/crc64.js';
import { ask, clientOf, startFixture } from './oss/oss-fixture.js';
import type { OssServer, OssServerOptions } from './oss-server.js';

let server: OssServer;

beforeEach(async () => {
  server = await startFixture();
});

afterEach(() => server.close());

async function restart(options: Partial<OssServerOptions>): Promise<void> {
  await server.close();
  server = await startFixture(options);
}

describe('a signature', () => {
  it.each([
    ['made with another secret', { accessKeySecret: 'wrong' }, 403, 'SignatureDoesNotMatch'],
    ['of an unknown key', { accessKeyId: 'LTAInobody' }, 403, 'InvalidAccessKeyId'],
    [
      'of version 1, made with another secret',
      { authorizationV4: false, accessKeySecret: 'wrong' },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'of a temporary key without its token',
      { accessKeyId: 'STS.temporary', accessKeySecret: 'short-lived' },
      403,
      'InvalidAccessKeyId',
    ],
    [
      'of a temporary key with another token',
      { accessKeyId: 'STS.temporary', accessKeySecret: 'short-lived', stsToken: 'old' },
      403,
      'InvalidSecurityToken',
    ],
  ])('%s is refused', async (_, options, status, code) => {
    const refused = clientOf(server, options);
    await expect(refused.put('a.png', Buffer.from('a'))).rejects.toMatchObject({ status, code });
    await expect(refused.head('a.png')).rejects.toMatchObject({ status, code });
    expect(server.objects('pictures').size).toBe(0);
  });

  it('of a temporary key passes with its token', async () => {
    const options = { accessKeyId: 'STS.temporary', accessKeySecret: 'short-lived', stsToken: 'token/+=' };
    await clientOf(server, options).put('a.png', Buffer.from('a'));
    expect(server.objects('pictures').size).toBe(1);
  });

  it('that fails is answered with what was signed and what was given', async () => {
    const { status, body } = await ask(server, '/pictures/a.png', {
      headers: {
        'x-oss-date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
        'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
        authorization: `OSS4-HMAC-SHA256 Credential=LTAItestkey/${today()}/cn-hangzhou/oss/aliyun_v4_request, Signature=${'0'.repeat(64)}`,
      },
    });
    expect(status).toBe(403);
    expect(body.toString()).toMatch(/<SignatureProvided>0{64}<.*<StringToSignBytes>4F 53 53 34 /s);
  });

  it.each([
    ['16 minutes early', 16],
    ['16 minutes late', -16],
  ])('made %s is refused', async (_, minutes) => {
    await restart({ now: () => Date.now() + minutes * 60_000 });
    await expect(clientOf(server).head('a.png')).rejects.toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
  });

  it('made 14 minutes early passes', async () => {
    await restart({ now: () => Date.now() + 14 * 60_000 });
    await clientOf(server).put('a.png', Buffer.from('a'));
  });

  it('for another region is refused', async () => {
    await restart({ region: 'cn-beijing', cnames: { 'img.example.com': 'far-pictures' } });
    const { status, body } = await ask(server, '/a.png', {
      headers: { host: 'img.example.com', ...signedForHangzhou() },
    });
    expect(status).toBe(400);
    expect(body.toString()).toContain('Invalid signing region');
  });

  it.each([
    ['nothing signed', ''],
    ['an empty list of additional headers', 'AdditionalHeaders=,'],
  ])('with %s is malformed', async (_, additional) => {
    const authorization = `OSS4-HMAC-SHA256 Credential=LTAItestkey/${today()}/cn-hangzhou/oss/aliyun_v4_request,${additional}Signature=`;
    const { status, body } = await ask(server, '/pictures/a.png', { headers: { authorization } });
    expect(status).toBe(400);
    expect(body.toString()).toContain('<Code>InvalidArgument</Code>');
  });
});

const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '');

const signedForHangzhou = (): Record<string, string> => ({
  'x-oss-date': `${today()}T${new Date().toISOString().slice(11, 19).replaceAll(':', '')}Z`,
  'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
  authorization: `OSS4-HMAC-SHA256 Credential=LTAItestkey/${today()}/cn-hangzhou/oss/aliyun_v4_request,Signature=${'0'.repeat(64)}`,
});

describe('a reader without a key', () => {
  beforeEach(() => {
    for (const bucket of ['pictures', 'open-pictures'])
      server.seed(bucket, '图 1.png', Buffer.from('0123456789'), { 'content-type': 'image/png' });
  });

  it.each([
    ['by path', '/open-pictures/%E5%9B%BE%201.png', '127.0.0.1'],
    ['by the bucket’s domain', '/%E5%9B%BE%201.png', 'open-pictures.oss-cn-hangzhou.aliyuncs.com'],
  ])('reads a public bucket %s', async (_, path, host) => {
    const { status, headers, body } = await ask(server, path, { headers: { host } });
    expect([status, body.toString(), headers['content-type']]).toEqual([200, '0123456789', 'image/png']);
  });

  it.each([
    ['reads of a private bucket', 'GET', '/pictures/a.png'],
    ['listing a public bucket', 'GET', '/open-pictures/?list-type=2'],
    ['writing to a public bucket', 'PUT', '/open-pictures/a.png'],
    ['deleting in a public bucket', 'DELETE', '/open-pictures/a.png'],
  ])('is refused %s', async (_, method, path) => {
    const { status, body } = await ask(server, path, { method });
    expect(status).toBe(403);
    expect(body.toString()).toContain('<Code>AccessDenied</Code>');
  });

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=20-30', 200, '0123456789', undefined],
  ])('gets the range %s', async (range, status, text, contentRange) => {
    const answer = await ask(server, '/open-pictures/%E5%9B%BE%201.png', { headers: { range } });
    expect([answer.status, answer.body.toString(), answer.headers['content-range']]).toEqual([
      status,
      text,
      contentRange,
    ]);
    expect(answer.headers['x-oss-hash-crc64ecma']).toBe(crc64(Buffer.from('0123456789')));
  });

  it('gets a picture as a download from the default domain, and as it is from a custom one', async () => {
    await restart({ forceDownload: true, cnames: { 'img.example.com': 'open-pictures' } });
    server.seed('open-pictures', 'a.png', Buffer.from('a'), { 'content-type': 'image/png' });
    server.seed('open-pictures', 'a.avif', Buffer.from('a'), { 'content-type': 'image/avif' });
    const byDefault = await ask(server, '/a.png', { headers: { host: 'open-pictures.oss-cn-hangzhou.aliyuncs.com' } });
    expect(byDefault.headers).toMatchObject({ 'content-disposition': 'attachment', 'x-oss-force-download': 'true' });
    const byCustom = await ask(server, '/a.png', { headers: { host: 'img.example.com' } });
    expect(byCustom.status).toBe(200);
    expect(byCustom.headers['content-disposition']).toBeUndefined();
    expect((await ask(server, '/open-pictures/a.avif')).headers['content-disposition']).toBeUndefined();
  });
});
