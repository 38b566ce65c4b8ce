import { createHash } from 'node:crypto';
import type { CdnCall, CdnDomain, CdnLimits, CdnProvider, CdnRule, CdnTaskStatus } from '../../core/cdn.js';
import type { ImgferryError } from '../../core/errors.js';
import type { KeyPair } from '../../credentials/credentials.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { childrenNamed, readXml, textAt, type XmlElement } from '../../lib/read-xml.js';
import { redactKeyId } from '../../lib/redact.js';
import { createAwsSigner } from '../../lib/sign-aws.js';
import { type CdnConnection, callProvider, type ProviderAnswer } from '../connection.js';
import { kindOfStatus, type RefusalKind, refusal } from '../refusal.js';

export interface CloudfrontOptions extends CdnConnection {
  /** Its id. */
  readonly distribution: string;
  /** Undefined: CloudFront's own. */
  readonly endpoint: string | undefined;
  readonly credentials: () => Promise<KeyPair>;
}

/**
 * "Concurrent invalidation request maximum": 3,000 files and 15 paths with a wildcard under way together. Nothing can be
 * prefetched. How many calls a second are taken is told nowhere.
 */
const limits: CdnLimits = {
  refresh: { url: { perCall: 3000, longest: 4000 }, prefix: { perCall: 15, longest: 4000 } },
  prefetch: {},
  callsPerSecond: 1,
};

const namespace = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
const mostTasks = 100;

/** Amazon CloudFront, one distribution of it, by its API of 2020-05-31. */
export function createCloudfrontCdn({ distribution, endpoint, credentials, ...connection }: CloudfrontOptions) {
  const { origin, host } = new URL(endpoint ?? 'https://cloudfront.amazonaws.com');
  const base = `/2020-05-31/distribution/${encodeURIComponent(distribution)}`;
  const sign = createAwsSigner('cloudfront', 'us-east-1');

  async function ask(action: string, place: string, call: CdnCall, body = ''): Promise<XmlElement | undefined> {
    const keys = await credentials();
    const [path = '', search = ''] = (base + place).split('?');
    const method = body === '' ? 'GET' : 'POST';
    const digest = createHash('sha256').update(body).digest('hex');
    const headers = {
      ...(body === '' ? {} : { 'content-type': 'text/xml' }),
      'x-amz-content-sha256': digest,
      ...(keys.securityToken === undefined ? {} : { 'x-amz-security-token': keys.securityToken }),
    };
    const signed = sign(
      { method, path, search, headers: { ...headers, host }, digest },
      { keys, at: connection.now() },
    );
    const request = { provider: 'cloudfront', url: origin + base + place, method } as const;
    const sent = { ...request, headers: { ...headers, ...signed }, ...(body === '' ? {} : { body }) };
    const answer = await callProvider(sent, connection, call);
    if (answer.status >= 200 && answer.status < 300) return readXml(answer.text);
    throw refusalOf(answer, { action, keyId: redactKeyId(keys.accessKeyId) }, connection.now());
  }

  return {
    name: 'cloudfront',
    id: `cloudfront ${distribution}`,
    limits,

    async submit(_, { target, names, reference }, call) {
      const paths = names.map((name) => pathOf(name) + (target === 'prefix' ? '*' : ''));
      const said = await ask(
        'CreateInvalidation',
        '/invalidation',
        call,
        describeBatch([...new Set(paths)], reference),
      );
      const task = textAt(said, 'Id');
      return task === undefined ? {} : { task };
    },

    async status(task, call) {
      if (task === undefined) {
        const said = await ask('ListInvalidations', `/invalidation?MaxItems=${mostTasks}`, call);
        return childrenNamed(childrenNamed(said, 'Items')[0], 'InvalidationSummary').map(taskStatus);
      }
      const said = await ask('GetInvalidation', `/invalidation/${encodeURIComponent(task)}`, call);
      if (!said) return [];
      const paths = childrenNamed(said, 'InvalidationBatch')
        .flatMap((batch) => childrenNamed(batch, 'Paths'))
        .flatMap((list) => childrenNamed(list, 'Items'))
        .flatMap((items) => childrenNamed(items, 'Path'));
      return paths.map(({ text }) => ({ ...taskStatus(said), address: text }));
    },

    quota: async () => [],

    async domains(call) {
      const said = await ask('GetDistribution', '', call);
      return said ? describeDistribution(said) : [];
    },
  } satisfies CdnProvider;
}

