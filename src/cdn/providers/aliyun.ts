import { randomUUID } from 'node:crypto';
import type { CdnAction, CdnCall, CdnDomain, CdnLimits, CdnProvider, CdnRule, CdnTaskStatus } from '../../core/cdn.js';
import type { ErrorFacts, ImgferryError } from '../../core/errors.js';
import type { KeyPair } from '../../credentials/credentials.js';
import { redactKeyId } from '../../lib/redact.js';
import { type CdnConnection, callProvider, type Json, type ProviderAnswer, readJson } from '../connection.js';
import { kindOfStatus, type RefusalKind, refusal } from '../refusal.js';
import { signAcs3 } from './sign-acs3.js';

export interface AliyunCdnOptions extends CdnConnection {
  readonly product: 'cdn' | 'dcdn';
  /** Undefined: the product's own. */
  readonly endpoint: string | undefined;
  readonly credentials: () => Promise<KeyPair>;
}

/** Alibaba Cloud CDN API 2018-05-10, DCDN API 2018-01-15: the names of the same calls. */
const products = {
  cdn: {
    endpoint: 'https://cdn.aliyuncs.com',
    version: '2018-05-10',
    refresh: 'RefreshObjectCaches',
    prefetch: 'PushObjectCache',
    tasks: 'DescribeRefreshTasks',
    quota: 'DescribeRefreshQuota',
    domains: 'DescribeUserDomains',
    configs: 'DescribeCdnDomainConfigs',
    certificate: 'DescribeDomainCertificateInfo',
  },
  dcdn: {
    endpoint: 'https://dcdn.aliyuncs.com',
    version: '2018-01-15',
    refresh: 'RefreshDcdnObjectCaches',
    prefetch: 'PreloadDcdnObjectCaches',
    tasks: 'DescribeDcdnRefreshTasks',
    quota: 'DescribeDcdnRefreshQuota',
    domains: 'DescribeDcdnUserDomains',
    configs: 'DescribeDcdnDomainConfigs',
    certificate: 'DescribeDcdnDomainCertificateInfo',
  },
} as const;

/** "RefreshObjectCaches" and "PushObjectCache": 1,000 addresses or 100 directories, 100 to prefetch; at most 10 domains. */
const limits: CdnLimits = {
  refresh: {
    url: { perCall: 1000, hostsPerCall: 10, longest: 1024 },
    prefix: { perCall: 100, hostsPerCall: 10, longest: 1024 },
  },
  prefetch: { url: { perCall: 100, hostsPerCall: 10, longest: 1024 } },
  callsPerSecond: 30,
};

const pageSize = 100;
const mostPages = 20;

/** Alibaba Cloud CDN and DCDN. */
export function createAliyunCdn({ product, endpoint, credentials, ...connection }: AliyunCdnOptions): CdnProvider {
  const api = products[product];

  async function ask(action: string, form: Readonly<Record<string, string>>, call: CdnCall): Promise<Json> {
    const keys = await credentials();
    const request = { endpoint: endpoint ?? api.endpoint, action, version: api.version, form };
    const signed = signAcs3(request, { keys, at: connection.now(), nonce: randomUUID() });
    const answer = await callProvider({ provider: 'aliyun', method: 'POST', ...signed }, connection, call);
    if (answer.status >= 200 && answer.status < 300) return readJson(answer.text);
    throw refusalOf(answer, { action, keyId: redactKeyId(keys.accessKeyId) }, connection.now());
  }

  /** Page by page, until one is not full. */
  async function askAll(
    action: string,
    form: Readonly<Record<string, string>>,
    read: (page: Json) => readonly Json[],
    call: CdnCall,
  ): Promise<readonly Json[]> {
    const found: Json[] = [];
    for (let page = 1; page <= mostPages; page++) {
      const paging = { PageNumber: String(page), PageSize: String(pageSize) };
      const rows = read(await ask(action, { ...form, ...paging }, call));
      found.push(...rows);
      if (rows.length < pageSize) break;
    }
    return found;
  }

  return {
    name: 'aliyun',
    id: product === 'cdn' ? 'aliyun' : 'aliyun dcdn',
    limits,

    async submit(action, { target, names }, call) {
      const kind = action === 'prefetch' ? {} : { ObjectType: target === 'prefix' ? 'Directory' : 'File' };
      const said = await ask(api[action], { ObjectPath: names.join('\n'), ...kind }, call);
      const task = (said.at('RefreshTaskId').string ?? said.at('PushTaskId').string) || said.at('PreloadTaskId').string;
      return task === undefined ? {} : { task };
    },

    async status(task, call) {
      const form = task === undefined ? {} : { TaskId: task };
      const rows = await askAll(api.tasks, form, (page) => listAt(page, 'Tasks', ['CDNTask', 'Task']), call);
      return rows.map(taskStatus);
    },

    async quota(call) {
      const said = await ask(api.quota, {}, call);
      return (
        [
          ['refresh', 'url', 'Url'],
          ['refresh', 'prefix', 'Dir'],
          ['prefetch', 'url', 'Preload'],
        ] as const
      ).flatMap(([action, target, name]) => {
        const [limit, remaining] = [said.at(`${name}Quota`).number, said.at(`${name}Remain`).number];
        return limit === undefined || remaining === undefined ? [] : [{ action, target, limit, remaining }];
      });
    },

    async domains(call) {
      const rows = await askAll(api.domains, {}, (page) => page.at('Domains', 'PageData').list, call);
      const domains: CdnDomain[] = [];
      for (const row of rows) domains.push(await describeDomain(row, call));
      return domains;
    },
  };

  async function describeDomain(row: Json, call: CdnCall): Promise<CdnDomain> {
    const name = row.at('DomainName').string ?? '';
    const configs = await ask(api.configs, { DomainName: name }, call);
    const secure = [row.at('SslProtocol').string, row.at('SSLProtocol').string].includes('on');
    const certificate = secure ? await ask(api.certificate, { DomainName: name }, call) : undefined;
    const ends = certificate?.at('CertInfos', 'CertInfo').list[0]?.at('CertExpireTime').string;
    const [cname, status] = [row.at('Cname').string, row.at('DomainStatus').string];
    return {
      name,
      ...(cname === undefined ? {} : { cname }),
      ...(status === undefined ? {} : { status }),
      https: secure,
      ...(ends === undefined || Number.isNaN(Date.parse(ends)) ? {} : { certificateEnds: Date.parse(ends) }),
      origins: row.at('Sources', 'Source').list.flatMap((source) => source.at('Content').string ?? []),
      rules: configs.at('DomainConfigs', 'DomainConfig').list.map(ruleOf),
    };
  }
}

