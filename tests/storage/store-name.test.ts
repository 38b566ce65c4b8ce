import { describe, expect, it } from 'vitest';
import { parseStore } from '../../src/storage/store-name.js';
import type { StoreConfig } from '../../src/storage/store-settings.js';
import { refusal } from './refusal.js';

const parse = (name: string, stores: Record<string, StoreConfig> = {}) => parseStore(name, stores);

describe('parseStore', () => {
  it.each([
    ['file:public/images', 'public/images'],
    ['file:/srv/图片', '/srv/图片'],
    ['file:///srv/images', '/srv/images'],
    ['file:a?b', 'a?b'],
    ['file:user@host', 'user@host'],
  ])('reads the folder of %s', (name, folder) => {
    expect(parse(name)).toMatchObject({ kind: 'file', folder, publicUrl: undefined });
  });

  it('reads bucket, prefix and region', () => {
    expect(parse('oss://my-bucket/博客 图/2025/?region=oss-cn-hangzhou')).toMatchObject({
      kind: 'oss',
      bucket: 'my-bucket',
      prefix: '博客 图/2025/',
      region: 'cn-hangzhou',
      access: { style: 'host', origin: 'https://my-bucket.oss-cn-hangzhou.aliyuncs.com' },
      publicUrl: 'https://my-bucket.oss-cn-hangzhou.aliyuncs.com/',
    });
  });

  it.each([
    ['an IP address by path', 'http://127.0.0.1:9000', { style: 'path', origin: 'http://127.0.0.1:9000' }],
    ['an IPv6 address by path', 'http://[::1]:9000', { style: 'path', origin: 'http://[::1]:9000' }],
    ['localhost by path', 'http://localhost:9000', { style: 'path', origin: 'http://localhost:9000' }],
    [
      'a default endpoint by host',
      'oss-cn-beijing.aliyuncs.com',
      { style: 'host', origin: 'https://bkt.oss-cn-beijing.aliyuncs.com' },
    ],
    [
      'an endpoint that has the bucket already',
      'https://bkt.oss-cn-beijing-internal.aliyuncs.com',
      { style: 'host', origin: 'https://bkt.oss-cn-beijing-internal.aliyuncs.com' },
    ],
  ])('addresses %s', (_, endpoint, access) => {
    expect(parse(`oss://bkt?region=cn-beijing&endpoint=${encodeURIComponent(endpoint)}`)).toMatchObject({ access });
  });

  it('reads an S3 bucket, AWS’s own by default', () => {
    expect(parse('s3://my.bucket-1/blog/图?region=eu-west-1')).toMatchObject({
      kind: 's3',
      bucket: 'my.bucket-1',
      prefix: 'blog/图/',
      region: 'eu-west-1',
      endpoint: 'https://s3.eu-west-1.amazonaws.com',
    });
    expect(parse('s3://bkt?region=cn-north-1')).toMatchObject({ endpoint: 'https://s3.cn-north-1.amazonaws.com.cn' });
  });

  it.each([
    ['AWS by host', 's3://bkt?region=eu-west-1', 'host', 'https://bkt.s3.eu-west-1.amazonaws.com'],
    ['a name with dots by path: no certificate covers it', 's3://a.b.c?region=r', 'path', 'https://s3.r.amazonaws.com'],
    ['an IP address by path', 's3://bkt?region=r&endpoint=http://127.0.0.1:9', 'path', 'http://127.0.0.1:9'],
    ['what is asked for', 's3://bkt?region=r&endpoint=https://h.example&path-style=true', 'path', 'https://h.example'],
    ['an endpoint that has the bucket', 's3://bkt?region=r&endpoint=bkt.h.example', 'host', 'https://bkt.h.example'],
    ['its own domain', 's3://bkt?region=r&cname=https://img.example.com', 'cname', 'https://img.example.com'],
  ])('addresses S3: %s', (_, name, style, origin) => {
    expect(parse(name)).toMatchObject({ access: { style, origin } });
  });

  it.each([
    ['s3.us-west-2.amazonaws.com', 'us-west-2'],
    ['s3.dualstack.eu-central-1.amazonaws.com', 'eu-central-1'],
    ['https://0123abc.r2.cloudflarestorage.com', 'auto'],
    ['s3.us-west-004.backblazeb2.com', 'us-west-004'],
    ['cos.ap-guangzhou.myqcloud.com', 'ap-guangzhou'],
    ['s3-cn-east-1.qiniucs.com', 'cn-east-1'],
    ['obs.cn-north-4.myhuaweicloud.com', 'cn-north-4'],
  ])('learns an S3 region from %s', (endpoint, region) => {
    expect(parse(`s3://bkt?endpoint=${endpoint}`)).toMatchObject({ region });
  });

  it('writes the address of a bucket where AWS serves it, and none elsewhere', () => {
    expect(parse('s3://bkt?region=r1').publicUrl).toBe('https://bkt.s3.r1.amazonaws.com/');
    expect(parse('s3://bkt?endpoint=https://0123abc.r2.cloudflarestorage.com').publicUrl).toBeUndefined();
  });

  it('learns the region from a default endpoint', () => {
    expect(parse('oss://bkt?endpoint=oss-cn-hongkong-internal.aliyuncs.com')).toMatchObject({ region: 'cn-hongkong' });
  });

  it('sends to a custom domain and writes it', () => {
    expect(parse('oss://bkt/blog?region=cn-hangzhou&cname=https://img.example.com')).toMatchObject({
      access: { style: 'cname', origin: 'https://img.example.com' },
      publicUrl: 'https://img.example.com/',
    });
  });

  it('writes no address that nobody gave where the endpoint has no public one', () => {
    expect(parse('oss://bkt?region=cn-hangzhou&endpoint=http://127.0.0.1:9000').publicUrl).toBeUndefined();
  });

  it('finds a configured store by its name, fields over address', () => {
    const stores = {
      blog: {
        url: 'oss://bkt/blog?region=cn-hangzhou',
        region: 'cn-beijing',
        publicUrl: 'https://img.example.com',
        credentials: 'env:BLOG',
      },
    };
    expect(parse('blog', stores)).toMatchObject({
      name: 'blog',
      region: 'cn-beijing',
      prefix: 'blog/',
      publicUrl: 'https://img.example.com/',
      credentials: 'env:BLOG',
    });
  });

  it('finds a configured store that is told in fields', () => {
    const stores = {
      here: { kind: 'file', dir: '/srv/images', publicUrl: '/images', addresses: ['//old.example.com/i'] },
    };
    expect(parse('here', stores)).toMatchObject({
      folder: '/srv/images',
      publicUrl: '/images/',
      addresses: ['https://old.example.com/i/'],
    });
  });

  it('keeps `relative` as it is', () => {
    expect(parse('here', { here: { url: 'file:img', publicUrl: 'relative' } }).publicUrl).toBe('relative');
  });

  it.each([
    ['blog', 'STORE_UNKNOWN', { name: 'blog', known: ['other'] }],
    ['constructor', 'STORE_UNKNOWN', { name: 'constructor' }],
    ['ftp://host/dir', 'STORE_INVALID', { field: 'kind', found: 'ftp', expected: ['file', 'oss', 's3', 'webdav'] }],
    ['file:', 'STORE_INVALID', { field: 'dir' }],
    ['oss://?region=cn-hangzhou', 'STORE_INVALID', { field: 'bucket' }],
    ['oss:bucket?region=cn-hangzhou', 'STORE_INVALID', { field: 'bucket' }],
    ['oss://My_Bucket?region=cn-hangzhou', 'STORE_INVALID', { field: 'bucket', found: 'My_Bucket' }],
    ['oss://ab?region=cn-hangzhou', 'STORE_INVALID', { field: 'bucket', found: 'ab', expected: 'oss-bucket-name' }],
    ['s3://ab?region=r', 'STORE_INVALID', { field: 'bucket', found: 'ab', expected: 's3-bucket-name' }],
    ['oss://bkt', 'STORE_INVALID', { field: 'region' }],
    ['oss://bkt?endpoint=oss-accelerate.aliyuncs.com', 'STORE_INVALID', { field: 'region' }],
    ['oss://bkt?region=cn-hangzhou&acl=private', 'STORE_INVALID', { field: 'parameter', found: 'acl' }],
    ['oss://bkt?region=cn-hangzhou&endpoint=http://h/path', 'STORE_INVALID', { field: 'endpoint' }],
    ['oss://bkt?region=cn-hangzhou&cname=ftp://h', 'STORE_INVALID', { field: 'cname' }],
    ['oss://bkt/a//b?region=cn-hangzhou', 'STORE_INVALID', { field: 'prefix' }],
    ['oss://bkt/../b?region=cn-hangzhou', 'STORE_INVALID', { field: 'prefix' }],
    ['s3://bkt', 'STORE_INVALID', { field: 'region' }],
    ['s3://bkt?endpoint=http://127.0.0.1:9000', 'STORE_INVALID', { field: 'region' }],
    ['s3://bkt?region=auto', 'STORE_INVALID', { field: 'endpoint' }],
    ['s3://Bkt?region=r', 'STORE_INVALID', { field: 'bucket' }],
    ['s3://a..b?region=r', 'STORE_INVALID', { field: 'bucket' }],
    ['s3://127.0.0.1?region=r', 'STORE_INVALID', { field: 'bucket' }],
    ['oss://bkt?region=cn-hangzhou&path-style=maybe', 'STORE_INVALID', { field: 'path-style' }],
  ])('refuses %s', (name, code, facts) => {
    expect(refusal(() => parse(name, { other: { url: 'file:x' } }))).toMatchObject({ code, facts });
  });

  it.each([
    'oss://LTAI5tSECRET:SECRET@bkt?region=cn-hangzhou',
    's3://AKIASECRET:SECRET/+SECRET@bkt/blog?region=r',
    'oss://bkt?region=cn-hangzhou&accessKeyId=SECRET&accessKeySecret=SECRET',
    'oss://bkt?region=cn-hangzhou&security-token=SECRET',
    'oss://bkt?region=cn-hangzhou&endpoint=https://u:SECRET@host',
    'oss://bkt?region=cn-hangzhou&cname=https://u:SECRET@host',
    's3://AKIASECRET:SECRET@bkt?region=r',
    's3://bkt?region=r&secret_access_key=SECRET',
    's3://bkt?region=r&endpoint=https://u:SECRET@host',
  ])('refuses a secret in %s, and does not repeat it', (name) => {
    const error = refusal(() => parse(name));
    expect(error.code).toBe('STORE_HAS_SECRET');
    expect(error.message).not.toContain('SECRET"');
    expect(JSON.stringify(error.facts)).not.toContain('SECRET');
  });
});
