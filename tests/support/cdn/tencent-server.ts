import { createHash, createHmac } from 'node:crypto';
import { type CdnStandIn, type StandInAnswer, type StandInRequest, startCdnStandIn, type Taken } from './stand-in.js';

export const tencentKeys = { id: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' };

const quotas = { url: 10_000, path: 100, push: 1000 };

/**
 * The CDN API of Tencent Cloud on loopback, by its documentation: "Signature Method v3", PurgeUrlsCache, PurgePathCache,
 * PushUrlsCache, DescribePurgeTasks, DescribePushTasks, DescribePurgeQuota, DescribePushQuota, DescribeDomainsConfig.
 */
export async function startTencentCdn(): Promise<CdnStandIn> {
  const left = { ...quotas };
  const taken: Taken[] = [];
  const faults: CdnStandIn['faults'] = [];

  const answer = (request: StandInRequest): StandInAnswer => {
    const fault = signatureFault(request);
    if (fault) return refuse(fault);
    if (request.headers['x-tc-version'] !== '2018-06-06') return refuse('InvalidParameter');
    const kind = faults.shift();
    if (kind === 'throttle') return refuse('RequestLimitExceeded');
    if (kind === 'deny') return refuse('UnauthorizedOperation.CdnCamUnauthorized');
    const said = act(String(request.headers['x-tc-action']), JSON.parse(request.body));
    return kind === 'lose-answer' ? { ...said, isLost: true } : said;
  };

  function act(action: string, asked: Asked): StandInAnswer {
    switch (action) {
      case 'PurgeUrlsCache':
        return submit('refresh', 'url', asked.Urls, 1000, 'CdnPurgeUrl');
      case 'PurgePathCache':
        if (!['flush', 'delete'].includes(asked.FlushType ?? '')) return refuse('InvalidParameter.CdnParamError');
        return submit('refresh', 'path', asked.Paths, 20, 'CdnPurgePath');
      case 'PushUrlsCache':
        return submit('prefetch', 'push', asked.Urls, 500, 'CdnPush');
      case 'DescribePurgeTasks':
        return tasks(asked, 'refresh', 'PurgeLogs');
      case 'DescribePushTasks':
        return tasks(asked, 'prefetch', 'PushLogs');
      case 'DescribePurgeQuota':
        return say({ UrlPurge: areas('url'), PathPurge: areas('path') });
      case 'DescribePushQuota':
        return say({ UrlPush: areas('push') });
      case 'DescribeDomainsConfig':
        return say({ TotalNumber: 1, Domains: [domain] });
      default:
        return refuse('InvalidAction');
    }
  }

  function submit(
    action: Taken['action'],
    pool: keyof typeof quotas,
    names: readonly string[] = [],
    most: number,
    limit: string,
  ): StandInAnswer {
    if (names.length === 0 || names.some((name) => !/^https?:\/\//.test(name)))
      return refuse('InvalidParameter.CdnParamError');
    if (names.length > most) return refuse(`LimitExceeded.${limit}ExceedBatchLimit`);
    if (names.length > left[pool]) return refuse(`LimitExceeded.${limit}ExceedDayLimit`);
    left[pool] -= names.length;
    taken.push({ action, target: pool === 'path' ? 'prefix' : 'url', names, at: Date.now() });
    return say({ TaskId: `1533045796-${taken.length}` });
  }

  function tasks({ TaskId, StartTime, Offset = 0, Limit = 20 }: Asked, wanted: string, list: string): StandInAnswer {
    if (TaskId === undefined && StartTime === undefined) return refuse('InvalidParameter.CdnParamError');
    const rows = taken.flatMap(({ action, names, at }, index) =>
      action !== wanted
        ? []
        : names.map((Url) => ({
            TaskId: `1533045796-${index + 1}`,
            Url,
            Status: index === taken.length - 1 ? 'process' : 'done',
            CreateTime: new Date(at + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' '),
          })),
    );
    const found = rows.filter((row) => TaskId === undefined || row.TaskId === TaskId);
    return say({ [list]: found.slice(Offset, Offset + Limit), TotalCount: found.length });
  }

  const areas = (pool: keyof typeof quotas): object => [
    { Area: 'mainland', Batch: 1000, Total: quotas[pool], Available: left[pool] },
    { Area: 'overseas', Batch: 1000, Total: quotas[pool], Available: quotas[pool] },
    { Area: 'elsewhere', Batch: 0, Total: 0, Available: 0 },
  ];

  return startCdnStandIn(answer, {
    taken,
    faults,
    setQuota(most) {
      left.url = most;
      left.push = most;
    },
  });
}

interface Asked {
  readonly Urls?: readonly string[];
  readonly Paths?: readonly string[];
  readonly FlushType?: string;
  readonly TaskId?: string;
  readonly StartTime?: string;
  readonly Offset?: number;
  readonly Limit?: number;
}

const domain = {
  Domain: 'img.example.com',
  Cname: 'img.example.com.cdn.dnsv1.com',
  Status: 'online',
  Origin: { Origins: ['pics-1251000004.cos.ap-chengdu.myqcloud.com'], OriginType: 'cos' },
  Https: { Switch: 'on', CertInfo: { CertName: 'blog', ExpireTime: '2030-01-02 11:04:05' } },
  Cache: { RuleCache: [{ RuleType: 'all', CacheConfig: { Cache: { Switch: 'on', CacheTime: 2592000 } } }] },
  Referer: { Switch: 'on', RefererRules: [{ RefererType: 'whitelist', AllowEmpty: true }] },
  ForceRedirect: { Switch: 'off' },
  ResponseHeader: {
    Switch: 'on',
    HeaderRules: [{ HeaderMode: 'set', HeaderName: 'Access-Control-Allow-Origin', HeaderValue: '*' }],
  },
};

const say = (response: object): StandInAnswer => ({ status: 200, body: { Response: { RequestId: 'r', ...response } } });

const refuse = (Code: string): StandInAnswer => say({ Error: { Code, Message: `The request was refused: ${Code}` } });

/** "Signature Method v3", steps 1 to 4, from the request as it arrived. */
function signatureFault({ method, path, query, headers, body }: StandInRequest): string | undefined {
  const [, id, day, signed = '', signature] =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/cdn\/tc3_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      String(headers.authorization),
    ) ?? [];
  if (id === undefined) return 'AuthFailure.InvalidAuthorization';
  if (id !== tencentKeys.id) return 'AuthFailure.SecretIdNotFound';
  const seconds = Number(headers['x-tc-timestamp']);
  if (!(Math.abs(seconds - Date.now() / 1000) < 300)) return 'AuthFailure.SignatureExpire';
  if (new Date(seconds * 1000).toISOString().slice(0, 10) !== day) return 'AuthFailure.SignatureFailure';
  const names = signed.split(';');
  if (!names.includes('host') || !names.includes('content-type')) return 'AuthFailure.SignatureFailure';
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim().toLowerCase()}\n`).join('');
  const canonical = [method, path, query, canonicalHeaders, signed, sha256(body)].join('\n');
  const text = `TC3-HMAC-SHA256\n${seconds}\n${day}/cdn/tc3_request\n${sha256(canonical)}`;
  const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();
  const key = hmac(hmac(hmac(`TC3${tencentKeys.secret}`, day ?? ''), 'cdn'), 'tc3_request');
  return hmac(key, text).toString('hex') === signature ? undefined : 'AuthFailure.SignatureFailure';
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