/** Functions of a domain ("Parameters for configuring features for domain names"), by what they are about. */
const ruleKinds: readonly (readonly [RegExp, CdnRule['kind']])[] = [
  [/^(?:filetype_based_ttl_set|path_based_ttl_set|ignore_query|hashkey|origin_response_header_cache)/, 'cache'],
  [/referer/, 'referer'],
  [/cors/, 'cors'],
  [/^(?:https_|http_force|HSTS|tls)/i, 'https'],
];

function ruleOf(config: Json): CdnRule {
  const name = config.at('FunctionName').string ?? '';
  const pairs = config.at('FunctionArgs', 'FunctionArg').list.map((argument) => {
    return [argument.at('ArgName').string ?? '', argument.at('ArgValue').string ?? ''] as const;
  });
  const settings = Object.fromEntries(pairs);
  const isCors = (settings.key ?? settings.header_name ?? '').toLowerCase().startsWith('access-control-');
  const kind = isCors ? 'cors' : (ruleKinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'other');
  return { kind, name, settings };
}

const states: Readonly<Record<string, CdnTaskStatus['state']>> = { Complete: 'done', Failed: 'failed' };

function taskStatus(row: Json): CdnTaskStatus {
  const [address, at] = [row.at('ObjectPath').string, Date.parse(row.at('CreationTime').string ?? '')];
  const detail = row.at('Description').string || row.at('Process').string;
  const action: CdnAction = row.at('ObjectType').string === 'preload' ? 'prefetch' : 'refresh';
  return {
    task: row.at('TaskId').string ?? '',
    action,
    state: states[row.at('Status').string ?? ''] ?? 'pending',
    ...(address === undefined ? {} : { address }),
    ...(Number.isNaN(at) ? {} : { at }),
    ...(detail === undefined ? {} : { detail }),
  };
}

const listAt = (page: Json, name: string, inner: readonly string[]): readonly Json[] =>
  inner.map((one) => page.at(name, one).list).find((list) => list.length > 0) ?? [];

/** Alibaba Cloud, "Common error codes"; CDN API, "Error codes". */
const refusals: readonly (readonly [RegExp, RefusalKind])[] = [
  [/^(?:Throttling|ServiceUnavailable|InternalError)/, 'throttled'],
  [/Quota/, 'quota'],
  [
    /^(?:InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|Forbidden|NoPermission|InvalidSecurityToken|InvalidTimeStamp)/,
    'access',
  ],
  [/ExceedLimit|TooMany/, 'batch-size'],
];

function refusalOf(answer: ProviderAnswer, place: ErrorFacts, now: number): ImgferryError {
  const found = readJson(answer.text).at('Code').string ?? `HTTP ${answer.status}`;
  const kind = refusals.find(([pattern]) => pattern.test(found))?.[1] ?? kindOfStatus(answer.status);
  const detail = readJson(answer.text).at('Message').string;
  return refusal(kind, answer, { provider: 'aliyun', ...place, found, detail }, now);
}
