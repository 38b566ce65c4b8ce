import { describe, expect, it } from 'vitest';
import { failureOf, openClient, openOrigin, readText, resolveBy, unaborted } from './client-kit.js';

const names = { lookup: resolveBy({ 'a.example': '127.0.0.1', 'b.example': '127.0.0.1' }) };

describe('redirects', () => {
  it('are ordinary answers unless they are to be followed', async () => {
    const origin = await openOrigin({ '/': { redirectTo: '/end' } });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const response = await client.request({ url: origin.url, signal: unaborted });
    expect(response.status).toBe(302);
    expect(origin.count()).toBe(1);
  });

  it.each([301, 302, 303, 307, 308])('of status %d are followed and told', async (status) => {
    const origin = await openOrigin({
      '/': { redirectTo: 'next?key=secret', status, body: 'moved' },
      '/next?key=secret': { redirectTo: '//127.0.0.1/end', status },
      '/end': { body: 'here' },
    });
    origin.set('/next?key=secret', { redirectTo: `//127.0.0.1:${origin.port}/end#part`, status });
    const client = openClient({ allowHosts: ['127.0.0.1'], perHost: 1 });
    const response = await client.request({ url: origin.url, signal: unaborted, follow: 5 });
    expect(await readText(response.body)).toBe('here');
    expect(response.url).toBe(origin.urlOf('/end'));
    expect(response.hops).toEqual([origin.urlOf('/'), origin.urlOf('/next?…')]);
    expect(origin.mostConnections).toBe(1);
  });

  it.each([300, 304, 305])('are not made of status %d', async (status) => {
    const origin = await openOrigin({ '/': { redirectTo: '/end', status, body: '' } });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    expect((await client.request({ url: origin.url, signal: unaborted, follow: 5 })).status).toBe(status);
  });

  it('without a Location are ordinary answers', async () => {
    const origin = await openOrigin({ '/': { status: 302, body: 'picture' } });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const response = await client.request({ url: origin.url, signal: unaborted, follow: 5 });
    expect(await readText(response.body)).toBe('picture');
  });

  it('are read as UTF-8, as servers write them', async () => {
    const origin = await openOrigin({
      '/': { redirectTo: '/图 片.png?名=值' },
      '/%E5%9B%BE%20%E7%89%87.png': { body: 'here' },
    });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const response = await client.request({ url: origin.url, signal: unaborted, follow: 5 });
    expect(await readText(response.body)).toBe('here');
  });

  it('are not followed with a body to send', async () => {
    const origin = await openOrigin({ '/': { redirectTo: '/end', status: 307 } });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const put = { method: 'PUT', body: 'x', follow: 5 };
    expect((await client.request({ url: origin.url, signal: unaborted, ...put })).status).toBe(307);
  });

  it.each([
    ['http://', { hint: 'url-invalid', found: 'http://' }],
    ['ftp://a.example/x', { hint: 'scheme', found: 'ftp:' }],
    ['file:///etc/passwd', { hint: 'scheme', found: 'file:' }],
    ['data:image/png;base64,AAAA', { hint: 'scheme', found: 'data:' }],
  ])('to %s are refused', async (redirectTo, expected) => {
    const origin = await openOrigin({ '/': { redirectTo } });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const failed = await failureOf(client.request({ url: origin.url, signal: unaborted, follow: 5 }));
    expect(failed).toMatchObject({ code: 'REDIRECT_INVALID', url: origin.urlOf('/'), ...expected });
  });

  it('in a circle end where they come back', async () => {
    const origin = await openOrigin({ '/a': { redirectTo: '/b' }, '/b': { redirectTo: '/a' } });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const failed = await failureOf(client.request({ url: origin.urlOf('/a'), signal: unaborted, follow: 20 }));
    const hops = [origin.urlOf('/a'), origin.urlOf('/b')];
    expect(failed).toMatchObject({ code: 'TOO_MANY_REDIRECTS', hint: 'loop', hops });
    expect(origin.count()).toBe(2);
  });

  it('without end are cut off', async () => {
    const origin = await openOrigin({});
    for (let at = 0; at < 9; at++) origin.set(`/${at}`, { redirectTo: `/${at + 1}` });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    const failed = await failureOf(client.request({ url: origin.urlOf('/0'), signal: unaborted, follow: 3 }));
    expect(failed).toMatchObject({ code: 'TOO_MANY_REDIRECTS', expected: 3 });
    expect(failed.hops).toHaveLength(4);
    expect(origin.count()).toBe(4);
  });
});

