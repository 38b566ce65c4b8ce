import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { signV1 } from '../../../src/storage/drivers/oss/sign-v1.js';

/** Of the provider's own client, an implementation that shares nothing with ours. */
const provider: {
  buildCanonicalString(
    method: string,
    resource: string,
    request: { headers: Record<string, string>; parameters: Record<string, string> },
  ): string;
  authorization(id: string, secret: string, canonical: string): string;
} = createRequire(import.meta.url)('ali-oss/lib/common/signUtils.js');

const keys = { accessKeyId: 'ak', accessKeySecret: 'sk' };

describe('signV1', () => {
  it('gives the signature of the provider’s documents', () => {
    const headers = {
      'content-md5': 'eB5eJF1ptWaXm4bijSPyxw==',
      'content-type': 'text/html',
      'x-oss-meta-author': 'alice',
      'x-oss-meta-magic': 'abracadabra',
    };
    const request = { method: 'PUT', bucket: 'examplebucket', key: 'nelson', query: {}, headers };
    const at = Date.parse('Wed, 28 Dec 2022 10:27:41 GMT');
    expect(signV1(request, { keys, region: 'cn-hangzhou', at })).toEqual({
      ...headers,
      'x-oss-date': 'Wed, 28 Dec 2022 10:27:41 GMT',
      authorization: 'OSS ak:kSHKmLxlyEAKtZPkJhG9bZb5k7M=',
    });
  });

  it.each(['plain.png', '图片/截图 1.png', "a+b%20c#d?e&f=g'(h)*!~.png", '🚢/é/é.png', ''])(
    'signs the key %j as the provider’s own client does',
    (key) => {
      const headers = { 'content-type': 'image/png', 'x-oss-meta-b': 'b', 'x-oss-meta-a': 'a' };
      const named = { uploadId: '0004B/9+=', partNumber: '2' };
      const query = { ...named, 'list-type': '2', prefix: '图' };
      const signed = signV1(
        { method: 'PUT', bucket: 'bkt', key, query, headers },
        { keys: { ...keys, securityToken: 'tok' }, region: 'r', at: 1.7e12 },
      );
      const { authorization, ...sent } = signed;
      const canonical = provider.buildCanonicalString('PUT', `/bkt/${key}`, { headers: sent, parameters: named });
      expect(authorization).toBe(provider.authorization('ak', 'sk', canonical));
      expect(sent['x-oss-security-token']).toBe('tok');
    },
  );
});
