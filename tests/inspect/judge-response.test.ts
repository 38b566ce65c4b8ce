import { describe, expect, it } from 'vitest';
import type { ErrorCode, ErrorFacts } from '../../src/core/errors.js';
import type { AnsweredAddress, SeenRedirect, SilentAddress } from '../../src/core/observation.js';
import { type Verdict, verdictOf } from '../../src/core/verdict.js';
import { judgeMixedContent } from '../../src/inspect/judge-mixed-content.js';
import { judgeReferer, mayBeForReferer, type RefererLook } from '../../src/inspect/judge-referer.js';
import { type Circumstances, judgeResponse } from '../../src/inspect/judge-response.js';
import { refreshVerdict } from '../../src/inspect/refresh-verdict.js';
import { digestOf } from '../../src/lib/digest.js';
import { svg } from '../support/images.js';

const circumstances: Circumstances = {
  url: 'https://a.example/x.svg',
  site: 'https://blog.example/',
  now: Date.UTC(2024, 0),
  maxBytes: 1000,
  timeLimit: 1000,
};

const answer = (parts: Partial<AnsweredAddress> = {}): AnsweredAddress => ({
  kind: 'answered',
  status: 200,
  headers: { 'content-type': 'image/svg+xml' },
  url: circumstances.url,
  redirects: [],
  body: { bytes: svg(), end: 'whole' },
  ...parts,
});
const html = (end: AnsweredAddress['body']['end'] = 'whole'): Pick<AnsweredAddress, 'headers' | 'body'> => ({
  headers: { 'content-type': 'text/html' },
  body: { bytes: Buffer.from('<!doctype html>'), end },
});
const notAnImage = verdictOf(['not-an-image'], { found: 'html' });
const judged = (parts: Partial<AnsweredAddress>, ofBytes?: Verdict, more: Partial<Circumstances> = {}) =>
  judgeResponse(answer(parts), ofBytes, { ...circumstances, ...more });
const redirect = (parts: Partial<SeenRedirect> = {}): SeenRedirect => ({
  status: 302,
  from: 'https://a.example/',
  to: 'https://a.example/b',
  ...parts,
});

describe('judgeResponse', () => {
  it('believes the bytes before the status', () => {
    expect(judged({ status: 404 }, verdictOf([], {})).reasons).toEqual(['error-status-with-image']);
    expect(judged({ status: 404, ...html() }).reasons).toEqual(['not-found']);
  });

  it('names the status where the image in it does not show', () => {
    expect(judged({ status: 404 }, verdictOf(['truncated'], {})).reasons).toEqual(['not-found', 'truncated']);
  });

  it('keeps remarks for images that show', () => {
    const headers = { 'content-type': 'image/svg+xml', 'content-disposition': 'attachment; filename=x.svg' };
    expect(judged({ headers }, verdictOf([], {})).reasons).toEqual(['attachment']);
    expect(judged({ headers }, verdictOf(['svg-not-rendered'], {})).reasons).toEqual(['svg-not-rendered']);
  });

  it('takes only redirects that are for good all along for a new address, and none that expires', () => {
    const good = redirect({ status: 301 });
    expect(judged({ redirects: [good, redirect({ status: 308 })] }, verdictOf([], {})).reasons).toEqual(['redirected']);
    expect(judged({ redirects: [good, redirect()] }, verdictOf([], {})).reasons).toEqual([]);
    const signed = 'https://b.example/x.svg?Expires=1700000000&Signature=a';
    expect(judged({ redirects: [good], url: signed }, verdictOf([], {})).reasons).toEqual([]);
  });

  it.each(['/login', '/user/sign-in?next=a', '/cas/', '/oauth2/authorize'])('knows %s as a login', (path) => {
    const redirects = [redirect({ to: `https://a.example${path}` })];
    expect(judged({ redirects, ...html() }, notAnImage).reasons).toEqual(['login-wall']);
  });

  it.each(['passport', 'sso', 'accounts'])('knows the host %s as a login', (name) => {
    const redirects = [redirect({ to: `https://${name}.example/` })];
    expect(judged({ redirects, ...html() }, notAnImage).reasons).toEqual(['login-wall']);
  });

  it('takes no login for granted: an image that comes in the end is one', () => {
    const redirects = [redirect({ to: 'https://a.example/catalogin/sso' })];
    expect(judged({ redirects }, verdictOf([], {})).level).toBe('ok');
  });

  it.each([
    ['over-limit', 'too-large'],
    ['cut', 'length-mismatch'],
    ['silent', 'no-answer'],
    ['out-of-time', 'too-slow'],
    ['false-coding', 'encoding-mismatch'],
    ['unknown-coding', 'encoding-unsupported'],
  ] as const)('of a body that ends %s says %s', (end, reason) => {
    expect(judged({ body: { bytes: svg(), end } }).reasons).toEqual([reason]);
    expect(judged(html(end)).reasons).toEqual([reason]);
  });

  it('blames no page behind a bot check for being one', () => {
    const behind = Buffer.from('<!doctype html><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js">');
    expect(judged({ ...html(), body: { bytes: behind, end: 'whole' } }, notAnImage).reasons).toEqual(['not-an-image']);
  });
});

