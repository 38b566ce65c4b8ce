import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import { createAddressGuard } from '../../src/net/address-guard.js';

function verdictOn(url: string, allowHosts: readonly string[] = [], byName = false): string {
  try {
    createAddressGuard(allowHosts).checkUrl(new URL(url), { byName });
    return 'passes';
  } catch (error) {
    return error instanceof ImgferryError ? String(error.facts.hint) : String(error);
  }
}

describe('an IP literal', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://127.0.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://0177.0x0.1/',
    'http://127.0.0.1./',
    'http://%31%32%37.0.0.1/',
    'http://１２７.０.０.１/',
    'http://①②⑦.⓪.⓪.①/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[0:0:0:0:0:ffff:7f00:0001]/',
    'http://[64:ff9b::7f00:1]/',
  ])('of loopback is refused as %s', (url) => {
    expect(verdictOn(url)).toBe('loopback');
  });

  it.each([
    ['http://0/', 'this-network'],
    ['http://169.254.169.254/latest/meta-data/', 'link-local'],
    ['http://[::7f00:1]/', 'reserved'],
    ['http://[2002:7f00:1::]/', 'relay'],
    ['http://[fd00:ec2::254]/', 'unique-local'],
    ['http://8.8.8.8/', 'passes'],
    ['http://[2400:3200::1]/', 'passes'],
    ['http://[::ffff:8.8.8.8]/', 'passes'],
  ])('%s: %s', (url, verdict) => {
    expect(verdictOn(url)).toBe(verdict);
  });
});

describe('a name that only exists in a private network', () => {
  it.each([
    'http://localhost/',
    'http://LOCALHOST./',
    'http://a.localhost/',
    'http://nas.local/',
    'http://metadata.google.internal/',
    'http://router.home.arpa/',
    'http://intranet/',
  ])('is refused when a proxy would resolve it: %s', (url) => {
    expect(verdictOn(url, [], true)).toBe('private-name');
  });

  it('is judged by its address when we resolve it ourselves', () => {
    expect(verdictOn('http://nas.local/')).toBe('passes');
  });

  it('is not confused with names that only end alike', () => {
    expect(verdictOn('http://mylocal.example/', [], true)).toBe('passes');
    expect(verdictOn('http://notlocalhost.com/', [], true)).toBe('passes');
  });
});

describe('an allowed host', () => {
  it.each([
    ['http://127.0.0.1:8080/', '127.0.0.1'],
    ['http://127.0.0.1:8080/', '127.0.0.1:8080'],
    ['http://127.1:8080/', '127.0.0.1'],
    ['http://127.0.0.1/', '0x7f.1'],
    ['http://127.0.0.1/', '127.0.0.1:80'],
    ['https://127.0.0.1/', '127.0.0.1:443'],
    ['http://[::1]:90/', '::1'],
    ['http://[::1]:90/', '[::1]'],
    ['http://[::1]:90/', '[::1]:90'],
    ['http://[::ffff:127.0.0.1]/', '127.0.0.1'],
    ['http://127.0.0.1/', '::ffff:127.0.0.1'],
  ])('%s passes with %s', (url, entry) => {
    expect(verdictOn(url, [entry])).toBe('passes');
  });

  it.each([
    ['http://127.0.0.1:8081/', '127.0.0.1:8080'],
    ['https://127.0.0.1/', '127.0.0.1:80'],
    ['http://127.0.0.2/', '127.0.0.1'],
    ['http://[::1]/', '127.0.0.1'],
  ])('%s stays refused with %s', (url, entry) => {
    expect(verdictOn(url, [entry])).toBe('loopback');
  });

  it('lets a name pass by its own name or by the address that it has', () => {
    const url = new URL('http://NAS.example:8080/');
    const refusal = (entry: string) => createAddressGuard([entry]).refusalOf(url, '192.168.1.9')?.facts;
    expect(refusal('nas.example')).toBeUndefined();
    expect(refusal('Nas.Example:8080')).toBeUndefined();
    expect(refusal('192.168.1.9')).toBeUndefined();
    expect(refusal('192.168.1.9:8080')).toBeUndefined();
    expect(refusal('192.168.1.9:80')).toMatchObject({
      host: 'nas.example:8080',
      address: '192.168.1.9',
      hint: 'private',
    });
  });

  it.each(['', 'http://a/', 'a/b', 'a b', 'user@host', '*', '[::1', '127.0.0.1:65536'])(
    'must be a host: %j is told',
    (entry) => {
      expect(() => createAddressGuard([entry])).toThrow(/CONFIG_INVALID.*--allow-host/);
    },
  );
});

it('shows no password in a refusal', () => {
  expect(() => createAddressGuard([]).checkUrl(new URL('http://me:secret@127.0.0.1/a.png'), { byName: false })).toThrow(
    'ADDRESS_BLOCKED {"url":"http://127.0.0.1/a.png","host":"127.0.0.1","address":"127.0.0.1","hint":"loopback"}',
  );
});
