import { describe, expect, it } from 'vitest';
import { readExpiry } from '../../src/inspect/read-expiry.js';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const policy = base64({ Statement: [{ Condition: { DateLessThan: { 'AWS:EpochTime': 1700000000 } } }] })
  .replaceAll('+', '-')
  .replaceAll('=', '_')
  .replaceAll('/', '~');
const token = `${base64url({ alg: 'HS256' })}.${base64url({ sub: 'a', exp: 1700000000 })}.c2ln`;

describe('readExpiry', () => {
  it.each([
    ['Amazon S3, V4', 'X-Amz-Date=20231114T221140Z&X-Amz-Expires=100&X-Amz-Signature=0a'],
    ['Alibaba OSS, V4', 'x-oss-date=20231114T221140Z&x-oss-expires=100&x-oss-signature=0a'],
    ['Google Cloud Storage, V4', 'X-Goog-Date=20231114T221140Z&X-Goog-Expires=100&X-Goog-Signature=0a'],
    ['Amazon S3, V2', 'AWSAccessKeyId=a&Expires=1700000000&Signature=b'],
    ['Alibaba OSS, V1', 'Expires=1700000000&OSSAccessKeyId=a&Signature=b'],
    ['CloudFront', 'Expires=1700000000&Signature=b&Key-Pair-Id=c'],
    ['CloudFront with a policy', `Policy=${policy}&Signature=b&Key-Pair-Id=c`],
    ['ByteDance', 'rk3s=a&x-expires=1700000000&x-signature=b'],
    ['Azure', 'sv=2022-11-02&se=2023-11-14T22%3A13%3A20Z&sig=a'],
    ['Tencent COS', 'q-sign-algorithm=sha1&q-sign-time=1690000000;1700000000&q-signature=a'],
    ['Qiniu', 'e=1700000000&token=a:b'],
    ['UPYUN', '_upt=abcdef011700000000'],
    ['Alibaba CDN, 30 minutes from the moment in it', 'auth_key=1699998200-0-0-0123456789abcdef0123456789abcdef'],
    ['Discord', 'ex=6553f100&is=6553f000&hm=a'],
    ['Meta', '_nc_cat=1&oh=a&oe=6553F100'],
    ['a JWT', `jwt=${token}`],
  ])('knows %s', (_, query) => {
    expect(readExpiry(`https://a.example/x.png?${query}`)).toBe(1_700_000_000_000);
  });

  it.each([
    ['an address without query', 'https://a.example/x.png'],
    ['a number that nothing signs', 'https://a.example/x.png?expires=1700000000'],
    ['a letter that means something else', 'https://a.example/x.png?e=1700000000'],
    ['a number that is no moment', 'https://a.example/x.png?Expires=1&Signature=a'],
    ['a moment that is none', 'https://a.example/x.png?se=2023-99-99T00:00:00Z&sig=a'],
    ['three words with dots', 'https://a.example/x.png?v=1.2.3'],
    ['a token that never expires', `https://a.example/x.png?jwt=a.${base64url({ sub: 'a' })}.c`],
    ['something that is no address', 'x.png?Expires=1700000000&Signature=a'],
  ])('says nothing of %s', (_, address) => {
    expect(readExpiry(address)).toBeUndefined();
  });
});