describe('judgeResponse, without an answer', () => {
  const silent = (code: ErrorCode, facts: ErrorFacts = {}, redirects: readonly SeenRedirect[] = []): SilentAddress => ({
    kind: 'silent',
    error: { code, facts },
    redirects,
  });

  it.each([
    ['URL_INVALID', { url: 'x' }, 'address-invalid'],
    ['URL_INVALID', { url: 'ftp:', hint: 'scheme' }, 'address-scheme'],
    ['ADDRESS_BLOCKED', {}, 'blocked-by-guard'],
    ['DNS_FAILED', { reason: 'ENOTFOUND' }, 'dns-failure'],
    ['TLS_FAILED', { reason: 'CERT_HAS_EXPIRED' }, 'tls-failure'],
    ['CONNECTION_FAILED', { reason: 'ECONNREFUSED' }, 'connection-failure'],
    ['CONNECTION_FAILED', { reason: 'HPE_INVALID_CONSTANT' }, 'connection-failure'],
    ['CONNECTION_FAILED', { reason: 'HPE_INVALID' }, 'answer-malformed'],
    ['CONNECTION_FAILED', { reason: 'EAI_AGAIN' }, 'offline'],
    ['CONNECTION_FAILED', { reason: 'ENETUNREACH' }, 'offline'],
    ['RESPONSE_TIMEOUT', { phase: 'connect' }, 'no-answer'],
    ['CONNECTION_FAILED', { reason: 'ECONNREFUSED', proxy: 'p:1' }, 'offline'],
    ['CONNECTION_FAILED', { reason: 'PROXY_407', proxy: 'p:1' }, 'offline'],
    ['CONNECTION_FAILED', { reason: 'PROXY_502', proxy: 'p:1' }, 'connection-failure'],
    ['RESPONSE_TIMEOUT', { phase: 'connect', proxy: 'p:1' }, 'offline'],
    ['RESPONSE_TIMEOUT', { phase: 'headers', proxy: 'p:1' }, 'no-answer'],
    ['TLS_FAILED', { reason: 'UND_ERR_PRX_TLS', proxy: 'p:1' }, 'offline'],
    ['TLS_FAILED', { reason: 'CERT_HAS_EXPIRED', proxy: 'p:1' }, 'tls-failure'],
    ['REDIRECT_INVALID', { found: 'data:' }, 'redirect-invalid'],
    ['TOO_MANY_REDIRECTS', {}, 'too-many-redirects'],
    ['TOO_MANY_REDIRECTS', { hint: 'loop' }, 'redirect-loop'],
  ] as const)('%s %o is %s', (code, facts, reason) => {
    expect(judgeResponse(silent(code, facts), undefined, circumstances).reasons).toEqual([reason]);
  });

  it.each([
    ['no cookie', undefined, 'https://blog.example/', 'redirect-loop'],
    ['a cookie that stays within its site', 'same-site', 'https://blog.example/', 'redirect-loop'],
    ['a cookie that stays within its site, the page in it', 'same-site', 'https://www.a.example/', 'login-wall'],
    ['a cookie that goes anywhere', 'cross-site', 'https://blog.example/', 'login-wall'],
  ] as const)('a circle with %s', (_, cookie, site, reason) => {
    const seen = silent('TOO_MANY_REDIRECTS', { hint: 'loop' }, [redirect(cookie ? { cookie } : {})]);
    expect(judgeResponse(seen, undefined, { ...circumstances, site }).reasons).toEqual([reason]);
  });
});

