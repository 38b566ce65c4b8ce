import { describe, expect, it } from 'vitest';
import { asObjectKey } from '../../src/core/object-key.js';
import { deriveAddresses } from '../../src/storage/addresses.js';
import { parseStore } from '../../src/storage/store-name.js';

const blog = deriveAddresses(
  parseStore('blog', {
    blog: {
      url: 'oss://bkt/博客?region=cn-hangzhou',
      publicUrl: 'https://img.example.com/',
      addresses: ['http://old.example.com:8080/files'],
    },
  }),
);

describe('deriveAddresses', () => {
  it('writes the bucket root, the prefix and the key, encoded once', () => {
    expect(blog.publicUrl(asObjectKey('2025/图 1+2%(a).png'))).toBe(
      'https://img.example.com/%E5%8D%9A%E5%AE%A2/2025/%E5%9B%BE%201%2B2%25%28a%29.png',
    );
  });

  it('puts the written prefix first, and ends each in a slash', () => {
    expect(blog.prefixes[0]).toBe('https://img.example.com/%E5%8D%9A%E5%AE%A2/');
    expect(blog.prefixes.every((prefix) => prefix.endsWith('/'))).toBe(true);
  });

  it.each([
    'https://img.example.com/%E5%8D%9A%E5%AE%A2/a.png',
    'http://img.example.com/博客/a.png',
    '//img.example.com/%e5%8d%9a%e5%ae%a2/a.png',
    'HTTPS://IMG.example.com:443/博客/a.png?x-oss-process=image/resize,w_100#circle',
    'https://img.example.com/博客/./x/../%61.png',
    'http://old.example.com:8080/files/博客/a.png',
    'https://bkt.oss-cn-hangzhou.aliyuncs.com/博客/a.png',
    'https://bkt.oss-cn-hangzhou-internal.aliyuncs.com/博客/a.png',
    'http://bkt.oss-accelerate.aliyuncs.com/博客/a.png',
    'https://bkt.oss-accelerate-overseas.aliyuncs.com/博客/a.png',
    'https://bkt.cn-hangzhou.oss.aliyuncs.com/博客/a.png',
  ])('finds the key in %s', (address) => {
    expect(blog.keyOf(address)).toBe('a.png');
  });

  it.each([
    ['another host', 'https://img.example.org/博客/a.png'],
    ['another bucket', 'https://bkt2.oss-cn-hangzhou.aliyuncs.com/博客/a.png'],
    ['another port', 'http://old.example.com/files/博客/a.png'],
    ['a name that only starts alike', 'https://img.example.com/博客2/a.png'],
    ['the bucket outside the prefix', 'https://img.example.com/other/a.png'],
    ['the prefix alone', 'https://img.example.com/博客/'],
    ['broken percent-encoding', 'https://img.example.com/博客/100%.png'],
    ['what is no key of ours', 'https://img.example.com/博客/a//b.png'],
    ['another scheme', 'ftp://img.example.com/博客/a.png'],
    ['a path', '/博客/a.png'],
    ['no address', 'a.png'],
  ])('leaves %s alone', (_, address) => {
    expect(blog.keyOf(address)).toBeUndefined();
  });

  it('takes the longest of its prefixes that fits', () => {
    const nested = deriveAddresses(
      parseStore('a', {
        a: { url: 'file:img', publicUrl: 'http://h.example/', addresses: ['https://h.example:443/deep/er/'] },
      }),
    );
    expect(nested.keyOf('http://h.example:80/deep/er/a.png')).toBe('a.png');
    expect(nested.keyOf('https://h.example/deep/a.png')).toBe('deep/a.png');
    expect(nested.keyOf('/deep/er/a.png')).toBeUndefined();
    expect(nested.prefixes).toEqual([
      'http://h.example/',
      'https://h.example/',
      'https://h.example/deep/er/',
      'http://h.example/deep/er/',
    ]);
  });

  it('takes a path for one from the root of a site alone', () => {
    const site = deriveAddresses(parseStore('a', { a: { url: 'file:img', publicUrl: '/img/' } }));
    expect(site.prefixes).toEqual(['/img/']);
    expect(site.keyOf('https://site.invalid/img/a.png')).toBeUndefined();
    expect(site.keyOf('see https://h.example/img/a.png')).toBeUndefined();
  });

  it('gives back every key that it wrote', () => {
    for (const key of ['a+b%20c.png', '图/ 🚢 .png', "x?y=1&z#w[1]'!*.png", '100%.png', '%E4.png'].map(asObjectKey)) {
      expect(blog.keyOf(blog.publicUrl(key) ?? '')).toBe(key);
    }
  });

  it('knows a path-style address by bucket', () => {
    const local = deriveAddresses(parseStore('oss://bkt/p?region=cn-hangzhou&endpoint=http://127.0.0.1:9000', {}));
    expect(local.publicUrl(asObjectKey('a.png'))).toBeUndefined();
    expect(local.keyOf('http://127.0.0.1:9000/bkt/p/a.png')).toBe('a.png');
    expect(local.keyOf('http://127.0.0.1:9000/other/p/a.png')).toBeUndefined();
  });

  it.each([
    'https://bkt.s3.eu-west-1.amazonaws.com/p/a.png',
    'http://s3.eu-west-1.amazonaws.com/bkt/p/a.png',
    'https://bkt.s3.amazonaws.com/p/a.png?versionId=1',
    '//bkt.s3-eu-west-1.amazonaws.com/p/a.png',
    'https://s3.dualstack.eu-west-1.amazonaws.com/bkt/p/a.png',
    'https://bkt.s3-accelerate.amazonaws.com/p/a.png',
  ])('knows AWS’s address %s', (address) => {
    expect(deriveAddresses(parseStore('s3://bkt/p?region=eu-west-1', {})).keyOf(address)).toBe('a.png');
  });

  it.each(['https://bkt.acc.r2.cloudflarestorage.com/p/a.png', 'http://acc.r2.cloudflarestorage.com/bkt/p/a.png'])(
    'knows an S3 endpoint’s address %s, however requests go',
    (address) => {
      for (const style of ['true', 'false']) {
        const name = `s3://bkt/p?endpoint=https://acc.r2.cloudflarestorage.com&path-style=${style}`;
        expect(deriveAddresses(parseStore(name, {})).keyOf(address)).toBe('a.png');
      }
    },
  );

  it('knows an S3 bucket at an IP address by its path', () => {
    const local = deriveAddresses(parseStore('s3://bkt/p?region=r&endpoint=http://127.0.0.1:9000', {}));
    expect(local.prefixes).toEqual(['http://127.0.0.1:9000/bkt/p/', 'https://127.0.0.1:9000/bkt/p/']);
  });

  it('knows a folder by a path from the root of the site', () => {
    const site = deriveAddresses(parseStore('site', { site: { url: 'file:public/images', publicUrl: '/图片' } }));
    const written = site.publicUrl(asObjectKey('a b.png'));
    expect(written).toBe('/图片/a%20b.png');
    expect(site.keyOf(written ?? '')).toBe('a b.png');
    expect(site.keyOf('/%E5%9B%BE%E7%89%87/a b.png?v=1')).toBe('a b.png');
    expect(site.keyOf('https://elsewhere.example.com/图片/a.png')).toBeUndefined();
  });

  it('has no address for a folder that is written relative', () => {
    const site = deriveAddresses(parseStore('site', { site: { url: 'file:img', publicUrl: 'relative' } }));
    expect(site.publicUrl(asObjectKey('a.png'))).toBeUndefined();
    expect(site.prefixes).toEqual([]);
  });
});