describe('what a request tells', () => {
  it('is the client, the caller, and the site as a browser does', async () => {
    const origin = await openOrigin({ '/': {} });
    const client = openClient({ allowHosts: ['127.0.0.1'], site: 'https://blog.example/zh/?x#y' });
    await client.request({ url: origin.url, headers: { Accept: 'image/*' }, signal: unaborted });
    expect(origin.requests[0]?.headers).toMatchObject({
      'user-agent': 'imgferry-test',
      accept: 'image/*',
      referer: 'https://blog.example/',
    });
  });

  it("is the site's whole address within the site", async () => {
    const origin = await openOrigin({ '/': {} });
    const client = openClient({ allowHosts: ['127.0.0.1'], site: origin.urlOf('/zh/') });
    await client.request({ url: origin.url, signal: unaborted });
    expect(origin.requests[0]?.headers.referer).toBe(origin.urlOf('/zh/'));
  });

  it('is what is configured for its host, before anything else', async () => {
    const origin = await openOrigin({ '/': {} });
    const hosts = {
      'a.example': { headers: { 'X-Which': 'without port' } },
      [`A.example:${origin.port}`]: {
        headers: { Authorization: 'Bearer x', 'User-Agent': 'Mine' },
        referer: 'http://r/',
      },
      'b.example': { referer: '' },
    };
    const client = openClient({ allowHosts: ['127.0.0.1'], site: 'https://blog.example/', hosts, ...names });
    const headers = { referer: 'http://given/' };
    await client.request({ url: `http://a.example:${origin.port}/`, headers, signal: unaborted });
    await client.request({ url: `http://b.example:${origin.port}/`, headers, signal: unaborted });
    await client.request({ url: origin.url, headers, signal: unaborted });
    const [exact, silent, other] = origin.requests.map((request) => request.headers);
    expect(exact).toMatchObject({ authorization: 'Bearer x', 'user-agent': 'Mine', referer: 'http://r/' });
    expect(exact).not.toHaveProperty('x-which');
    expect(silent).not.toHaveProperty('referer');
    expect(other).toMatchObject({ referer: 'http://given/', 'user-agent': 'imgferry-test' });
  });

  it('leaves a signed request to a trusted endpoint as it is', async () => {
    const origin = await openOrigin({ '/': {} });
    const hosts = { '127.0.0.1': { headers: { authorization: 'other' }, referer: 'http://r/' } };
    const client = openClient({ hosts, site: 'https://blog.example/' });
    await client.request({ url: origin.url, headers: { Authorization: 'signed' }, signal: unaborted, trusted: true });
    expect(origin.requests[0]?.headers.authorization).toBe('signed');
    expect(origin.requests[0]?.headers).not.toHaveProperty('referer');
  });

  it('to one host never goes on to another', async () => {
    const [first, second] = [await openOrigin({}), await openOrigin({ '/end': {} })];
    first.set('/', { redirectTo: `http://b.example:${second.port}/end` });
    const client = openClient({
      allowHosts: ['127.0.0.1'],
      hosts: { 'a.example': { headers: { 'x-key': 'configured' } }, 'b.example': { headers: { 'x-b': 'its own' } } },
      ...names,
    });
    await client.request({
      url: `http://me:pass%20word@a.example:${first.port}/`,
      headers: { Cookie: 'c=1', 'X-Token': 't', Accept: 'image/*' },
      signal: unaborted,
      follow: 3,
    });
    const basic = `Basic ${Buffer.from('me:pass word').toString('base64')}`;
    expect(first.requests[0]?.headers).toMatchObject({
      authorization: basic,
      cookie: 'c=1',
      'x-token': 't',
      'x-key': 'configured',
    });
    const told = second.requests[0]?.headers ?? {};
    expect(Object.keys(told).sort()).toEqual(['accept', 'connection', 'host', 'user-agent', 'x-b']);
  });

  it('to a host goes on within the host', async () => {
    const origin = await openOrigin({ '/': { redirectTo: '/end' }, '/end': {} });
    const client = openClient({ allowHosts: ['127.0.0.1'], hosts: { '127.0.0.1': { headers: { 'x-key': 'k' } } } });
    await client.request({ url: origin.url, headers: { cookie: 'c=1' }, signal: unaborted, follow: 3 });
    expect(origin.requests[1]?.headers).toMatchObject({ cookie: 'c=1', 'x-key': 'k' });
  });

  it('takes no name and password from a Location', async () => {
    const [first, second] = [await openOrigin({}), await openOrigin({ '/': {} })];
    first.set('/', { redirectTo: `http://you:secret@127.0.0.1:${second.port}/` });
    const client = openClient({ allowHosts: ['127.0.0.1'] });
    await client.request({ url: first.url, signal: unaborted, follow: 3 });
    expect(second.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it.each([
    [{ site: 'blog.example' }, /"path":"site"/],
    [{ hosts: { 'a.example': { headers: { 'x y': 'z' } } } }, /"path":"hosts.a.example.headers.x y"/],
    [{ hosts: { 'a.example': { headers: { x: 'secret\nline' } } } }, /"path":"hosts.a.example.headers.x"/],
    [{ hosts: { 'a.example': { referer: '图' } } }, /"path":"hosts.a.example.referer"/],
  ])('must be possible to send: %j', (options, message) => {
    expect(() => openClient(options)).toThrow(message);
    expect(() => openClient(options)).not.toThrow(/secret/);
  });
});
