import { aliyunKeys, startAliyunCdn } from '../../support/cdn/aliyun-server.js';
import { cloudflareToken, cloudflareZone, startCloudflare } from '../../support/cdn/cloudflare-server.js';
import { cloudfrontDistribution, cloudfrontKeys, startCloudfront } from '../../support/cdn/cloudfront-server.js';
import { startPurgeServer } from '../../support/cdn/purge-server.js';
import { startTencentCdn, tencentKeys } from '../../support/cdn/tencent-server.js';
import { describeProvider } from './provider-contract.js';

const aliyunEnv = { ALIBABA_CLOUD_ACCESS_KEY_ID: aliyunKeys.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: aliyunKeys.secret };

for (const product of ['cdn', 'dcdn'] as const) {
  describeProvider({
    name: `aliyun ${product}`,
    start: () => startAliyunCdn({ product }),
    settingsFor: ({ url }) => ({ provider: 'aliyun', product, endpoint: url }),
    env: aliyunEnv,
    wrongEnv: { ...aliyunEnv, ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'another-secret' },
    perCall: 1000,
    prefetches: true,
    quotaCalls: 1,
  });
}

describeProvider({
  name: 'cloudflare',
  start: () => startCloudflare(),
  settingsFor: ({ url }) => ({ provider: 'cloudflare', zone: cloudflareZone, endpoint: url }),
  env: { CLOUDFLARE_API_TOKEN: cloudflareToken },
  wrongEnv: { CLOUDFLARE_API_TOKEN: 'another-token' },
  perCall: 30,
  prefetches: false,
  quotaCalls: 0,
});

const awsEnv = { AWS_ACCESS_KEY_ID: cloudfrontKeys.id, AWS_SECRET_ACCESS_KEY: cloudfrontKeys.secret };

describeProvider({
  name: 'cloudfront',
  start: startCloudfront,
  settingsFor: ({ url }) => ({ provider: 'cloudfront', distribution: cloudfrontDistribution, endpoint: url }),
  env: awsEnv,
  wrongEnv: { ...awsEnv, AWS_SECRET_ACCESS_KEY: 'another-secret' },
  perCall: 3000,
  prefetches: false,
  quotaCalls: 0,
  asTaken: (name) => {
    const { pathname, search } = new URL(name);
    return pathname + search;
  },
});

const tencentEnv = { TENCENTCLOUD_SECRET_ID: tencentKeys.id, TENCENTCLOUD_SECRET_KEY: tencentKeys.secret };

describeProvider({
  name: 'tencent',
  start: startTencentCdn,
  settingsFor: ({ url }) => ({ provider: 'tencent', endpoint: url }),
  env: tencentEnv,
  wrongEnv: { ...tencentEnv, TENCENTCLOUD_SECRET_KEY: 'another-secret' },
  perCall: 1000,
  prefetches: true,
  quotaCalls: 2,
});

describeProvider({
  name: 'http',
  start: startPurgeServer,
  settingsFor: ({ url }) => ({ provider: 'http', endpoint: url, headers: { 'x-purge-key': 'open sesame' } }),
  env: {},
  wrongEnv: undefined,
  perCall: 50,
  prefetches: true,
  quotaCalls: 0,
});
