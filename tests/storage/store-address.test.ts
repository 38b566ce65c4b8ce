import { describe, expect, it } from 'vitest';
import { normalizePrefix, normalizePublicBase, parseOrigin } from '../../src/storage/address-parts.js';
import { bucketOfHost } from '../../src/storage/addresses.js';
import { readAuthority, shownName } from '../../src/storage/store-address.js';
import { refusal } from './refusal.js';

const address = (rest: string) => ({ name: 'blog', scheme: 'oss', rest });

describe('the address of a store', () => {
  it('is cut into authority, path and parameters, none of them decoded', () => {
    const known = ['region', 'endpoint', 'cname', 'signing', 'path-style', 'requester-pays'];
    const given = `//bkt/博客/a%20b/?region=r&endpoint=http://h:9&cname=c&signing=v1&path-style=true&requester-pays=false`;
    expect(readAuthority(address(given), known)).toEqual({
      authority: 'bkt',
      path: '博客/a%20b/',
      parameters: {
        region: 'r',
        endpoint: 'http://h:9',
        cname: 'c',
        signing: 'v1',
        pathStyle: true,
        requesterPays: false,
      },
    });
    expect(readAuthority(address('//bkt'))).toEqual({ authority: 'bkt', path: '', parameters: {} });
    expect(readAuthority(address('//bkt/a\nb'))).toMatchObject({ authority: 'bkt', path: 'a\nb' });
  });

  it.each(['bkt/a', '', 'x//bkt/a', '?region=r'])('has neither where it is none: %s', (rest) => {
    expect(readAuthority(address(rest), ['region'])).toMatchObject({ authority: '', path: '' });
  });

  it.each([
    ['//bkt/a?x=1', { field: 'parameter', found: 'x', expected: ['region', 'path-style'] }],
    ['//bkt/a?path-style=yes', { field: 'path-style', found: 'yes', expected: ['true', 'false'] }],
  ])('is refused: %s', (rest, facts) => {
    expect(refusal(() => readAuthority(address(rest), ['region', 'path-style']))).toMatchObject({
      code: 'STORE_INVALID',
      facts: { store: 'blog', ...facts },
    });
  });

  it.each([
    ['//id:secret@bkt/a', 'userinfo'],
    ['//id@bkt/a', 'userinfo'],
    ['//id:sec/ret\n@bkt/a', 'userinfo'],
    ['//bkt/a?accessKeyId=x', 'accessKeyId'],
    ['//bkt/a?access_key=x', 'access_key'],
    ['//bkt/a?accesskey=x', 'accesskey'],
    ['//bkt/a?region=r&security-token=x', 'security-token'],
    ['//bkt/a?Signature=x', 'Signature'],
    ['//bkt/a?password=x', 'password'],
    ['//bkt/a?client_secret=x', 'client_secret'],
  ])('holds no secret: %s', (rest, field) => {
    expect(refusal(() => readAuthority(address(rest), ['region']))).toMatchObject({
      code: 'STORE_HAS_SECRET',
      facts: { store: 'blog', field },
    });
  });

  it('may have an @ in its path', () => {
    expect(readAuthority(address('//bkt/a@2x')).path).toBe('a@2x');
  });

  it.each([
    ['oss://id:se/cret@bkt/a?region=r\nx', 'oss://bkt/a'],
    ['oss://id@bkt/a', 'oss://bkt/a'],
    ['oss://bkt/a@b', 'oss://bkt/a@b'],
    ['file:a?b@c', 'file:a?b@c'],
    ['s3://bkt', 's3://bkt'],
  ])('%j is shown as %s', (url, shown) => {
    expect(shownName(url)).toBe(shown);
  });
});

