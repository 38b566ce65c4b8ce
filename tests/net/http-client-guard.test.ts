import { describe, expect, it } from 'vitest';
import { failureOf, openClient, openOrigin, readText, resolveBy, unaborted } from './client-kit.js';

describe('the address guard', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '０x7f.1',
    '0',
    'localhost',
  ])('refuses %s, asked for and redirected to', async (host) => {
    const victim = await openOrigin({ '/': { body: 'secret' } });
    const url = `http://${host}:${victim.port}/`;
    const origin = await openOrigin({ '/': { redirectTo: url } });
    const client = openClient({ allowHosts: [`127.0.0.1:${origin.port}`] });
    const asked = await failureOf(client.request({ url, signal: unaborted }));
    expect(asked).toMatchObject({ code: 'ADDRESS_BLOCKED', host: new URL(url).host });
    const redirected = await failureOf(client.request({ url: origin.url, signal: unaborted, follow: 5 }));
    expect(redirected).toMatchObject({ code: 'ADDRESS_BLOCKED', host: new URL(url).host });
    expect(victim.count()).toBe(0);
  });

  it('refuses a name that resolves to a special address, before it connects', async () => {
    const victim = await openOrigin({ '/': {} });
    const lookup = resolveBy({ 'innocent.example': '127.0.0.1', 'six.example': '::ffff:127.0.0.1' });
    const client = openClient({ lookup });
    for (const name of ['innocent.example', 'six.example']) {
      const url = `http://${name}:${victim.port}/`;
      expect(await failureOf(client.request({ url, signal: unaborted }))).toMatchObject({
        code: 'ADDRESS_BLOCKED',
        url,
        host: `${name}:${victim.port}`,
        hint: 'loopback',
      });
    }
    expect(victim.openConnections()).toBe(0);
    expect(victim.mostConnections).toBe(0);
  });

  it('never connects to the special ones among the addresses of a name', async () => {
    const victim = await openOrigin({ '/': { body: 'reached' } });
    const lookup = resolveBy({ 'mixed.example': ['10.0.0.1', '127.0.0.1'] });
    const client = openClient({ lookup, allowHosts: [`127.0.0.1:${victim.port}`] });
    const response = await client.request({ url: `http://mixed.example:${victim.port}/`, signal: unaborted });
    expect(await readText(response.body)).toBe('reached');
  });

  it('judges again when a name that passed resolves anew', async () => {
    const victim = await openOrigin({ '/': { headers: { connection: 'close' } } });
    const table: Record<string, string> = { 'rebound.example': '127.0.0.1' };
    const client = openClient({ lookup: resolveBy(table), allowHosts: ['127.0.0.1'] });
    const url = `http://rebound.example:${victim.port}/`;
    await readText((await client.request({ url, signal: unaborted })).body);
    await victim.untilIdle();
    table['rebound.example'] = '127.0.0.2';
    expect(await failureOf(client.request({ url, signal: unaborted }))).toMatchObject({
      code: 'ADDRESS_BLOCKED',
      address: '127.0.0.2',
    });
    expect(victim.count()).toBe(1);
  });

  it('lets a host pass by the name or the address that is allowed, and no other port', async () => {
    const origin = await openOrigin({ '/': { body: 'here' } });
    const lookup = resolveBy({ 'nas.example': '127.0.0.1' });
    const url = `http://nas.example:${origin.port}/`;
    for (const entry of ['nas.example', `nas.example:${origin.port}`, '127.0.0.1', `127.0.0.1:${origin.port}`]) {
      const client = openClient({ lookup, allowHosts: [entry] });
      expect(await readText((await client.request({ url, signal: unaborted })).body)).toBe('here');
    }
    const other = openClient({ lookup, allowHosts: ['nas.example:1'] });
    expect(await failureOf(other.request({ url, signal: unaborted }))).toMatchObject({ code: 'ADDRESS_BLOCKED' });
  });

  it('lets a trusted endpoint pass, but not where it redirects to', async () => {
    const victim = await openOrigin({ '/': {} });
    const endpoint = await openOrigin({ '/': { body: 'bucket' }, '/away': { redirectTo: victim.url } });
    const client = openClient();
    const trusted = { signal: unaborted, trusted: true, follow: 3 };
    expect(await readText((await client.request({ url: endpoint.url, ...trusted })).body)).toBe('bucket');
    const away = await failureOf(client.request({ url: endpoint.urlOf('/away'), ...trusted }));
    expect(away).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(victim.count()).toBe(0);
  });

  it('finds no way in through a connection that a trusted request left open', async () => {
    const endpoint = await openOrigin({ '/': { body: 'bucket' } });
    const client = openClient({ lookup: resolveBy({ 'bucket.example': '127.0.0.1' }) });
    const url = `http://bucket.example:${endpoint.port}/`;
    await readText((await client.request({ url, signal: unaborted, trusted: true })).body);
    expect(await failureOf(client.request({ url, signal: unaborted }))).toMatchObject({ code: 'ADDRESS_BLOCKED' });
    expect(endpoint.count()).toBe(1);
  });
});
