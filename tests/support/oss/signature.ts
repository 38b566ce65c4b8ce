import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { OssError, ossErrors } from './oss-error.js';

/** A key pair that the server knows; a temporary one (STS) has a token that must come along. */
export type OssKey = string | { readonly secret: string; readonly securityToken: string };

export interface SignedRequest {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Lower-case names; values as UTF-8 text. */
  readonly headers: Readonly<Record<string, string>>;
}

const maxSkew = 15 * 60 * 1000;

/**
 * Checks a header signature as the provider's documents on `OSS4-HMAC-SHA256` (V4) and `OSS` (V1) describe it.
 *
 * @param region the region that the scope must name: the endpoint's
 * @param now epoch ms
 * @returns the access key id; undefined for an anonymous request
 */
export function authenticate(
  request: SignedRequest,
  keys: Readonly<Record<string, OssKey>>,
  { region, now }: { readonly region: string; readonly now: number },
): string | undefined {
  const header = request.headers.authorization;
  if (header === undefined) return undefined;
  if (header.startsWith('OSS ')) return authenticateV1(request, header, keys, now);
  const authorization = parseAuthorization(header);
  const key = keys[authorization.accessKeyId];
  if (key === undefined) throw unknownKey(authorization.accessKeyId);
  const date = readDate(request.headers);
  checkSkew(date.epoch, now, request.headers['x-oss-date'] ?? '');
  checkScope(authorization, date.text, region);
  checkToken(key, request.headers['x-oss-security-token'], authorization.accessKeyId);
  const secret = typeof key === 'string' ? key : key.secret;
  const canonical = canonicalRequest(request, authorization.additionalHeaders);
  const stringToSign = ['OSS4-HMAC-SHA256', date.text, authorization.scope.join('/'), sha256(canonical)].join('\n');
  const expected = sign(secret, authorization.scope, stringToSign);
  if (!equal(expected, authorization.signature))
    throw mismatch(authorization, stringToSign, { CanonicalRequest: canonical });
  return authorization.accessKeyId;
}

function authenticateV1(
  request: SignedRequest,
  header: string,
  keys: Readonly<Record<string, OssKey>>,
  now: number,
): string {
  const [, accessKeyId = '', signature = ''] = /^OSS ([^:]+):([A-Za-z0-9+/]{27}=)$/.exec(header) ?? [];
  if (accessKeyId === '') throw ossErrors.invalidArgument('Authorization header is invalid.', '0002-00000201');
  const key = keys[accessKeyId];
  if (key === undefined) throw unknownKey(accessKeyId);
  const { headers } = request;
  const date = headers['x-oss-date'] ?? headers.date ?? '';
  if (Number.isNaN(Date.parse(date))) throw missingDate();
  checkSkew(Date.parse(date), now, date);
  checkToken(key, headers['x-oss-security-token'], accessKeyId);
  const ownHeaders = Object.keys(headers).filter((name) => name.startsWith('x-oss-'));
  const stringToSign = [
    request.method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    date,
    ...ownHeaders.sort().map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    canonicalResource(request),
  ].join('\n');
  const secret = typeof key === 'string' ? key : key.secret;
  const expected = createHmac('sha1', secret).update(stringToSign).digest('base64');
  if (!equal(expected, signature)) throw mismatch({ accessKeyId, signature }, stringToSign);
  return accessKeyId;
}

