import type { CheckedImage, CheckOutcome, CheckTotals } from '../../../src/core/check-outcome.js';
import { type Evidence, levelOf, type VerdictReason, verdictOf, verdictReasons } from '../../../src/core/verdict.js';
import type { CheckReportOptions } from '../../../src/report/check/check-report-options.js';

/** A reader of reports; what is not said is plain. */
export const reading = (options: Partial<CheckReportOptions> = {}): CheckReportOptions => ({
  lang: 'en',
  color: false,
  verbose: false,
  width: 90,
  failOn: 'broken',
  repositoryPath: '',
  version: '1.2.3',
  token: 'token-4f1c9a',
  ...options,
});

/** An image with these reasons, the worst of which is its verdict. */
export function checkedImage(
  url: string,
  reasons: readonly VerdictReason[] = [],
  facts: Partial<CheckedImage> = {},
): CheckedImage {
  const { level, reasons: sorted, evidence } = verdictOf(reasons, facts.evidence ?? {});
  const places = [{ file: 'posts/a.md', line: 12, column: 5 }];
  return { url, verdict: level, reasons: sorted, places, ...facts, evidence };
}

const badness = ['broken', 'unverifiable', 'warn', 'ok'];

/** A check's outcome of these images, the worst first, with totals that fit. */
export function checkOutcome(images: readonly CheckedImage[], facts: Partial<CheckOutcome> = {}): CheckOutcome {
  const sorted = [...images].sort(
    (one, other) => badness.indexOf(one.verdict) - badness.indexOf(other.verdict) || (one.url < other.url ? -1 : 1),
  );
  return {
    version: 1,
    command: 'check',
    images: sorted,
    unread: [],
    notes: [],
    ...facts,
    totals: { ...countChecked(sorted), ...facts.totals },
  };
}

function countChecked(images: readonly CheckedImage[]): CheckTotals {
  const count = (verdict: CheckedImage['verdict']): number => images.filter((one) => one.verdict === verdict).length;
  return {
    documents: 14,
    images: images.length,
    places: images.reduce((total, { places }) => total + places.length, 0),
    ok: count('ok'),
    warn: count('warn'),
    broken: count('broken'),
    unverifiable: count('unverifiable'),
    known: images.filter(({ isKnown }) => isKnown).length,
    ignored: 0,
    remembered: 0,
    requests: images.length,
    bytes: images.length * 48_000,
    elapsed: 2140,
  };
}

/** What is seen where a reason is found. */
const evidenceOf: Partial<Readonly<Record<VerdictReason, Evidence>>> = {
  'file-case': { found: 'Photo.PNG' },
  'file-unreadable': { code: 'EACCES' },
  'blocked-by-guard': { host: '10.0.0.1', range: 'private' },
  'dns-failure': { host: 'gone.example', code: 'ENOTFOUND' },
  'tls-failure': { host: 'old.example', code: 'CERT_HAS_EXPIRED' },
  'connection-failure': { host: 'down.example', code: 'ECONNREFUSED' },
  'no-answer': { host: 'slow.example', ms: 30_000 },
  'redirect-loop': { hops: ['302 https://a.example/x.png', '302 https://a.example/y.png'] },
  'not-found': { status: 404, contentType: 'text/html', bytes: 1240 },
  gone: { status: 410 },
  forbidden: { status: 403 },
  'server-error': { status: 503 },
  'expired-signature': { status: 403, expires: '2025-11-24T12:00:00.000Z' },
  'length-mismatch': { status: 200, expected: 12_000, found: 8000 },
  'blocked-by-nosniff': { status: 200, contentType: 'text/html' },
  'type-breaks-svg': { status: 200, contentType: 'text/plain' },
  'not-an-image': { status: 200, found: 'html', firstBytes: '<!doctype html>', contentType: 'image/png' },
  truncated: { status: 200, format: 'jpeg', decoder: 'VipsJpeg: premature end of JPEG image', bytes: 40_960 },
  undecodable: { format: 'png', decoder: 'pngload_buffer: libspng read error' },
  'too-many-pixels': { format: 'png', width: 40_000, height: 30_000, limit: 268_402_689 },
  'svg-not-rendered': { format: 'svg', found: 'undefined-entity', line: 3 },
  'not-for-browsers': { format: 'tiff' },
  'rate-limited': { status: 429 },
  'bot-challenge': { status: 403 },
  redirected: { status: 200, hops: ['301 http://old.example/a.png'], location: 'https://new.example/a.png' },
  insecure: { status: 200, https: true },
  attachment: { status: 200, disposition: 'attachment; filename=a.png' },
  'octet-stream': { status: 200, contentType: 'application/octet-stream' },
  oversized: { bytes: 2_400_000, width: 6000, height: 4000 },
  'type-mismatch': { format: 'webp', contentType: 'image/png' },
};

