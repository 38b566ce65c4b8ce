import { describe, expect, it } from 'vitest';
import { createProxyFor, type ProxySettings } from '../../src/net/proxies.js';

const both: ProxySettings = { http: 'http://proxy.example:3128', https: 'http://secure.example:3129' };

function proxyOf(url: string, settings: ProxySettings): string | undefined {
  return createProxyFor(settings)(new URL(url))?.host;
}

describe('createProxyFor', () => {
  it('chooses by scheme', () => {
    expect(proxyOf('http://a.example/', both)).toBe('proxy.example:3128');
    expect(proxyOf('https://a.example/', both)).toBe('secure.example:3129');
    expect(proxyOf('https://a.example/', { http: 'http://proxy.example:3128' })).toBeUndefined();
    expect(proxyOf('http://a.example/', {})).toBeUndefined();
  });

  it('takes a proxy without a scheme, as curl does', () => {
    expect(proxyOf('http://a.example/', { http: 'proxy.example:3128' })).toBe('proxy.example:3128');
  });

  it('lets a SOCKS proxy resolve names either way', () => {
    const proxy = createProxyFor({ http: 'socks5h://proxy.example:1080' })(new URL('http://a.example/'));
    expect(proxy?.href).toBe('socks5://proxy.example:1080');
  });

  it.each(['http://localhost/', 'http://a.localhost/', 'http://127.0.0.1/', 'http://127.9/', 'http://[::1]/'])(
    'asks loopback directly: %s',
    (url) => {
      expect(proxyOf(url, both)).toBeUndefined();
    },
  );

  it.each([
    ['http://a.example/', '*'],
    ['http://a.example/', 'a.example'],
    ['http://A.example/', 'A.EXAMPLE'],
    ['http://b.a.example/', 'a.example'],
    ['http://b.a.example/', '.a.example'],
    ['http://b.a.example/', '*.a.example'],
    ['http://a.example:81/', 'a.example:81'],
    ['https://a.example/', 'a.example:443'],
    ['http://a.example/', 'x.example, a.example'],
    ['http://a.example/', 'x.example a.example'],
    ['http://10.1.2.3/', '10.0.0.0/8'],
    ['http://10.1.2.3/', '10.1.2.3'],
    ['http://10.1.2.3:81/', '10.1.2.3:81'],
    ['http://[fd00::1]/', 'fd00::1'],
    ['http://[fd00::1]/', '[fd00::1]'],
    ['http://[fd00::1]:81/', '[fd00::1]:81'],
    ['http://[fd00::1]/', 'fc00::/7'],
  ])('asks %s directly with no_proxy=%s', (url, none) => {
    expect(proxyOf(url, { ...both, none })).toBeUndefined();
  });

  it.each([
    ['http://ba.example/', 'a.example'],
    ['http://a.example/', 'b.a.example'],
    ['http://a.example:82/', 'a.example:81'],
    ['http://11.1.2.3/', '10.0.0.0/8'],
    ['http://10.1.2.3/', '2.3'],
  ])('asks %s through the proxy with no_proxy=%s', (url, none) => {
    expect(proxyOf(url, { ...both, none })).toBe('proxy.example:3128');
  });

  it.each(['ftp://proxy.example', 'http://', 'not a proxy'])('refuses %j without telling it', (http) => {
    expect(() => createProxyFor({ http })).toThrow(/^CONFIG_INVALID \{"path":"HTTP_PROXY, ALL_PROXY".*"hint":"proxy"/);
    expect(() => createProxyFor({ http: 'ftp://me:secret@proxy.example' })).not.toThrow(/secret/);
  });
});