/** A path alone, as a reader asks for it: CloudFront keeps what all hosts of a distribution are asked for. */
function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return (pathname + search).replaceAll('*', '%2A'); // at the end it would stand for all that follows
}

const describeBatch = (paths: readonly string[], reference: string): string =>
  [
    `<InvalidationBatch xmlns="${namespace}"><Paths><Quantity>${paths.length}</Quantity><Items>`,
    ...paths.map((path) => `<Path>${escapeMarkup(path)}</Path>`),
    `</Items></Paths><CallerReference>${reference}</CallerReference></InvalidationBatch>`,
  ].join('');

function taskStatus(said: XmlElement): CdnTaskStatus {
  const at = Date.parse(textAt(said, 'CreateTime') ?? '');
  const detail = textAt(said, 'Status');
  return {
    task: textAt(said, 'Id') ?? '',
    action: 'refresh',
    state: detail === 'Completed' ? 'done' : 'pending',
    ...(Number.isNaN(at) ? {} : { at }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** One domain for each alternate name; without one, for the name that CloudFront gave. */
function describeDistribution(said: XmlElement): readonly CdnDomain[] {
  const [config] = childrenNamed(said, 'DistributionConfig');
  const itemsOf = (name: string, item: string) =>
    childrenNamed(childrenNamed(childrenNamed(config, name)[0], 'Items')[0], item);
  const own = textAt(said, 'DomainName') ?? '';
  const aliases = itemsOf('Aliases', 'CNAME').map(({ text }) => text);
  const status = textAt(said, 'Status');
  return (aliases.length === 0 ? [own] : aliases).map((name) => ({
    name,
    ...(name === own ? {} : { cname: own }),
    ...(status === undefined ? {} : { status }),
    https: true, // every distribution answers it
    origins: itemsOf('Origins', 'Origin').flatMap((one) => textAt(one, 'DomainName') ?? []),
    rules: rulesOf(config),
    untold: ['referer'], // a function's or a WAF's to decide
  }));
}

/** What of the default behaviour decides how pictures are served. */
const settingsShown: readonly (readonly [CdnRule['kind'], ...path: string[]])[] = [
  ['cache', 'DefaultCacheBehavior', 'CachePolicyId'],
  ['cache', 'DefaultCacheBehavior', 'DefaultTTL'],
  ['cors', 'DefaultCacheBehavior', 'ResponseHeadersPolicyId'],
  ['https', 'DefaultCacheBehavior', 'ViewerProtocolPolicy'],
  ['https', 'ViewerCertificate', 'MinimumProtocolVersion'],
  ['other', 'WebACLId'],
];

const rulesOf = (config: XmlElement | undefined): readonly CdnRule[] =>
  settingsShown.flatMap(([kind, ...path]): readonly CdnRule[] => {
    const value = textAt(config, ...path);
    return value ? [{ kind, name: path.at(-1) ?? '', settings: { value } }] : [];
  });

/** CloudFront API, "CreateInvalidation" and "Common error types". */
const refusals: readonly (readonly [RegExp, RefusalKind])[] = [
  [/^(?:Throttl|RequestLimitExceeded|TooManyInvalidationsInProgress|ServiceUnavailable|Internal)/, 'throttled'],
  [
    /^(?:AccessDenied|NotAuthorized|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|InvalidSignature|MissingAuthenticationToken|ExpiredToken|RequestExpired|OptInRequired|NoSuchDistribution)/,
    'access',
  ],
  [/^BatchTooLarge/, 'batch-size'],
];

function refusalOf(
  answer: ProviderAnswer,
  place: { readonly action: string; readonly keyId: string },
  now: number,
): ImgferryError {
  const said = readXml(answer.text);
  const found = textAt(said, 'Error', 'Code') ?? `HTTP ${answer.status}`;
  const detail = textAt(said, 'Error', 'Message');
  const kind = refusals.find(([pattern]) => pattern.test(found))?.[1] ?? kindOfStatus(answer.status);
  return refusal(kind, answer, { provider: 'cloudfront', ...place, found, detail }, now);
}
