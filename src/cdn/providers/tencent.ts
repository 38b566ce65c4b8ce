import type { CdnAction, CdnCall, CdnDomain, CdnLimits, CdnProvider, CdnRule, CdnTaskStatus } from '../../core/cdn.js';
import type { KeyPair } from '../../credentials/credentials.js';
import { redactKeyId } from '../../lib/redact.js';
import { type CdnConnection, callProvider, type Json, readJson } from '../connection.js';
import { kindOfStatus, type RefusalKind, refusal } from '../refusal.js';
import { signTc3 } from './sign-tc3.js';

export interface TencentCdnOptions extends CdnConnection {
  /** Undefined: Tencent's own. */
  readonly endpoint: string | undefined;
  readonly credentials: () => Promise<KeyPair>;
}

/** "PurgeUrlsCache", "PurgePathCache", "PushUrlsCache"; each 20 times a second. */
const limits: CdnLimits = {
  refresh: { url: { perCall: 1000 }, prefix: { perCall: 20 } },
  prefetch: { url: { perCall: 500 } },
  callsPerSecond: 20,
};

const pageSize = 100;
const mostPages = 20;
/** Tasks of so long (ms) are told where none is named. */
const tasksSince = 24 * 3600_000;

/** Tencent Cloud CDN, API 2018-06-06. */
export function createTencentCdn({ endpoint, credentials, ...connection }: TencentCdnOptions): CdnProvider {
  const { origin, host } = new URL(endpoint ?? 'https://cdn.tencentcloudapi.com');

  async function ask(action: string, asked: object, call: CdnCall): Promise<Json> {
    const keys = await credentials();
    const body = JSON.stringify(asked);
    const headers = {
      ...signTc3({ service: 'cdn', host, body }, { keys, at: connection.now() }),
      'x-tc-action': action,
      'x-tc-version': '2018-06-06',
    };
    const request = { provider: 'tencent', url: `${origin}/`, method: 'POST', headers, body } as const;
    const answer = await callProvider(request, connection, call);
    const said = readJson(answer.text).at('Response');
    const found = said.at('Error', 'Code').string; // of status 200 too
    if (found === undefined && answer.status === 200) return said;
    const kind = refusals.find(([pattern]) => pattern.test(found ?? ''))?.[1] ?? kindOfStatus(answer.status);
    const detail = said.at('Error', 'Message').string;
    const facts = { provider: 'tencent', action, keyId: redactKeyId(keys.accessKeyId), detail } as const;
    throw refusal(kind, answer, { ...facts, found: found ?? `HTTP ${answer.status}` }, connection.now());
  }

  /** Page by page, until one is not full. */
  async function askAll(action: string, asked: object, list: string, call: CdnCall): Promise<readonly Json[]> {
    const found: Json[] = [];
    for (let page = 0; page < mostPages; page++) {
      const rows = (await ask(action, { ...asked, Offset: page * pageSize, Limit: pageSize }, call)).at(list).list;
      found.push(...rows);
      if (rows.length < pageSize) break;
    }
    return found;
  }

  return {
    name: 'tencent',
    id: 'tencent',
    limits,

    async submit(action, { target, names }, call) {
      const said = await (action === 'prefetch'
        ? ask('PushUrlsCache', { Urls: names }, call)
        : target === 'prefix'
          ? ask('PurgePathCache', { Paths: names, FlushType: 'delete' }, call)
          : ask('PurgeUrlsCache', { Urls: names }, call));
      const task = said.at('TaskId').string;
      return task === undefined ? {} : { task };
    },

    async status(task, call) {
      const [since, until] = [connection.now() - tasksSince, connection.now()].map(beijingTime);
      const asked = task === undefined ? { StartTime: since, EndTime: until } : { TaskId: task };
      const purges = await askAll('DescribePurgeTasks', asked, 'PurgeLogs', call);
      const pushes = await askAll('DescribePushTasks', asked, 'PushLogs', call);
      return [...purges.map((row) => taskStatus('refresh', row)), ...pushes.map((row) => taskStatus('prefetch', row))];
    },

    async quota(call) {
      const [purge, push] = [await ask('DescribePurgeQuota', {}, call), await ask('DescribePushQuota', {}, call)];
      return [
        ...quotaOf('refresh', 'url', purge.at('UrlPurge')),
        ...quotaOf('refresh', 'prefix', purge.at('PathPurge')),
        ...quotaOf('prefetch', 'url', push.at('UrlPush')),
      ];
    },

    async domains(call) {
      return (await askAll('DescribeDomainsConfig', {}, 'Domains', call)).map(describeDomain);
    },
  };
}

