import { type CdnStandIn, type StandInAnswer, type StandInRequest, startCdnStandIn, type Taken } from './stand-in.js';

export const cloudflareToken = 'a-token-to-keep-secret';
export const cloudflareZone = '023e105f4ecef8ad9ca31a8372d0c353';

/** Cloudflare's API v4 on loopback: "Purge Cached Content", "Zone Details", zone settings, certificate packs. */
export async function startCloudflare({ perCall = 100 }: { readonly perCall?: number } = {}): Promise<CdnStandIn> {
  const taken: Taken[] = [];
  const faults: CdnStandIn['faults'] = [];

  const answer = ({ method, path, headers, body }: StandInRequest): StandInAnswer => {
    if (headers.authorization !== `Bearer ${cloudflareToken}`) return refuse(401, 10000, 'Authentication error');
    const zone = `/client/v4/zones/${cloudflareZone}`;
    const kind = faults.shift();
    if (kind === 'throttle') return { ...refuse(429, 10429, 'Rate limited'), headers: { 'retry-after': '0' } };
    if (kind === 'deny') return refuse(403, 10000, 'Authentication error');
    if (method === 'GET') return describe(path.slice(zone.length));
    if (path !== `${zone}/purge_cache` || method !== 'POST') return refuse(404, 7003, 'Could not route');
    const said = purge(JSON.parse(body));
    return kind === 'lose-answer' ? { ...said, isLost: true } : said;
  };

  function purge(asked: Readonly<Record<string, readonly string[]>>): StandInAnswer {
    const targets = { files: 'url', prefixes: 'prefix', tags: 'tag' } as const;
    for (const [field, target] of Object.entries(targets)) {
      const names = asked[field];
      if (names === undefined) continue;
      if (names.length > perCall) return refuse(400, 1094, `You can purge at most ${perCall} items in one call.`);
      if (target === 'prefix' && names.some((name) => name.includes('://'))) return refuse(400, 1106, 'Invalid prefix');
      taken.push({ action: 'refresh', target, names, at: Date.now() });
      return { status: 200, body: { success: true, errors: [], result: { id: cloudflareZone } } };
    }
    return refuse(400, 1012, 'Request must contain files, tags, hosts or prefixes');
  }

  return startCdnStandIn(answer, {
    taken,
    faults,
    setQuota: () => undefined,
  });
}

function describe(path: string): StandInAnswer {
  const results: Readonly<Record<string, unknown>> = {
    '': { id: cloudflareZone, name: 'example.com', status: 'active' },
    '/settings': [
      { id: 'always_use_https', value: 'on' },
      { id: 'browser_cache_ttl', value: 14400 },
      { id: 'hotlink_protection', value: 'off' },
      { id: 'minify', value: { css: 'off' } },
    ],
    '/ssl/certificate_packs': [{ certificates: [{ expires_on: '2030-01-02T03:04:05Z' }] }],
  };
  const result = results[path];
  return result ? { status: 200, body: { success: true, errors: [], result } } : refuse(404, 7003, 'Could not route');
}

const refuse = (status: number, code: number, message: string): StandInAnswer => ({
  status,
  body: { success: false, errors: [{ code, message }], result: null },
});
