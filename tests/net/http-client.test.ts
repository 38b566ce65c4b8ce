import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { discardBody } from '../../src/net/discard-body.js';
import { failureOf, openClient, openOrigin, readText, resolveBy, unaborted } from './client-kit.js';

const loopback = { allowHosts: ['127.0.0.1'] };

/** A server that answers whatever comes with these bytes. */
async function openRawServer(answer: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => socket.once('data', () => answer(socket)).on('error', () => undefined));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a response', () => {
  it('has its status, lower-case headers, address and body', async () => {
    const origin = await openOrigin({
      '/a?b=1': { status: 418, headers: { 'X-Many': ['one', 'two'], 'Content-Type': 'text/plain' }, body: 'hello' },
    });
    const response = await openClient(loopback).request({ url: origin.urlOf('/a?b=1#part'), signal: unaborted });
    expect(response).toMatchObject({ status: 418, url: origin.urlOf('/a?b=1'), hops: [] });
    expect(response.headers).toMatchObject({
      'x-many': 'one, two',
      'content-type': 'text/plain',
      'content-length': '5',
    });
    expect(await readText(response.body)).toBe('hello');
  });

  it('is not confused by an early hint', async () => {
    const url = await openRawServer((socket) =>
      socket.end('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
    );
    const response = await openClient(loopback).request({ url, signal: unaborted });
    expect(response.status).toBe(200);
    expect(await readText(response.body)).toBe('ok');
  });

  it('sends a body, as a buffer or a stream', async () => {
    const origin = await openOrigin({ '/': {} });
    const client = openClient(loopback);
    for (const body of [Buffer.from('12345'), Readable.from([Buffer.from('12'), Buffer.from('345')])]) {
      const headers = { 'content-length': '5' };
      discardBody((await client.request({ url: origin.url, method: 'PUT', headers, body, signal: unaborted })).body);
    }
    expect(origin.requests.map(({ method, headers }) => [method, headers['content-length']])).toEqual([
      ['PUT', '5'],
      ['PUT', '5'],
    ]);
  });
});

