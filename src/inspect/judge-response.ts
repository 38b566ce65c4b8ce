import { type ImageFormat, sniffFormat } from '../core/image-format.js';
import type { AnsweredAddress, Observation } from '../core/observation.js';
import { type Evidence, levelOf, type Verdict, type VerdictReason, verdictOf } from '../core/verdict.js';
import { expiryEvidence, expiryReason } from './judge-expiry.js';
import { isBlockedByPolicy, relateOrigins } from './judge-origin.js';
import { isLoginWay, loginEvidence, newAddressOf, redirectEvidence } from './judge-redirects.js';
import { isBotChallenge, readStoreError } from './judge-refusal.js';
import { judgeSilence } from './judge-silence.js';
import { judgeStatus } from './judge-status.js';
import { judgeType } from './judge-type.js';
import { nameContent } from './name-content.js';
import { showBytes } from './show-bytes.js';

/** Where and when an address was asked. */
export interface Circumstances {
  /** The address as the post has it. */
  readonly url: string;
  /** Address of the site whose readers see the image; undefined: some other site than the image's. */
  readonly site: string | undefined;
  /** Epoch in ms. */
  readonly now: number;
  /** Bytes that were read at most. */
  readonly maxBytes: number;
  /** ms that all of it might take. */
  readonly timeLimit: number;
}

/**
 * What a reader sees of what an address did. Pure: reads no clock, asks nobody.
 *
 * Readers see pixels, so the bytes come first: an image shows whatever the status, and a page does not. Then what keeps a
 * browser from showing it (type, coding, length, policies), then what a person should know of one that shows.
 *
 * @param ofBytes what the bytes are, of `inspectImage`; undefined where they were not looked at
 */
export function judgeResponse(
  observation: Observation,
  ofBytes: Verdict | undefined,
  circumstances: Circumstances,
): Verdict {
  if (observation.kind === 'silent') {
    return judgeSilence(observation, relateOrigins(circumstances.url, circumstances.site), circumstances);
  }
  const format = sniffFormat(observation.body.bytes);
  const reasons = format
    ? judgeImage(observation, format, ofBytes, circumstances)
    : judgeOther(observation, ofBytes, circumstances);
  return verdictOf(reasons, {
    ...evidenceOf(observation),
    ...extraEvidence(reasons, observation, circumstances, format !== undefined),
    ...ofBytes?.evidence,
  });
}

