import { createHash, createHmac } from 'node:crypto';
import { type CdnStandIn, type StandInAnswer, type StandInRequest, startCdnStandIn, type Taken } from './stand-in.js';

export const aliyunKeys = { id: 'LTAI5tExampleKeyId00', secret: 'keep-this-secret' };

interface AliyunOptions {
  readonly product?: 'cdn' | 'dcdn';
  /** Hosts of the account. */
  readonly domains?: readonly string[];
}

const quotas = { url: 10_000, dir: 100, preload: 1000 };

/**
 * The CDN API of Alibaba Cloud on loopback, by its documentation: "V3 request structure and signature",
 * RefreshObjectCaches, PushObjectCache, DescribeRefreshTasks, DescribeRefreshQuota, DescribeUserDomains,
 * DescribeCdnDomainConfigs, DescribeDomainCertificateInfo.
 */
export async function startAliyunCdn({ product = 'cdn', domains }: AliyunOptions = {}): Promise<CdnStandIn> {
  const left = { ...quotas };
  const taken: Taken[] = [];
  const faults: CdnStandIn['faults'] = [];
  const nonces = new Set<string>();
  const infix = product === 'cdn' ? '' : 'Dcdn';

  const answer = (request: StandInRequest): StandInAnswer => {
    const fault = signatureFault(request, nonces);
    if (fault) return refuse(fault === 'InvalidAccessKeyId.NotFound' ? 404 : 400, fault);
    const kind = faults.shift();
    if (kind === 'throttle') return refuse(400, 'Throttling.User');
    if (kind === 'deny') return refuse(403, 'Forbidden.RAM');
    const said = act(String(request.headers['x-acs-action']), new URLSearchParams(request.body));
    return kind === 'lose-answer' ? { ...said, isLost: true } : said;
  };

  function act(action: string, form: URLSearchParams): StandInAnswer {
    const names = (form.get('ObjectPath') ?? '').split('\n').filter(Boolean);
    if (action === (product === 'cdn' ? 'RefreshObjectCaches' : 'RefreshDcdnObjectCaches')) {
      const isDirectory = form.get('ObjectType') === 'Directory';
      return submit('refresh', isDirectory ? 'dir' : 'url', names, isDirectory ? 100 : 1000, 'RefreshTaskId');
    }
    if (action === 'PushObjectCache' && product === 'cdn')
      return submit('prefetch', 'preload', names, 100, 'PushTaskId');
    if (action === 'PreloadDcdnObjectCaches') return submit('prefetch', 'preload', names, 100, 'PreloadTaskId');
    if (action === `Describe${infix}RefreshTasks`) return tasks(form);
    if (action === `Describe${infix}RefreshQuota`) return { status: 200, body: quotaBody() };
    if (action === `Describe${infix}UserDomains`) return { status: 200, body: domainsBody() };
    if (action === (product === 'cdn' ? 'DescribeCdnDomainConfigs' : 'DescribeDcdnDomainConfigs')) {
      return { status: 200, body: configsBody };
    }
    if (action === `Describe${infix}DomainCertificateInfo`) {
      const CertInfo = [{ CertExpireTime: '2030-01-02T03:04:05Z', DomainName: form.get('DomainName') }];
      return { status: 200, body: { CertInfos: { CertInfo } } };
    }
    return refuse(404, 'InvalidAction.NotFound');
  }

  function submit(
    action: Taken['action'],
    pool: keyof typeof quotas,
    names: readonly string[],
    most: number,
    field: string,
  ): StandInAnswer {
    const hosts = new Set(names.map((name) => new URL(name).host));
    if (names.length === 0 || names.some((name) => name.length > 1024))
      return refuse(400, 'InvalidObjectPath.Malformed');
    if (names.length > most || hosts.size > 10) return refuse(400, 'InvalidObjectPath.ExceedLimit');
    if (pool === 'dir' && names.some((name) => !name.endsWith('/'))) return refuse(400, 'InvalidObjectPath.Malformed');
    if (domains && [...hosts].some((host) => !domains.includes(host))) return refuse(400, 'InvalidDomain.NotFound');
    if (names.length > left[pool]) return refuse(400, 'QuotaExceeded.Refresh');
    left[pool] -= names.length;
    taken.push({ action, target: pool === 'dir' ? 'prefix' : 'url', names, at: Date.now() });
    return { status: 200, body: { RequestId: 'r', [field]: String(700000 + taken.length) } };
  }

  function tasks(form: URLSearchParams): StandInAnswer {
    const rows = taken.flatMap(({ action, target, names, at }, index) =>
      names.map((ObjectPath) => ({
        TaskId: String(700001 + index),
        ObjectPath,
        ObjectType: action === 'prefetch' ? 'preload' : target === 'prefix' ? 'directory' : 'file',
        Status: index === taken.length - 1 ? 'Refreshing' : 'Complete',
        Process: index === taken.length - 1 ? '10%' : '100%',
        CreationTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
      })),
    );
    const size = Number(form.get('PageSize'));
    const first = (Number(form.get('PageNumber')) - 1) * size;
    const wanted = rows.filter(({ TaskId }) => !form.has('TaskId') || TaskId === form.get('TaskId'));
    const page = wanted.slice(first, first + size);
    return { status: 200, body: { Tasks: product === 'cdn' ? { CDNTask: page } : { Task: page } } };
  }

  const quotaBody = (): object => ({
    UrlQuota: '10000',
    UrlRemain: String(left.url),
    DirQuota: '100',
    DirRemain: String(left.dir),
    PreloadQuota: '1000',
    PreloadRemain: String(left.preload),
  });

  const domainsBody = (): object => ({
    Domains: {
      PageData: (domains ?? ['img.example.com']).map((DomainName) => ({
        DomainName,
        Cname: `${DomainName}.w.kunlunsl.com`,
        DomainStatus: 'online',
        SslProtocol: 'on',
        Sources: { Source: [{ Type: 'oss', Content: 'pics.oss-cn-hangzhou.aliyuncs.com', Port: 443 }] },
      })),
    },
  });

  return startCdnStandIn(answer, {
    taken,
    faults,
    setQuota(most) {
      left.url = most;
      left.preload = most;
    },
  });
}

