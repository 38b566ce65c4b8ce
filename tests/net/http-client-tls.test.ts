import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateAuthority, createAuthority } from './certificates.js';
import { failureOf, openClient, openOrigin, readText, resolveBy, unaborted } from './client-kit.js';

let authority: CertificateAuthority;
beforeAll(async () => {
  authority = await createAuthority();
});

const lookup = resolveBy({ 'a.example': '127.0.0.1', 'b.example': '127.0.0.1' });
const allowHosts = ['127.0.0.1'];

describe('over TLS', () => {
  it('a name with a good certificate is read', async () => {
    const tls = await authority.issue('DNS:a.example');
    const origin = await openOrigin({ '/': { body: 'safe' } }, { tls });
    const client = openClient({ lookup, allowHosts, ca: authority.ca });
    const response = await client.request({ url: `https://a.example:${origin.port}/`, signal: unaborted });
    expect(await readText(response.body)).toBe('safe');
  });

  it.each([
    ['of another name', 'b.example', {}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that has expired', 'a.example', { days: -1 }, 'CERT_HAS_EXPIRED'],
  ])('a certificate %s is TLS_FAILED', async (_, host, options, reason) => {
    const tls = await authority.issue('DNS:a.example', options);
    const origin = await openOrigin({ '/': {} }, { tls });
    const client = openClient({ lookup, allowHosts, ca: authority.ca });
    const url = `https://${host}:${origin.port}/`;
    const expected = { code: 'TLS_FAILED', url, host: `${host}:${origin.port}`, reason };
    expect(await failureOf(client.request({ url, signal: unaborted }))).toEqual(expected);
    expect(origin.count()).toBe(0);
  });

  it('a certificate of an authority that nobody knows is TLS_FAILED', async () => {
    const tls = await authority.issue('DNS:a.example');
    const origin = await openOrigin({ '/': {} }, { tls });
    const client = openClient({ lookup, allowHosts });
    const failed = await failureOf(client.request({ url: `https://a.example:${origin.port}/`, signal: unaborted }));
    expect(failed).toMatchObject({ code: 'TLS_FAILED', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  });

  it('a server that speaks no TLS is TLS_FAILED', async () => {
    const origin = await openOrigin({ '/': {} });
    const client = openClient({ lookup, allowHosts });
    const failed = await failureOf(client.request({ url: `https://a.example:${origin.port}/`, signal: unaborted }));
    expect(failed).toMatchObject({ code: 'TLS_FAILED', reason: 'ERR_SSL_WRONG_VERSION_NUMBER' });
  });

  it('the guard judges names and literals as well', async () => {
    const tls = await authority.issue('DNS:a.example,IP:127.0.0.1');
    const origin = await openOrigin({ '/': {} }, { tls });
    const client = openClient({ lookup, ca: authority.ca });
    for (const host of ['a.example', '127.0.0.1', '[::ffff:127.0.0.1]']) {
      const failed = await failureOf(client.request({ url: `https://${host}:${origin.port}/`, signal: unaborted }));
      expect(failed).toMatchObject({ code: 'ADDRESS_BLOCKED', hint: 'loopback' });
    }
    expect(origin.mostConnections).toBe(0);
  });

  it('what is configured for a host does not go on in the clear', async () => {
    const tls = await authority.issue('DNS:a.example');
    const plain = await openOrigin({ '/': {} });
    const origin = await openOrigin({ '/': { redirectTo: `http://a.example:${plain.port}/` } }, { tls });
    const hosts = { 'a.example': { headers: { 'x-key': 'secret' } } };
    const client = openClient({ lookup, allowHosts, ca: authority.ca, hosts });
    await client.request({ url: `https://a.example:${origin.port}/`, signal: unaborted, follow: 3 });
    expect(origin.requests[0]?.headers).toHaveProperty('x-key', 'secret');
    expect(plain.requests[0]?.headers).not.toHaveProperty('x-key');
  });
});