/** Whether bytes are worth a look by `inspectImage`: they came as far as they were wanted, and no status speaks for them. */
export function isWorthInspecting({ status, body }: AnsweredAddress): boolean {
  if (body.end !== 'whole' && body.end !== 'enough') return false;
  return isSuccess(status) || sniffFormat(body.bytes) !== undefined;
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** An answer with an image in it. */
function judgeImage(
  seen: AnsweredAddress,
  format: ImageFormat,
  ofBytes: Verdict | undefined,
  circumstances: Circumstances,
): readonly VerdictReason[] {
  const { status, headers, body } = seen;
  const relation = relateOrigins(seen.url, circumstances.site);
  const type = judgeType({
    format,
    contentType: headers['content-type'],
    options: headers['x-content-type-options'],
    isForeign: relation.isForeign,
  });
  const reasons: readonly VerdictReason[] = [
    ...(bodyReason(body.end) ?? ofBytes?.reasons ?? []),
    ...(type ? [type] : []),
    ...(isBlockedByPolicy(headers['cross-origin-resource-policy'], relation) ? (['blocked-by-corp'] as const) : []),
    ...(status === 407 || status === 304 ? (['http-error'] as const) : []), // browsers take no image from these
  ];
  const stopping = reasons.filter((reason) => levelOf(reason) !== 'warn');
  if (stopping.length === 0) return [...reasons, ...remarks(seen, circumstances)];
  return isSuccess(status) ? stopping : [judgeStatus(seen, circumstances), ...stopping];
}

/** What to know of an image that shows. */
function remarks(seen: AnsweredAddress, { url, now }: Circumstances): readonly VerdictReason[] {
  return [
    ...(isSuccess(seen.status) ? [] : (['error-status-with-image'] as const)),
    ...(isAttachment(seen.headers) ? (['attachment'] as const) : []),
    ...(newAddressOf(seen) === undefined ? [] : (['redirected'] as const)),
    ...expiryReason(url, now).reasons,
  ];
}

/** RFC 6266, 4.2; Alibaba OSS's default domains say it with a header of their own too. */
const isAttachment = (headers: AnsweredAddress['headers']): boolean =>
  /^\s*attachment\b/i.test(headers['content-disposition'] ?? '') || headers['x-oss-force-download'] === 'true';

/** An answer without an image in it. */
function judgeOther(
  seen: AnsweredAddress,
  ofBytes: Verdict | undefined,
  circumstances: Circumstances,
): readonly VerdictReason[] {
  if (isBotChallenge(seen)) return ['bot-challenge'];
  if (isLoginWay(seen.redirects)) return ['login-wall'];
  if (!isSuccess(seen.status)) return [judgeStatus(seen, circumstances)];
  return bodyReason(seen.body.end) ?? ofBytes?.reasons ?? ['not-an-image'];
}

/** What keeps a body from being judged by its bytes. */
function bodyReason(end: AnsweredAddress['body']['end']): readonly VerdictReason[] | undefined {
  switch (end) {
    case 'whole':
    case 'enough':
      return undefined;
    case 'over-limit':
      return ['too-large'];
    case 'cut':
      return ['length-mismatch'];
    case 'silent':
      return ['no-answer'];
    case 'out-of-time':
      return ['too-slow'];
    case 'false-coding':
      return ['encoding-mismatch'];
    case 'unknown-coding':
      return ['encoding-unsupported'];
  }
}

function evidenceOf({ status, headers, redirects, body }: AnsweredAddress): Evidence {
  const contentType = headers['content-type'];
  const bytes = body.size ?? (body.end === 'whole' ? body.bytes.length : undefined);
  return {
    status,
    ...(contentType === undefined ? {} : { contentType }),
    ...(bytes === undefined ? {} : { bytes }),
    ...redirectEvidence(redirects),
  };
}

/** What proves the reasons, beyond what is told of every answer. */
function extraEvidence(
  reasons: readonly VerdictReason[],
  seen: AnsweredAddress,
  circumstances: Circumstances,
  isImage: boolean,
): Evidence {
  const { headers, body } = seen;
  const code = isImage ? undefined : readStoreError(body.bytes).code;
  const setsCookie = !isImage && headers['set-cookie'] !== undefined && nameContent(body.bytes) === 'html';
  return Object.assign(
    {},
    ...reasons.map((reason) => proofOf(reason, seen, circumstances)),
    code === undefined ? {} : { code },
    setsCookie ? { setsCookie } : {},
  );
}

function proofOf(reason: VerdictReason, seen: AnsweredAddress, { url, maxBytes, timeLimit }: Circumstances): Evidence {
  const { headers, body } = seen;
  switch (reason) {
    case 'expired-signature':
    case 'expiring-soon':
      return expiryEvidence(url);
    case 'login-wall':
      return loginEvidence(seen.redirects);
    case 'redirected':
      return { location: newAddressOf(seen) ?? '' };
    case 'length-mismatch':
      return { ...(body.size === undefined ? {} : { expected: body.size }), found: body.bytes.length };
    case 'encoding-mismatch':
      return { found: headers['content-encoding'] ?? '', firstBytes: showBytes(body.bytes) };
    case 'encoding-unsupported':
      return { found: headers['content-encoding'] ?? '' };
    case 'blocked-by-corp':
      return { found: headers['cross-origin-resource-policy'] ?? '' };
    case 'too-large':
      return { limit: maxBytes };
    case 'too-slow':
      return { ms: timeLimit };
    case 'not-an-image':
      return { found: nameContent(body.bytes), firstBytes: showBytes(body.bytes) };
    case 'attachment':
      return { disposition: headers['content-disposition'] ?? 'x-oss-force-download' };
    default:
      return {};
  }
}