/** "Build CanonicalizedResource": not encoded, with the sub-resources of the query by name. */
function canonicalResource({ bucket, key, query }: SignedRequest): string {
  const path = bucket === undefined ? '/' : `/${bucket}/${key}`;
  const named = [...query].filter(([name]) => subResources.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const pairs = named.map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

const subResources =
  /^(?:acl|append|bucketInfo|callback|callback-var|cname|comp|continuation-token|cors|delete|encryption|endTime|img|lifecycle|live|location|logging|objectMeta|partNumber|policy|position|qos|referer|replication|requestPayment|restore|security-token|startTime|stat|status|style|styleName|symlink|tagging|uploadId|uploads|versionId|versioning|versions|vod|website|response-[a-z-]+|x-oss-[a-z-]+)$/;

interface Authorization {
  readonly accessKeyId: string;
  /** Date, region, product, request type. */
  readonly scope: readonly string[];
  readonly additionalHeaders: readonly string[];
  readonly signature: string;
}

function parseAuthorization(header: string): Authorization {
  const parts = /^OSS4-HMAC-SHA256 +(.+)$/.exec(header)?.[1];
  if (parts === undefined) throw ossErrors.invalidArgument('Authorization header is invalid.', '0002-00000201');
  const fields = new Map<string, string>();
  for (const part of parts.split(/, ?/)) {
    const at = part.indexOf('=');
    if (at <= 0 || fields.has(part.slice(0, at))) throw malformed('fields');
    fields.set(part.slice(0, at), part.slice(at + 1));
  }
  const [accessKeyId, ...scope] = (fields.get('Credential') ?? '').split('/');
  const signature = fields.get('Signature') ?? '';
  const additional = fields.get('AdditionalHeaders');
  if (!accessKeyId || scope.length !== 4) throw malformed('Credential');
  if (!/^[0-9a-f]{64}$/.test(signature)) throw malformed('Signature');
  if (additional === '') throw malformed('AdditionalHeaders');
  const names = additional?.split(';') ?? [];
  if (names.some((name, at) => name !== name.toLowerCase() || (at > 0 && (names[at - 1] ?? '') >= name)))
    throw malformed('AdditionalHeaders');
  return { accessKeyId, scope, signature, additionalHeaders: names };
}

function malformed(part: string): OssError {
  return ossErrors.invalidArgument(`The ${part} of the Authorization header is invalid.`, '0002-00000213');
}

/** `x-oss-date`, else `Date`, as `yyyymmddThhmmssZ`. */
function readDate(headers: SignedRequest['headers']): { text: string; epoch: number } {
  const text = headers['x-oss-date'] ?? headers.date ?? '';
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const epoch = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(epoch)) throw missingDate();
  return { text, epoch };
}

function missingDate(): OssError {
  const message = 'OSS authentication requires a valid Date.';
  return new OssError({ status: 403, code: 'AccessDenied', message, ec: '0002-00000222' });
}

function checkSkew(requested: number, now: number, text: string): void {
  if (Math.abs(requested - now) <= maxSkew) return;
  throw new OssError({
    status: 403,
    code: 'RequestTimeTooSkewed',
    message: 'The difference between the request time and the current time is too large.',
    ec: '0002-00000504',
    extra: {
      MaxAllowedSkewMilliseconds: String(maxSkew),
      RequestTime: text,
      ServerTime: new Date(now).toISOString(),
    },
  });
}

function checkScope({ scope }: Authorization, date: string, region: string): void {
  const [day, signedRegion, product, type] = scope;
  if (type !== 'aliyun_v4_request') throw malformed('Credential');
  if (product !== 'oss')
    throw ossErrors.invalidArgument('Invalid signing product in Authorization header.', '0002-00000227');
  if (day !== date.slice(0, 8))
    throw ossErrors.invalidArgument('Invalid signing date in Authorization header.', '0002-00000225');
  if (signedRegion !== region)
    throw ossErrors.invalidArgument('Invalid signing region in Authorization header.', '0002-00000226');
}

function checkToken(key: OssKey, token: string | undefined, accessKeyId: string): void {
  if (typeof key === 'string' ? token === undefined : token === key.securityToken) return;
  if (token === undefined) throw unknownKey(accessKeyId);
  throw new OssError({
    status: 403,
    code: 'InvalidSecurityToken',
    message: 'The security token you provided is invalid.',
    ec: '0002-00000902',
  });
}

function unknownKey(accessKeyId: string): OssError {
  return new OssError({
    status: 403,
    code: 'InvalidAccessKeyId',
    message: 'The OSS Access Key Id you provided does not exist in our records.',
    ec: '0002-00000902',
    extra: { OSSAccessKeyId: accessKeyId },
  });
}

function canonicalRequest(request: SignedRequest, additionalHeaders: readonly string[]): string {
  const { headers } = request;
  const payload = headers['x-oss-content-sha256'];
  if (payload !== 'UNSIGNED-PAYLOAD')
    throw ossErrors.invalidArgument('Invalid x-oss-content-sha256 header.', '0002-00000223');
  const signed = new Set(additionalHeaders);
  for (const name of Object.keys(headers))
    if (name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')) signed.add(name);
  const lines = [...signed].sort().map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const resource = request.bucket === undefined ? '/' : `/${request.bucket}/${request.key}`;
  return [
    request.method,
    resource.split('/').map(percentEncode).join('/'),
    canonicalQuery(request.query),
    lines.join(''),
    additionalHeaders.join(';'),
    payload,
  ].join('\n');
}

function canonicalQuery(query: ReadonlyMap<string, string>): string {
  const pairs = [...query].map(([name, value]) => [percentEncode(name), percentEncode(value)] as const);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');
}

/** Everything but `A-Z a-z 0-9 - . _ ~`. */
export function percentEncode(text: string): string {
  const bytes = [...Buffer.from(text)];
  const encode = (byte: number): string => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9\-._~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  return bytes.map(encode).join('');
}

function sign(secret: string, scope: readonly string[], stringToSign: string): string {
  const keyOfScope = scope.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`aliyun_v4${secret}`));
  return hmac(keyOfScope, stringToSign).toString('hex');
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const equal = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));

function mismatch(
  authorization: Pick<Authorization, 'accessKeyId' | 'signature'>,
  stringToSign: string,
  more: Readonly<Record<string, string>> = {},
): OssError {
  return new OssError({
    status: 403,
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ec: '0002-00000040',
    extra: {
      OSSAccessKeyId: authorization.accessKeyId,
      SignatureProvided: authorization.signature,
      StringToSign: stringToSign,
      StringToSignBytes: [...Buffer.from(stringToSign)]
        .map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'))
        .join(' '),
      ...more,
    },
  });
}