/** An image for every reason there is, one with several, and one that is fine. */
export const everyReason: CheckOutcome = checkOutcome([
  ...verdictReasons.map((reason, index) =>
    checkedImage(`https://${levelOf(reason)}.example/${reason}.png`, [reason], {
      evidence: evidenceOf[reason] ?? {},
      places: [{ file: `posts/${index % 7}.md`, line: index + 1, column: 3 }],
    }),
  ),
  checkedImage('https://many.example/reasons.png', ['redirected', 'truncated', 'octet-stream'], {
    evidence: { ...evidenceOf.truncated, ...evidenceOf.redirected, contentType: 'application/octet-stream' },
  }),
  checkedImage('posts/fine.png'),
]);

/** What a blog's check looks like. */
export const sampleCheck: CheckOutcome = checkOutcome(
  [
    checkedImage('https://old.example.com/2021/cherry-blossom.jpg', ['not-found'], {
      evidence: { status: 404, contentType: 'text/html' },
      places: [
        { file: 'posts/2021-04-kyoto.md', line: 12, column: 5 },
        { file: 'posts/2021-05-spring.md', line: 40, column: 1 },
        { file: 'i18n/zh/2021-04-kyoto.md', line: 12, column: 5 },
        { file: 'versioned_docs/1.0/kyoto.md', line: 12, column: 5 },
        { file: 'versioned_docs/1.1/kyoto.md', line: 12, column: 5 },
        { file: 'versioned_docs/1.2/kyoto.md', line: 13, column: 5 },
      ],
    }),
    checkedImage('https://old.example.com/2021/temple.jpg', ['not-found'], { evidence: { status: 404 } }),
    checkedImage('https://old.example.com/2019/logo.png', ['not-found'], {
      evidence: { status: 404 },
      isKnown: true,
      places: [{ file: 'posts/2019-hello.md', line: 3, column: 1 }],
    }),
    checkedImage('https://img.example.net/京都/金閣寺.jpg', ['truncated'], {
      evidence: { status: 200, format: 'jpeg', decoder: 'VipsJpeg: premature end of JPEG image', bytes: 1_204_224 },
      places: [{ file: 'posts/旅行/京都.md', line: 27, column: 9 }],
    }),
    checkedImage('static/img/Photo.png', ['file-case'], {
      evidence: { found: 'static/img/photo.PNG' },
      places: [{ file: 'posts/about.md', line: 8, column: 1 }],
    }),
    checkedImage('https://i.example.org/login/abc.png', ['not-an-image'], {
      evidence: { status: 200, found: 'html', firstBytes: '<!doctype html>', contentType: 'image/png' },
      places: [{ file: 'posts/tools.md', line: 19, column: 3 }],
    }),
    checkedImage('https://cdn.example.io/chart.svg', ['rate-limited'], { evidence: { status: 429 } }),
    checkedImage('http://photos.example.com/a.jpg', ['redirected', 'insecure'], {
      evidence: {
        status: 200,
        hops: ['301 http://photos.example.com/a.jpg'],
        location: 'https://photos.example.com/a.jpg',
        https: true,
      },
    }),
    checkedImage('https://blog.oss-cn-hangzhou.aliyuncs.com/b.png', ['attachment'], {
      evidence: { status: 200, disposition: 'x-oss-force-download' },
    }),
    ...Array.from({ length: 40 }, (_, n) => checkedImage(`https://img.example.com/fine-${n}.webp`)),
  ],
  {
    unread: [{ file: 'posts/gbk.md', error: { code: 'DOCUMENT_NOT_UTF8', facts: {} } }],
    notes: [{ id: 'generator-recognised', facts: { generator: 'hexo', evidence: '_config.yml' } }],
  },
);