describe('judgeReferer', () => {
  const look = (verdict: Verdict, parts: Partial<AnsweredAddress> = {}, picture = 'one'): RefererLook => {
    const { body: _body, ...rest } = answer({ referer: 'https://blog.example/', ...parts });
    return { verdict, answer: rest, digest: digestOf(picture) };
  };
  const refused = look(verdictOf(['forbidden'], { status: 403 }), { status: 403 });
  const shown = look(verdictOf(['octet-stream'], { status: 200 }), {}, 'other');

  it('says what readers see where the site is known', () => {
    expect(judgeReferer(refused, shown, true)).toMatchObject({
      level: 'broken',
      reasons: ['forbidden', 'hotlink-protected'],
      evidence: { referer: 'https://blog.example/', withReferer: 403, withoutReferer: 200 },
    });
  });

  it('warns where it is not', () => {
    expect(judgeReferer(refused, shown, false)).toMatchObject({
      level: 'warn',
      reasons: ['octet-stream', 'hotlink-protected'],
    });
  });

  it('warns where the configuration sends none and readers do', () => {
    const { referer: _referer, ...silentAnswer } = refused.answer;
    const verdict = judgeReferer({ ...refused, answer: silentAnswer }, shown, true);
    expect(verdict).toMatchObject({ level: 'warn', evidence: { withReferer: 200, withoutReferer: 403 } });
  });

  it('keeps the first verdict where neither way works, or both show the same', () => {
    expect(judgeReferer(refused, refused, true)).toBe(refused.verdict);
    const placeholder = look(verdictOf(['error-status-with-image'], {}), { status: 403 });
    expect(judgeReferer(placeholder, placeholder, true)).toBe(placeholder.verdict);
  });

  it.each([
    ['403', look(verdictOf(['forbidden'], {}), { status: 403 }), true],
    ['405', look(verdictOf(['http-error'], {}), { status: 405 }), true],
    ['a page', look(verdictOf(['not-an-image'], { found: 'html' })), true],
    ['403 with an image', look(verdictOf(['error-status-with-image'], {}), { status: 403 }), true],
    ['a notice', look(verdictOf([], {}), { redirects: [redirect({ to: 'https://a.example/hotlink.png' })] }), true],
    ['404', look(verdictOf(['not-found'], {}), { status: 404 }), false],
    ['a pointer', look(verdictOf(['not-an-image'], { found: 'lfs-pointer' })), false],
    ['404 with an image', look(verdictOf(['error-status-with-image'], {}), { status: 404 }), false],
    ['an image', look(verdictOf([], {})), false],
    ['a login', look(verdictOf(['login-wall'], {})), false],
    ['an old signature', look(verdictOf(['expired-signature'], {}), { status: 403 }), false],
  ])('%s may be for its sake: %s', (_, seen, expected) => {
    expect(mayBeForReferer(seen)).toBe(expected);
  });
});

describe('judgeMixedContent', () => {
  const ok = verdictOf([], { status: 200 });
  const missing = verdictOf(['not-found'], { status: 404 });

  it.each([
    ['http://a.example/', ok, ok, 'warn', ['insecure']],
    ['http://a.example/', ok, missing, 'broken', ['blocked-mixed-content', 'insecure']],
    ['http://192.0.2.1/', ok, ok, 'broken', ['blocked-mixed-content', 'insecure']],
    ['http://127.0.0.1/', ok, missing, 'warn', ['insecure']],
    ['http://[::1]/', ok, missing, 'warn', ['insecure']],
    ['http://localhost/', missing, ok, 'broken', ['not-found']],
    ['http://localhost/', ok, missing, 'warn', ['insecure']],
    ['http://a.example/', missing, ok, 'warn', ['insecure']],
    ['http://a.example/', missing, missing, 'broken', ['not-found']],
  ] as const)('%s, %o, by https %o: %s', (url, plain, secure, level, reasons) => {
    expect(judgeMixedContent(url, plain, secure)).toMatchObject({ level, reasons });
  });
});

describe('refreshVerdict', () => {
  it('drops what was only so then, and adds what is so now', () => {
    const before = verdictOf(['attachment', 'expiring-soon', 'redirected'], {
      expires: 'x',
      location: 'y',
      hops: ['z'],
    });
    const url = 'https://a.example/x?Expires=1700000000&Signature=a';
    const way = { redirects: [], url };
    expect(refreshVerdict(before, way, { url, now: 1_699_999_999_000 }).reasons).toEqual([
      'attachment',
      'expiring-soon',
    ]);
    expect(refreshVerdict(before, way, { url: 'https://a.example/x', now: 0 })).toEqual(verdictOf(['attachment'], {}));
  });
});
