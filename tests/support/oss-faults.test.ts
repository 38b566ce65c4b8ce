import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crc64 } from './oss/crc64.js';
import { ask, clientOf, startFixture } from './oss/oss-fixture.js';
import { faults, type OssServer } from './oss-server.js';

let server: OssServer;

beforeEach(async () => {
  server = await startFixture();
});

afterEach(() => server.close());

describe('a fault', () => {
  it('strikes the requests it was set for, as often as it was set', async () => {
    server.faults.add({ fault: faults.serviceUnavailable, when: ({ method }) => method === 'PUT', times: 2 });
    server.seed('pictures', 'b.png', Buffer.from('b'));
    await clientOf(server).head('b.png');
    for (let time = 0; time < 2; time += 1)
      await expect(clientOf(server).put('a.png', Buffer.from('a'))).rejects.toMatchObject({ status: 503 });
    await clientOf(server).put('a.png', Buffer.from('a'));
    expect(server.requests.map(({ method, key, status }) => `${method} ${key} ${status}`)).toEqual([
      'HEAD b.png 200',
      'PUT a.png 503',
      'PUT a.png 503',
      'PUT a.png 200',
    ]);
    expect(server.faults.pending).toBe(0);
  });

  it.each([
    ['forbidden', 403, 'AccessDenied'],
    ['conflict', 409, 'FileAlreadyExists'],
    ['publicEndpointForbidden', 400, 'PublicEndpointForbidden'],
  ] as const)('%s refuses', async (name, status, code) => {
    server.faults.add({ fault: faults[name] });
    await expect(clientOf(server).put('a.png', Buffer.from('a'))).rejects.toMatchObject({ status, code });
    expect(server.objects('pictures').size).toBe(0);
  });

  it('stores and answers 500', async () => {
    server.faults.add({ fault: faults.storedButAnswered500 });
    await expect(clientOf(server).put('a.png', Buffer.from('a'))).rejects.toMatchObject({ status: 500 });
    expect(server.objects('pictures').has('a.png')).toBe(true);
  });

  it('cuts a request half-way and stores nothing', async () => {
    server.faults.add({ fault: faults.cutRequest });
    await expect(clientOf(server).put('a.png', randomBytes(1 << 20))).rejects.toMatchObject({ status: -1 });
    expect(server.objects('pictures').size).toBe(0);
    expect(server.requests[0]?.status).toBe(0);
  });

  it('cuts an answer half-way', async () => {
    server.seed('open-pictures', 'a.png', randomBytes(1 << 20));
    server.faults.add({ fault: faults.cutResponse });
    await expect(ask(server, '/open-pictures/a.png')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('waits until it is told to go on', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.faults.add({ fault: { kind: 'wait', until }, when: ({ key }) => key === 'slow.png' });
    for (const key of ['slow.png', 'a.png']) server.seed('open-pictures', key, Buffer.from('a'));
    const waiting = ask(server, '/open-pictures/slow.png');
    expect((await ask(server, '/open-pictures/a.png')).status).toBe(200);
    release();
    expect((await waiting).status).toBe(200);
  });

  it.each([
    ['wrongETag', 'etag', '"0123456789ABCDEF0123456789ABCDEF"'],
    ['wrongCrc', 'x-oss-hash-crc64ecma', '1'],
  ] as const)('%s lies in one header', async (name, header, value) => {
    server.seed('open-pictures', 'a.png', Buffer.from('a'));
    server.faults.add({ fault: faults[name] });
    expect((await ask(server, '/open-pictures/a.png')).headers[header]).toBe(value);
  });

  it('damages a body on its way, which a Content-MD5 shows', async () => {
    server.faults.add({ fault: faults.damagedBody });
    await expect(clientOf(server).put('a.png', Buffer.from('abc'))).rejects.toMatchObject({ code: 'InvalidDigest' });
    server.seed('open-pictures', 'a.png', Buffer.from('abc'));
    server.faults.add({ fault: faults.damagedBody });
    expect((await ask(server, '/open-pictures/a.png')).body.toString('latin1')).toBe('\x9ebc');
  });

  it('damages what is stored, which only a look at it shows', async () => {
    server.faults.add({ fault: faults.damagedInStore });
    await clientOf(server).put('a.png', Buffer.from('abc'));
    const stored = server.objects('pictures').get('a.png');
    expect(stored?.body.toString('latin1')).toBe('\x9ebc');
    expect(stored?.crc64).toBe(crc64(Buffer.from('\x9ebc', 'latin1')));
  });
});

describe('a client that goes away in mid-body', () => {
  it('leaves nothing behind', async () => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: server.port,
      method: 'PUT',
      path: '/pictures/a.png',
      headers: { 'content-length': '1000', expect: '100-continue' },
      agent: false,
    });
    request.on('error', () => undefined);
    request.flushHeaders();
    await once(request, 'continue'); // the server is reading
    await new Promise((resolve) => request.write(Buffer.alloc(400), resolve));
    request.destroy();
    await server.disconnected();
    expect(server.objects('pictures').size).toBe(0);
  });
});
