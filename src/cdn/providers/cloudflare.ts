import type { CdnCall, CdnDomain, CdnLimits, CdnProvider, CdnRule } from '../../core/cdn.js';
import { ImgferryError } from '../../core/errors.js';
import { type CdnConnection, callProvider, type Json, type ProviderAnswer, readJson } from '../connection.js';
import { kindOfStatus, type RefusalKind, refusal } from '../refusal.js';

export interface CloudflareOptions extends CdnConnection {
  readonly zone: string;
  /** Undefined: Cloudflare's own. */
  readonly endpoint: string | undefined;
  readonly token: () => Promise<string>;
}

/**
 * "Purge cache": 100 addresses a call (500 on Enterprise); the pages of prefixes and tags still say 30. Nothing can be
 * prefetched.
 */
const limits: CdnLimits = {
  refresh: {
    url: { perCall: 30, growsTo: 100 },
    prefix: { perCall: 30, growsTo: 100 },
    tag: { perCall: 30, growsTo: 100 },
  },
  prefetch: {},
  callsPerSecond: 1,
};

/** Settings of a zone that decide what its edge answers. */
const settingsShown: Readonly<Record<string, CdnRule['kind']>> = {
  browser_cache_ttl: 'cache',
  cache_level: 'cache',
  hotlink_protection: 'referer',
  always_use_https: 'https',
  ssl: 'https',
  min_tls_version: 'https',
  polish: 'other',
};

/** Cloudflare, one zone of it, by API v4. */
export function createCloudflareCdn({ zone, endpoint, token, ...connection }: CloudflareOptions): CdnProvider {
  const base = `${(endpoint ?? 'https://api.cloudflare.com').replace(/\/+$/, '')}/client/v4/zones/${encodeURIComponent(zone)}`;

  async function ask(path: string, call: CdnCall, body?: object): Promise<Json> {
    const request = {
      provider: 'cloudflare',
      url: base + path,
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    } as const;
    const sent = body === undefined ? request : { ...request, body: JSON.stringify(body) };
    const answer = await callProvider(sent, connection, call);
    const said = readJson(answer.text);
    if (answer.status >= 200 && answer.status < 300 && said.texts.success === 'true') return said.at('result');
    throw refusalOf(answer, connection.now());
  }

  /** What a token may not see is left out of what is told. */
  async function askIfAllowed(path: string, call: CdnCall): Promise<Json | undefined> {
    try {
      return await ask(path, call);
    } catch (error) {
      if (error instanceof ImgferryError && error.code === 'CDN_ACCESS_DENIED') return undefined;
      throw error;
    }
  }

  return {
    name: 'cloudflare',
    id: `cloudflare ${zone}`,
    limits,

    async submit(_, { target, names }, call) {
      const fields = { url: 'files', prefix: 'prefixes', tag: 'tags' } as const;
      const items = target === 'prefix' ? names.map(withoutScheme) : names;
      const task = (await ask('/purge_cache', call, { [fields[target]]: items })).at('id').string;
      return task === undefined ? {} : { task };
    },

    status: undefined, // a purge is over when it is answered
    quota: async () => [],

    async domains(call) {
      const found = await ask('', call);
      const settings = await askIfAllowed('/settings', call);
      const packs = await askIfAllowed('/ssl/certificate_packs', call);
      return [describeZone(found, settings, packs)];
    },
  };
}

/** "Purge cache by prefix": host and path, without the scheme. */
const withoutScheme = (address: string): string => address.replace(/^https?:\/\//, '');

function describeZone(zone: Json, settings: Json | undefined, packs: Json | undefined): CdnDomain {
  const rules = (settings?.list ?? []).flatMap((setting): CdnRule[] => {
    const name = setting.at('id').string ?? '';
    const kind = settingsShown[name];
    const value = setting.texts.value;
    return kind === undefined || value === undefined ? [] : [{ kind, name, settings: { value } }];
  });
  const ends = (packs?.list ?? [])
    .flatMap((pack) => pack.at('certificates').list)
    .map((certificate) => Date.parse(certificate.at('expires_on').string ?? ''))
    .filter((at) => !Number.isNaN(at));
  const status = zone.at('status').string;
  return {
    name: zone.at('name').string ?? '',
    ...(status === undefined ? {} : { status }),
    ...(packs === undefined ? {} : { https: ends.length > 0 }),
    ...(ends.length === 0 ? {} : { certificateEnds: Math.min(...ends) }),
    origins: [],
    rules,
    untold: settings === undefined ? ['referer', 'cors'] : ['cors'],
  };
}

/** Codes of API v4: 10000 "Authentication error", 9109 "Invalid access token", 6003 "Invalid request headers". */
const access = new Set(['10000', '10001', '9109', '6003', '7003']);

function refusalOf(answer: ProviderAnswer, now: number): ImgferryError {
  const [first] = readJson(answer.text).at('errors').list;
  const found = first?.at('code').string ?? `HTTP ${answer.status}`;
  const detail = first?.at('message').string;
  return refusal(kindOf(answer.status, found, detail), answer, { provider: 'cloudflare', found, detail }, now);
}

function kindOf(status: number, code: string, detail = ''): RefusalKind {
  if (access.has(code)) return 'access';
  const isTooMany = /too many|exceed|at most|max(?:imum)?\b.*\d/i.test(detail);
  return status === 400 && isTooMany ? 'batch-size' : kindOfStatus(status);
}
