import { aliyunKeys, startAliyunCdn } from '../../support/cdn/aliyun-server.js';
import { cloudflareToken, cloudflareZone, startCloudflare } from '../../support/cdn/cloudflare-server.js';
import { startPurgeServer } from '../../support/cdn/purge-server.js';
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
    hasQuota: true,
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
  hasQuota: false,
});

describeProvider({
  name: 'http',
  start: startPurgeServer,
  settingsFor: ({ url }) => ({ provider: 'http', endpoint: url, headers: { 'x-purge-key': 'open sesame' } }),
  env: {},
  wrongEnv: undefined,
  perCall: 50,
  prefetches: true,
  hasQuota: false,
});