describe('a public base', () => {
  it.each([
    ['https://img.example.com', 'https://img.example.com/'],
    ['//img.example.com/a', 'https://img.example.com/a/'],
    ['http://img.example.com:8080/a/', 'http://img.example.com:8080/a/'],
    ['/img', '/img/'],
    ['/img/', '/img/'],
    ['relative', 'relative'],
  ])('%s becomes %s', (text, base) => {
    expect(normalizePublicBase('blog', 'publicUrl', text)).toBe(base);
  });

  it.each(['relative', 'ftp://h/', 'https://h/?a', 'https://h/#a', 'img.example.com'])(
    '%s is none of addresses',
    (found) => {
      expect(refusal(() => normalizePublicBase('blog', 'addresses', found))).toMatchObject({
        code: 'STORE_INVALID',
        facts: { store: 'blog', field: 'addresses', found, expected: ['https://HOST/', '/PATH/'] },
      });
    },
  );

  it('of a store may be relative, and nothing else without a host', () => {
    expect(refusal(() => normalizePublicBase('blog', 'publicUrl', 'img')).facts.expected).toEqual([
      'https://HOST/',
      '/PATH/',
      'relative',
    ]);
  });

  it.each(['https://me@h/', 'https://:secret@h/', 'https://me:secret@h/'])('holds no secret: %s', (text) => {
    expect(refusal(() => normalizePublicBase('blog', 'publicUrl', text))).toMatchObject({
      code: 'STORE_HAS_SECRET',
      facts: { store: 'blog', field: 'publicUrl' },
    });
  });
});

describe('an endpoint', () => {
  it.each([
    ['oss.example.com', 'https://oss.example.com/'],
    ['HTTP://oss.example.com:9000', 'http://oss.example.com:9000/'],
    ['host:9000', 'https://host:9000/'],
  ])('%s is %s', (text, href) => {
    expect(parseOrigin('blog', 'endpoint', text).href).toBe(href);
  });

  it.each(['https://h/path', 'https://h/?a=1', 'https://h/#a', 'ftp://h', 'https://', 'h/http://x'])(
    '%s is none',
    (found) => {
      expect(refusal(() => parseOrigin('blog', 'endpoint', found))).toMatchObject({
        code: 'STORE_INVALID',
        facts: { field: 'endpoint', found, expected: ['https://HOST', 'http://HOST:PORT'] },
      });
    },
  );
});

describe('a prefix', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['a', 'a/'],
    ['博客/a.b/', '博客/a.b/'],
  ])('%j is %j', (text, prefix) => {
    expect(normalizePrefix('blog', text)).toBe(prefix);
  });

  it.each(['/a', 'a//b', '.', 'a/..', '../a', 'a\\b', 'a\nb', '//'])('%j is none', (text) => {
    expect(refusal(() => normalizePrefix('blog', text))).toMatchObject({
      code: 'STORE_INVALID',
      facts: { store: 'blog', field: 'prefix', expected: ['PREFIX', 'PREFIX/PREFIX'] },
    });
  });
});

describe('the bucket whose own domain a host is', () => {
  it.each([
    ['my-blog.oss-cn-hangzhou.aliyuncs.com', 'oss://my-blog?region=cn-hangzhou'],
    ['blog1.oss-ap-southeast-1-internal.aliyuncs.com', 'oss://blog1?region=ap-southeast-1'],
    ['my.blog-1.s3.eu-west-1.amazonaws.com', 's3://my.blog-1?region=eu-west-1'],
    ['blog.s3-us-gov-east-1.amazonaws.com', 's3://blog?region=us-gov-east-1'],
    ['blog.oss-accelerate.aliyuncs.com', undefined],
    ['oss-cn-hangzhou.aliyuncs.com', undefined],
    ['a.b.oss-cn-hangzhou.aliyuncs.com', undefined],
    ['blog.oss-cn-hangzhou.aliyuncs.com.example.com', undefined],
    ['blog.s3.amazonaws.com', undefined],
    ['blog.s3.eu-west-1.amazonaws.com.example.com', undefined],
    ['img.example.com', undefined],
  ])('%s: %s', (host, bucket) => {
    expect(bucketOfHost(host)).toBe(bucket);
  });
});