const configsBody = {
  DomainConfigs: {
    DomainConfig: [
      config('filetype_based_ttl_set', { ttl: '2592000', file_type: 'jpg,png' }),
      config('referer_white_list_set', { refer_domain_allow_list: 'blog.example.com', allow_empty: 'on' }),
      config('set_resp_header', { key: 'Access-Control-Allow-Origin', value: '*' }),
      config('https_force', { enable: 'on' }),
    ],
  },
};

function config(FunctionName: string, values: Readonly<Record<string, string>>): object {
  const FunctionArg = Object.entries(values).map(([ArgName, ArgValue]) => ({ ArgName, ArgValue }));
  return { FunctionName, Status: 'success', FunctionArgs: { FunctionArg } };
}

const refuse = (status: number, Code: string): StandInAnswer => ({
  status,
  body: { RequestId: 'r', Code, Message: `The request was refused: ${Code}` },
});

/** "V3 request structure and signature", steps 1 to 4, from the request as it arrived. */
function signatureFault(
  { method, path, query, headers, body }: StandInRequest,
  nonces: Set<string>,
): string | undefined {
  const [, id, signed = '', signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      String(headers.authorization),
    ) ?? [];
  if (id === undefined) return 'IncompleteSignature';
  if (id !== aliyunKeys.id) return 'InvalidAccessKeyId.NotFound';
  const names = signed.split(';');
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-acs-'));
  if (mustBeSigned.some((name) => !names.includes(name))) return 'IncompleteSignature';
  if (headers['x-acs-content-sha256'] !== sha256(body)) return 'SignatureDoesNotMatch';
  if (Math.abs(Date.parse(String(headers['x-acs-date'])) - Date.now()) > 15 * 60_000) return 'InvalidTimeStamp.Expired';
  const nonce = String(headers['x-acs-signature-nonce']);
  if (nonces.has(nonce)) return 'SignatureNonceUsed';
  nonces.add(nonce);
  const canonicalQuery = query.split('&').sort().join('&');
  const canonicalHeaders = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, path, canonicalQuery, canonicalHeaders, signed, sha256(body)].join('\n');
  const expected = createHmac('sha256', aliyunKeys.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  return expected === signature ? undefined : 'SignatureDoesNotMatch';
}

const sha256 = (data: string): string => createHash('sha256').update(data).digest('hex');