it('a bucket answers one HEAD after the other on one connection', async () => {
  let connections = 0;
  const server = createHttpServer((_, answer) => answer.setHeader('content-length', '5').end());
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const client = openClient({ ...loopback, perHost: 1 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (let turn = 0; turn < 5; turn += 1) {
    discardBody((await client.request({ url, method: 'HEAD', trusted: true, signal: unaborted })).body);
  }
  expect(connections).toBe(1);
});

it('a body that nobody reads yet waits at its server, not in memory', async () => {
  const origin = await openOrigin({ '/': { body: 'x' }, '/endless': { body: 'x'.repeat(50_000), endless: true } });
  const client = openClient(loopback);
  const { body } = await client.request({ url: origin.urlOf('/endless'), signal: unaborted });
  for (let turn = 0; turn < 50; turn++)
    await readText((await client.request({ url: origin.url, signal: unaborted })).body);
  expect(body.readableLength).toBeGreaterThan(0);
  expect(body.readableLength).toBeLessThan(300_000);
  body.destroy();
});

describe('connections', () => {
  it('to one host are as many as allowed, and are used again', async () => {
    const origin = await openOrigin({ '/': { body: 'x', delay: 5 } });
    const client = openClient({ ...loopback, perHost: 3 });
    const get = async () => readText((await client.request({ url: origin.url, signal: unaborted })).body);
    await Promise.all(Array.from({ length: 30 }, get));
    expect(origin.count()).toBe(30);
    expect(origin.mostConnections).toBe(3);
  });

  it('to an endpoint that the owner named have a number of their own', async () => {
    const origin = await openOrigin({ '/': { body: 'x', delay: 20 } });
    const client = openClient({ perHost: 2, perTrustedHost: 5 });
    const get = async () =>
      readText((await client.request({ url: origin.url, trusted: true, signal: unaborted })).body);
    await Promise.all(Array.from({ length: 30 }, get));
    expect(origin.mostConnections).toBe(5);
  });

  it('are gone after close, also those in the middle of a body', async () => {
    const origin = await openOrigin({ '/': { body: 'x' }, '/endless': { body: 'x'.repeat(1000), endless: true } });
    const client = openClient(loopback);
    await readText((await client.request({ url: origin.url, signal: unaborted })).body);
    await client.request({ url: origin.urlOf('/endless'), signal: unaborted });
    expect(origin.openConnections()).toBeGreaterThan(0);
    await client.close();
    await origin.untilIdle();
    expect(origin.openConnections()).toBe(0);
  });

  it('are given back by a discarded body, whether it is short or endless', async () => {
    const origin = await openOrigin({ '/short': { body: 'x' }, '/endless': { body: 'x'.repeat(1000), endless: true } });
    const client = openClient({ ...loopback, perHost: 1 });
    for (const path of ['/short', '/endless', '/short']) {
      discardBody((await client.request({ url: origin.urlOf(path), signal: unaborted })).body);
    }
    expect(origin.count()).toBe(3);
  });
});

describe('a failure', () => {
  const client = (options = {}) => openClient({ ...loopback, ...options });
  const patient = { connect: 5000, headers: 5000, body: 5000 };

  it.each([
    ['no address', { code: 'URL_INVALID', url: 'no address' }],
    ['ftp://a.example/x', { code: 'URL_INVALID', url: 'ftp://a.example/x', found: 'ftp:', hint: 'scheme' }],
    ['file:///etc/passwd', { code: 'URL_INVALID', url: 'file:///etc/passwd', found: 'file:', hint: 'scheme' }],
  ])('of %s is said before anything is asked', async (url, expected) => {
    expect(await failureOf(client().request({ url, signal: unaborted }))).toEqual(expected);
  });

  it('to resolve a name is DNS_FAILED', async () => {
    const request = client({ lookup: resolveBy({}) }).request({ url: 'http://gone.example/a.png', signal: unaborted });
    const expected = {
      code: 'DNS_FAILED',
      url: 'http://gone.example/a.png',
      host: 'gone.example',
      reason: 'ENOTFOUND',
    };
    expect(await failureOf(request)).toEqual(expected);
  });

  it('of the resolver itself passes', async () => {
    const lookup = (_: string, __: object, callback: (error: Error, address: string) => void) =>
      callback(Object.assign(new Error('later'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), '');
    const request = client({ lookup }).request({ url: 'http://a.example/', signal: unaborted });
    expect(await failureOf(request)).toMatchObject({ code: 'CONNECTION_FAILED', reason: 'EAI_AGAIN' });
  });

  it('to connect is CONNECTION_FAILED', async () => {
    const closed = await openOrigin({});
    await closed.close();
    const refused = await failureOf(client().request({ url: closed.url, signal: unaborted }));
    expect(refused).toMatchObject({ code: 'CONNECTION_FAILED', reason: 'ECONNREFUSED' });
  });

  it('before the headers is CONNECTION_FAILED', async () => {
    const origin = await openOrigin({ '/': { flaky: { times: 1 } } });
    const failed = await failureOf(client().request({ url: origin.url, signal: unaborted }));
    expect(failed).toMatchObject({ code: 'CONNECTION_FAILED', host: `127.0.0.1:${origin.port}` });
    const closing = await openRawServer((socket) => socket.end());
    expect(await failureOf(client().request({ url: closing, signal: unaborted }))).toMatchObject({
      code: 'CONNECTION_FAILED',
      reason: 'UND_ERR_SOCKET',
    });
  });

  it('to speak HTTP is CONNECTION_FAILED', async () => {
    const url = await openRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const failed = await failureOf(client().request({ url, signal: unaborted }));
    expect(failed).toMatchObject({ code: 'CONNECTION_FAILED', reason: 'HPE_INVALID_CONSTANT' });
  });

  it('to answer in time is RESPONSE_TIMEOUT', async () => {
    const origin = await openOrigin({ '/': { silent: true } });
    const timeouts = { ...patient, headers: 200 };
    const failed = await failureOf(client({ timeouts }).request({ url: origin.url, signal: unaborted }));
    expect(failed).toMatchObject({ code: 'RESPONSE_TIMEOUT', phase: 'headers', ms: 200 });
  });

  it('to go on with a body in time is RESPONSE_TIMEOUT', async () => {
    const origin = await openOrigin({ '/': { body: 'x'.repeat(100), drip: { bytes: 50, every: 5000 } } });
    const timeouts = { ...patient, body: 200 };
    const { body } = await client({ timeouts }).request({ url: origin.url, signal: unaborted });
    expect(await failureOf(readText(body))).toMatchObject({ code: 'RESPONSE_TIMEOUT', phase: 'body', ms: 200 });
  });

  it('to send a body whole is RESPONSE_CUT, and says how far it came', async () => {
    const origin = await openOrigin({ '/': { body: 'x'.repeat(5000), cutAfter: 1234 } });
    const { body } = await client().request({ url: origin.url, signal: unaborted });
    expect(await failureOf(readText(body))).toMatchObject({ code: 'RESPONSE_CUT', expected: 5000, found: 1234 });
  });

  it('to end a chunked body is RESPONSE_CUT without an expectation', async () => {
    const origin = await openOrigin({ '/': { body: 'x'.repeat(5000), cutAfter: 1234, chunked: true } });
    const { body } = await client().request({ url: origin.url, signal: unaborted });
    const failed = await failureOf(readText(body));
    expect(failed).toMatchObject({ code: 'RESPONSE_CUT', found: 1234 });
    expect(failed).not.toHaveProperty('expected');
  });

  it('of a body keeps for who reads it late, and ends no process', async () => {
    const origin = await openOrigin({ '/': { body: 'x'.repeat(5000), cutAfter: 10 } });
    const { body } = await client().request({ url: origin.url, signal: unaborted });
    await once(body, 'error').catch(() => undefined);
    expect(await failureOf(readText(body))).toMatchObject({ code: 'RESPONSE_CUT' });
  });
});

describe('an abort', () => {
  it.each([
    ['before it starts', '/', 0],
    ['while it waits for an answer', '/silent', 1],
  ])('ends a request %s', async (_, path, asked) => {
    const origin = await openOrigin({ '/': {}, '/silent': { silent: true } });
    const controller = new AbortController();
    if (asked === 0) controller.abort(new Error('enough'));
    const request = openClient(loopback).request({ url: origin.urlOf(path), signal: controller.signal });
    if (asked > 0) setTimeout(() => controller.abort(new Error('enough')), 50);
    await expect(request).rejects.toThrow('enough');
    expect(origin.count()).toBe(asked);
  });

  it('ends a request that waits for a connection at once, without sending it later', async () => {
    const origin = await openOrigin({ '/slow': { delay: 300, body: 'x' }, '/queued': {} });
    const client = openClient({ ...loopback, perHost: 1 });
    const first = client.request({ url: origin.urlOf('/slow'), signal: unaborted });
    const controller = new AbortController();
    const queued = client.request({ url: origin.urlOf('/queued'), signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(queued).rejects.toThrow('enough');
    expect(await readText((await first).body)).toBe('x');
    expect(origin.count('/queued')).toBe(0);
  });

  it('ends a body', async () => {
    const origin = await openOrigin({ '/': { body: 'x'.repeat(1000), endless: true } });
    const controller = new AbortController();
    const { body } = await openClient(loopback).request({ url: origin.url, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(readText(body)).rejects.toThrow('enough');
    await origin.untilIdle();
  });
});
