import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type CertificateAuthority, createAuthority } from './certificates.js';
import { failureOf, openClient, openOrigin, readText, unaborted } from './client-kit.js';
import { openProxy, openSocksProxy } from './proxy-server.js';

let authority: CertificateAuthority;
beforeAll(async () => {
  authority = await createAuthority();
});

describe('through a proxy', () => {
  it('a plain address is forwarded', async () => {
    const origin = await openOrigin({ '/a?b': { body: 'here' } });
    const proxy = await openProxy();
    const client = openClient({
      proxies: { http: `http://me:pass@127.0.0.1:${proxy.port}` },
      site: 'https://blog.example/',
    });
    const url = `http://a.example:${origin.port}/a?b`;
    const response = await client.request({ url, headers: { accept: 'image/*' }, signal: unaborted });
    expect(response).toMatchObject({ status: 200, url });
    expect(await readText(response.body)).toBe('here');
    expect(proxy.log).toEqual([
      { line: `GET ${url}`, authorization: `Basic ${Buffer.from('me:pass').toString('base64')}` },
    ]);
    expect(origin.requests[0]?.headers).toMatchObject({
      host: `a.example:${origin.port}`,
      accept: 'image/*',
      referer: 'https://blog.example/',
      'user-agent': 'imgferry-test',
    });
  });

  it('an https address goes through a tunnel, its certificate checked', async () => {
    const tls = await authority.issue('DNS:a.example');
    const origin = await openOrigin({ '/': { body: 'safe' } }, { tls });
    const proxy = await openProxy();
    const client = openClient({ proxies: { https: `127.0.0.1:${proxy.port}` }, ca: authority.ca });
    const response = await client.request({ url: `https://a.example:${origin.port}/`, signal: unaborted });
    expect(await readText(response.body)).toBe('safe');
    expect(proxy.log.map(({ line }) => line)).toEqual([`CONNECT a.example:${origin.port}`]);
    const failed = await failureOf(client.request({ url: `https://b.example:${origin.port}/`, signal: unaborted }));
    expect(failed).toMatchObject({
      code: 'TLS_FAILED',
      host: `b.example:${origin.port}`,
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('of the SOCKS kind, names are resolved there', async () => {
    const tls = await authority.issue('DNS:a.example');
    const plain = await openOrigin({ '/': { body: 'here' } });
    const safe = await openOrigin({ '/': { body: 'safe' } }, { tls });
    const proxy = await openSocksProxy();
    const uri = `socks5h://127.0.0.1:${proxy.port}`;
    const warned = vi.spyOn(process, 'emitWarning');
    onTestFinished(() => warned.mockRestore());
    const client = openClient({ proxies: { http: uri, https: uri }, ca: authority.ca });
    const read = async (url: string) => readText((await client.request({ url, signal: unaborted })).body);
    expect(await read(`http://a.example:${plain.port}/`)).toBe('here');
    expect(await read(`https://a.example:${safe.port}/`)).toBe('safe');
    expect(proxy.log).toEqual([`a.example:${plain.port}`, `a.example:${safe.port}`]);
    expect(warned).not.toHaveBeenCalled();
    const failed = await failureOf(client.request({ url: `https://b.example:${safe.port}/`, signal: unaborted }));
    expect(failed).toMatchObject({ code: 'TLS_FAILED', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });

  it('is told of an address, and a direct one is not', () => {
    const client = openClient({ proxies: { http: '127.0.0.1:1', none: 'direct.example' } });
    expect(client.isProxied('http://a.example/')).toBe(true);
    expect(client.isProxied('https://a.example/')).toBe(false);
    expect(client.isProxied('http://direct.example/')).toBe(false);
    expect(client.isProxied('http://127.0.0.1/')).toBe(false);
    expect(client.isProxied('no address')).toBe(false);
  });

  it.each([
    'http://10.0.0.1/',
    'http://0xa9fea9fe/',
    'http://[fd00::1]/',
    'http://intranet/',
    'http://metadata.google.internal/',
  ])('the guard refuses %s before the proxy hears of it', async (url) => {
    const proxy = await openProxy();
    const origin = await openOrigin({ '/': { redirectTo: url } });
    const client = openClient({ proxies: { http: `http://127.0.0.1:${proxy.port}` } });
    expect(await failureOf(client.request({ url, signal: unaborted }))).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(proxy.log).toEqual([]);
    const redirecting = { url: `http://a.example:${origin.port}/`, signal: unaborted, follow: 3 };
    expect(await failureOf(client.request(redirecting))).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(proxy.log).toHaveLength(1);
  });

  it.each([
    [403, 'PROXY_403'],
    [407, 'PROXY_407'],
    [502, 'PROXY_502'],
  ])('a tunnel that the proxy refuses with %d is CONNECTION_FAILED', async (refuse, reason) => {
    const proxy = await openProxy({ refuse });
    const client = openClient({ proxies: { https: `http://127.0.0.1:${proxy.port}` } });
    const failed = await failureOf(client.request({ url: 'https://a.example/', signal: unaborted }));
    expect(failed).toMatchObject({ code: 'CONNECTION_FAILED', reason, proxy: `127.0.0.1:${proxy.port}` });
  });

  it('a plain request without the credentials it wants is CONNECTION_FAILED', async () => {
    const proxy = await openProxy({ refuse: 407 });
    const client = openClient({ proxies: { http: `http://127.0.0.1:${proxy.port}` } });
    const failed = await failureOf(client.request({ url: 'http://a.example/', signal: unaborted }));
    expect(failed).toMatchObject({ code: 'CONNECTION_FAILED', reason: 'PROXY_407' });
  });

  it.each(['http://a.example/', 'https://a.example/'])('that is not there is CONNECTION_FAILED: %s', async (url) => {
    const gone = await openOrigin({});
    await gone.close();
    const uri = `http://me:secret@127.0.0.1:${gone.port}`;
    const failed = await failureOf(
      openClient({ proxies: { http: uri, https: uri } }).request({ url, signal: unaborted }),
    );
    const expected = { code: 'CONNECTION_FAILED', reason: 'ECONNREFUSED', proxy: `127.0.0.1:${gone.port}` };
    expect(failed).toMatchObject(expected);
    expect(JSON.stringify(failed)).not.toContain('secret');
  });

  it('a body that is cut is RESPONSE_CUT', async () => {
    const origin = await openOrigin({ '/': { body: 'x'.repeat(5000), cutAfter: 100 } });
    const proxy = await openProxy();
    const client = openClient({ proxies: { http: `http://127.0.0.1:${proxy.port}` } });
    const response = await client.request({ url: `http://a.example:${origin.port}/`, signal: unaborted });
    expect(await failureOf(readText(response.body))).toMatchObject({ code: 'RESPONSE_CUT', expected: 5000 });
  });
});
