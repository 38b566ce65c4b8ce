/**
 * When a signed address stops working, as it says itself: epoch in ms. Decides from the address alone.
 *
 * Known: Signature V4 of Amazon S3, Alibaba OSS, Google Cloud Storage and what copies it (`X-…-Date` + `X-…-Expires`);
 * `Expires` beside a signature (S3 V2, OSS V1, CloudFront, OBS, ByteDance's `x-expires`); CloudFront's `Policy`; Azure's
 * `se`; Tencent COS's `q-sign-time`; Qiniu's `e`; UPYUN's `_upt`; Alibaba CDN's `auth_key` (type A: it counts from the
 * moment in it, 1,800 s by default); Discord's `ex`, Meta's `oe`; and the `exp` of a JWT (RFC 7519, 4.1.4).
 *
 * @returns undefined where it says nothing
 */
export function readExpiry(address: string): number | undefined {
  const url = address.includes('?') && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || url.search === '') return undefined;
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  for (const rule of rules) {
    const moment = rule(query);
    if (moment !== undefined && moment > earliest && moment < latest) return moment;
  }
  return undefined;
}

type Query = ReadonlyMap<string, string>;

/** Numbers that mean no moment of our time are other things under the same names. */
const earliest = Date.UTC(2005, 0);
const latest = Date.UTC(2200, 0);

const rules: readonly ((query: Query) => number | undefined)[] = [
  signatureV4,
  (query) => (hasAny(query, signatures) ? seconds(query.get('expires') ?? query.get('x-expires')) : undefined),
  (query) => (query.has('policy') && query.has('signature') ? policyEnd(query.get('policy') ?? '') : undefined),
  (query) => (query.has('sig') ? instant(query.get('se')) : undefined),
  (query) => seconds(/^\d{10};(\d{10})$/.exec(query.get('q-sign-time') ?? query.get('q-key-time') ?? '')?.[1]),
  (query) => (query.has('token') ? seconds(query.get('e')) : undefined),
  (query) => seconds(/^[0-9a-f]{8}(\d{10})$/i.exec(query.get('_upt') ?? '')?.[1]),
  (query) => authKeyEnd(query.get('auth_key')),
  (query) => (query.has('is') && query.has('hm') ? hexSeconds(query.get('ex')) : undefined),
  (query) => (query.has('oh') ? hexSeconds(query.get('oe')) : undefined),
  (query) => firstOf([...query.values()].map(tokenEnd)),
];

const signatures = ['signature', 'x-signature', 'sign', 'sig', 'ossaccesskeyid', 'awsaccesskeyid', 'googleaccessid'];

const hasAny = (query: Query, names: readonly string[]): boolean => names.some((name) => query.has(name));

/** `20240506T070809Z` and seconds from then. */
function signatureV4(query: Query): number | undefined {
  for (const [name, value] of query) {
    const vendor = /^x-([a-z]+)-date$/.exec(name)?.[1];
    const lifetime = vendor === undefined ? undefined : query.get(`x-${vendor}-expires`);
    if (lifetime === undefined || !/^\d{1,9}$/.test(lifetime)) continue;
    const start = instant(value.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (start !== undefined) return start + Number(lifetime) * 1000;
  }
  return undefined;
}

const authKeyLifetime = 1_800_000;

/** Alibaba CDN, URL signing, type A: `timestamp-rand-uid-md5hash`. */
function authKeyEnd(key = ''): number | undefined {
  const start = seconds(/^(\d{10})-[^-]*-[^-]*-[0-9a-f]{32}$/i.exec(key)?.[1]);
  return start === undefined ? undefined : start + authKeyLifetime;
}

/** CloudFront, custom policy: Base64 whose `+=/` are written `-_~`. */
function policyEnd(policy: string): number | undefined {
  const json = Buffer.from(policy.replace(/-/g, '+').replace(/_/g, '=').replace(/~/g, '/'), 'base64').toString();
  return seconds(/"DateLessThan"\s*:\s*\{\s*"AWS:EpochTime"\s*:\s*(\d+)/.exec(json)?.[1]);
}

function tokenEnd(value: string): number | undefined {
  const payload = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(value)?.[1];
  if (payload === undefined) return undefined;
  return seconds(/"exp"\s*:\s*(\d{10})\b/.exec(Buffer.from(payload, 'base64url').toString())?.[1]);
}

const seconds = (text = ''): number | undefined => (/^\d{10}$/.test(text) ? Number(text) * 1000 : undefined);

const hexSeconds = (text = ''): number | undefined =>
  /^[0-9a-f]{8}$/i.test(text) ? Number.parseInt(text, 16) * 1000 : undefined;

function instant(text = ''): number | undefined {
  const moment = /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

const firstOf = (moments: readonly (number | undefined)[]): number | undefined =>
  moments.find((moment) => moment !== undefined);
