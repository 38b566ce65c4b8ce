import type { CdnLimit, CdnLimits, CdnProvider, CdnProviderName } from '../core/cdn.js';
import { ImgferryError } from '../core/errors.js';
import { resolveCredentials, resolveToken } from '../credentials/resolve-credentials.js';
import { resolveTencentKeys } from '../credentials/tencent-keys.js';
import type { CdnConnection } from './connection.js';

/** What of the configuration names and reaches a provider. Variables are expanded. */
export interface CdnProviderSettings {
  readonly provider: CdnProviderName;
  readonly credentials?: string;
  readonly product: 'cdn' | 'dcdn';
  readonly endpoint?: string;
  /** Cloudflare's. */
  readonly zone?: string;
  /** CloudFront's. */
  readonly distribution?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In place of the documented ones. */
  readonly limits: CdnLimitSettings;
}

export interface CdnLimitSettings {
  readonly urlsPerCall?: number;
  readonly prefixesPerCall?: number;
  readonly prefetchPerCall?: number;
  readonly callsPerSecond?: number;
}

export interface OpenCdnOptions extends CdnConnection {
  /** Where keys are looked for. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * Opens a provider. Only the one that is asked for is loaded; keys are found with the first call.
 *
 * @throws ImgferryError CONFIG_INVALID {key}: a field that this provider needs
 */
export async function openCdnProvider(settings: CdnProviderSettings, options: OpenCdnOptions): Promise<CdnProvider> {
  const provider = await openByName(settings, options);
  return { ...provider, limits: withLimits(provider.limits, settings.limits) };
}

async function openByName(settings: CdnProviderSettings, { env, home, ...connection }: OpenCdnOptions) {
  const { credentials: source, endpoint, headers, product, provider } = settings;
  switch (provider) {
    case 'aliyun': {
      const { createAliyunCdn } = await import('./providers/aliyun.js');
      const credentials = once(() => resolveCredentials({ provider: 'oss', source, env, home }));
      return createAliyunCdn({ ...connection, product, endpoint, credentials });
    }
    case 'cloudflare': {
      const { createCloudflareCdn } = await import('./providers/cloudflare.js');
      const token = once(async () => resolveToken({ source, env, usual: 'CLOUDFLARE' }));
      return createCloudflareCdn({ ...connection, zone: required('zone', settings.zone), endpoint, token });
    }
    case 'cloudfront': {
      const { createCloudfrontCdn } = await import('./providers/cloudfront.js');
      const distribution = required('distribution', settings.distribution);
      const credentials = once(() => resolveCredentials({ provider: 's3', source, env, home }));
      return createCloudfrontCdn({ ...connection, distribution, endpoint, credentials });
    }
    case 'tencent': {
      const { createTencentCdn } = await import('./providers/tencent.js');
      const credentials = once(async () => resolveTencentKeys(source, { env }));
      return createTencentCdn({ ...connection, endpoint, credentials });
    }
    case 'http': {
      const { createHttpPurge } = await import('./providers/http-purge.js');
      return createHttpPurge({ ...connection, endpoint, headers });
    }
  }
}

function required(field: string, value: string | undefined): string {
  if (value !== undefined) return value;
  throw new ImgferryError('CONFIG_INVALID', { key: `cdn.${field}`, expected: field, found: 'nothing' });
}

function once<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

function withLimits(limits: CdnLimits, given: CdnLimitSettings): CdnLimits {
  const changed = (limit: CdnLimit | undefined, perCall: number | undefined): CdnLimit | undefined => {
    if (!limit || perCall === undefined) return limit;
    const { growsTo: _, ...rest } = limit;
    return { ...rest, perCall };
  };
  const refresh = {
    ...limits.refresh,
    ...present('url', changed(limits.refresh.url, given.urlsPerCall)),
    ...present('prefix', changed(limits.refresh.prefix, given.prefixesPerCall)),
  };
  const prefetch = { ...limits.prefetch, ...present('url', changed(limits.prefetch.url, given.prefetchPerCall)) };
  return { refresh, prefetch, callsPerSecond: given.callsPerSecond ?? limits.callsPerSecond };
}

const present = (name: 'url' | 'prefix', limit: CdnLimit | undefined) => (limit ? { [name]: limit } : {});