/** One for each area: the smaller, since an address may be of both. An area that the account hasn't has none at all. */
function quotaOf(action: CdnAction, target: 'url' | 'prefix', areas: Json) {
  const counted = areas.list.flatMap((area) => {
    const [limit, remaining] = [area.at('Total').number, area.at('Available').number];
    return limit === undefined || remaining === undefined || limit === 0 ? [] : [{ limit, remaining }];
  });
  const [least] = counted.sort((one, other) => one.remaining - other.remaining);
  return least ? [{ action, target, ...least }] : [];
}

/** The API tells and takes times of UTC+8 without saying so: `2018-08-08 00:00:00`. */
const beijingTime = (at: number): string => new Date(at + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');

const parseBeijingTime = (text: string | undefined): number => Date.parse(`${text?.replace(' ', 'T')}+08:00`);

const states: Readonly<Record<string, CdnTaskStatus['state']>> = { done: 'done', fail: 'failed', invalid: 'failed' };

function taskStatus(action: CdnAction, row: Json): CdnTaskStatus {
  const [address, detail] = [row.at('Url').string, row.at('Status').string];
  const at = parseBeijingTime(row.at('CreateTime').string);
  return {
    task: row.at('TaskId').string ?? '',
    action,
    state: states[detail ?? ''] ?? 'pending',
    ...(address === undefined ? {} : { address }),
    ...(Number.isNaN(at) ? {} : { at }),
    ...(detail === undefined ? {} : { detail }),
  };
}

function describeDomain(row: Json): CdnDomain {
  const [cname, status] = [row.at('Cname').string, row.at('Status').string];
  const ends = parseBeijingTime(row.at('Https', 'CertInfo', 'ExpireTime').string);
  return {
    name: row.at('Domain').string ?? '',
    ...(cname === undefined ? {} : { cname }),
    ...(status === undefined ? {} : { status }),
    https: isOn(row.at('Https')),
    ...(Number.isNaN(ends) ? {} : { certificateEnds: ends }),
    origins: row.at('Origin', 'Origins').list.flatMap(({ string }) => string ?? []),
    rules: rulesOf(row),
  };
}

const isOn = (setting: Json): boolean => setting.at('Switch').string === 'on';

function rulesOf(row: Json): readonly CdnRule[] {
  const rule = (kind: CdnRule['kind'], name: string, rows: readonly Json[]): readonly CdnRule[] =>
    rows.map(({ texts }) => ({ kind, name, settings: texts }));
  const headers = row.at('ResponseHeader', 'HeaderRules').list;
  const isCors = (header: Json): boolean => /^access-control-/i.test(header.at('HeaderName').string ?? '');
  return [
    ...rule('cache', 'SimpleCache', row.at('Cache', 'SimpleCache', 'CacheRules').list),
    ...row.at('Cache', 'RuleCache').list.map((one) => ({
      kind: 'cache' as const,
      name: 'RuleCache',
      settings: { ...one.texts, ...one.at('CacheConfig', 'Cache').texts },
    })),
    ...(isOn(row.at('Referer')) ? rule('referer', 'Referer', row.at('Referer', 'RefererRules').list) : []),
    ...(isOn(row.at('ForceRedirect')) ? rule('https', 'ForceRedirect', [row.at('ForceRedirect')]) : []),
    ...(isOn(row.at('ResponseHeader')) ? rule('cors', 'ResponseHeader', headers.filter(isCors)) : []),
  ];
}

/** Tencent Cloud CDN, "Error codes". */
const refusals: readonly (readonly [RegExp, RefusalKind])[] = [
  [/^(?:RequestLimitExceeded|InternalError|ResourceInUse\.CdnOpInProgress)|TooOften$/, 'throttled'],
  [/ExceedDayLimit$/, 'quota'],
  [/ExceedBatchLimit$/, 'batch-size'],
  [/^UnauthorizedOperation\.CdnHost/, 'refused'], // of one domain; the others go on
  [/^(?:AuthFailure|UnauthorizedOperation|ResourceNotFound\.CdnUserNotExists)/, 'access'],
];
