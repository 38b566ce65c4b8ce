import * as zlib from 'node:zlib';
import { type BrokenCase, casesOf } from './broken-case.js';
import { byHeader } from './fine-cases.js';
import type { Pictures } from './pictures.js';
import { answer, type Respond, rawAnswer } from './raw-server.js';

const broken = 'broken' as const;
const html = { 'content-type': 'text/html' };
const page = '<!doctype html><title>Sorry</title>';

/** What a server can answer by its status and its headers. */
export function answerCases(pictures: Pictures): readonly BrokenCase[] {
  return [
    ...statusCases(pictures),
    ...signatureCases(pictures),
    ...transferCases(pictures),
    ...typeCases(pictures),
    ...refererCases(pictures),
    ...bodyCases(pictures),
  ];
}

const isPng = { 'content-type': 'image/png' };

function statusCases({ png }: Pictures): readonly BrokenCase[] {
  return [
    casesOf(broken, 'not-found')('missing', '404', answer(404, html, page)),
    casesOf(broken, 'gone')('gone', '410', answer(410, html, page)),
    casesOf(broken, 'forbidden')('forbidden', '403, with any Referer', answer(403, html, page)),
    casesOf(broken, 'forbidden')('unauthorized', '401', answer(401, { 'www-authenticate': 'Basic' })),
    casesOf(broken, 'http-error')('legal', '451', answer(451, html, page)),
    casesOf(broken, 'server-error')('failing', '500 each time', answer(500, html, page)),
    casesOf('unverifiable', 'rate-limited')('limited', '429 each time', answer(429, { 'retry-after': 0 })),
    casesOf('unverifiable', 'rate-limited')(
      'limited-long',
      '429 that asks to wait for a day',
      answer(429, { 'retry-after': 86_400 }),
    ),
    casesOf('unverifiable', 'bot-challenge')(
      'challenge',
      '403 with cf-mitigated',
      answer(403, { ...html, 'cf-mitigated': 'challenge' }, page),
    ),
    casesOf('unverifiable', 'bot-challenge')(
      'waf',
      '202 of AWS WAF',
      answer(202, { 'x-amzn-waf-action': 'challenge' }),
    ),
    casesOf('unverifiable', 'bot-challenge')(
      'script-check',
      'a page of Alibaba Cloud WAF',
      answer(200, html, '<html><script>var arg1="";/* acw_sc__v2 */'),
    ),
    casesOf('warn', 'error-status-with-image')('missing-with-image', '404 with an image', answer(404, isPng, png)),
    casesOf('warn', 'error-status-with-image')('failing-with-image', '503 with an image', answer(503, isPng, png)),
    casesOf('warn', 'error-status-with-image')('choices', '300 with an image', answer(300, isPng, png)),
    casesOf('warn', 'error-status-with-image')(
      'moved-with-image',
      '302 without Location, with an image',
      answer(302, isPng, png),
    ),
    casesOf(broken, 'http-error')('proxy', '407 with an image, which browsers do not show', answer(407, isPng, png)),
  ];
}

function signatureCases({ png }: Pictures): readonly BrokenCase[] {
  const tooOld = '<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>';
  const xml = { 'content-type': 'application/xml' };
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  return [
    casesOf(broken, 'expired-signature')(
      'expired',
      '403, the signature in the address is too old',
      answer(403, xml, tooOld),
      {
        query: '?Expires=1500000000&OSSAccessKeyId=id&Signature=x',
      },
    ),
    casesOf(broken, 'expired-signature')(
      'expired-unread',
      '403, the store says that the signature is too old',
      answer(403, xml, tooOld),
      {
        query: '?sign=x',
      },
    ),
    casesOf('warn', 'expiring-soon')('expiring', 'a signature that works for another hour', answer(200, isPng, png), {
      query: `?X-Amz-Date=${now}&X-Amz-Expires=3600&X-Amz-Signature=x`,
    }),
  ];
}

function transferCases({ png }: Pictures): readonly BrokenCase[] {
  const coded = (coding: string, body: Buffer): Respond => answer(200, { ...isPng, 'content-encoding': coding }, body);
  const chunk = Buffer.concat([Buffer.from(`${png.length.toString(16)}\r\n`), png, Buffer.from('\r\n')]);
  const bomb = zlib.gzipSync(Buffer.concat([png, Buffer.alloc(64 * 1024 * 1024)]), { level: 9 });
  const canDecodeZstd = 'createZstdDecompress' in zlib;
  return [
    casesOf(broken, 'length-mismatch')(
      'length-long',
      'Content-Length longer than the body',
      rawAnswer(200, { ...isPng, 'content-length': png.length + 10 }, png),
    ),
    casesOf(broken, 'length-mismatch')(
      'chunk-cut',
      'a chunked body without its end',
      rawAnswer(200, { ...isPng, 'transfer-encoding': 'chunked' }, chunk),
    ),
    casesOf(broken, 'length-mismatch')(
      'unasked-part',
      '206 that nobody asked for, with a part',
      answer(206, { ...isPng, 'content-range': `bytes 0-499/${png.length}` }, png.subarray(0, 500)),
    ),
    casesOf(broken, 'length-mismatch')('reset-midway', 'a connection that is reset within the body', (socket) => {
      socket.write(`HTTP/1.1 200 X\r\ncontent-type: image/png\r\ncontent-length: ${png.length}\r\n\r\n`);
      socket.write(png.subarray(0, 200), () => socket.resetAndDestroy());
    }),
    casesOf(broken, 'encoding-mismatch')('gzip-false', 'Content-Encoding: gzip on a plain body', coded('gzip', png)),
    casesOf(broken, 'encoding-mismatch')(
      'deflate-false',
      'Content-Encoding: deflate on a plain body',
      coded('deflate', png),
    ),
    casesOf(broken, 'encoding-mismatch')('brotli-false', 'Content-Encoding: br on a plain body', coded('br', png)),
    casesOf(broken, 'encoding-mismatch')('zstd-false', 'Content-Encoding: zstd on a plain body', coded('zstd', png)),
    casesOf(broken, 'encoding-mismatch')(
      'gzip-twice',
      'two codings named, one there',
      coded('gzip, gzip', zlib.gzipSync(png)),
    ),
    casesOf(broken, 'encoding-mismatch')(
      'brotli-plain',
      'Brotli over http, which browsers do not take off',
      coded('br', zlib.brotliCompressSync(png)),
      { place: 'named' },
    ),
    (canDecodeZstd ? casesOf('ok') : casesOf('unverifiable', 'encoding-unsupported'))(
      'zstd',
      'a body packed by zstd',
      answer(200, { 'content-type': 'image/svg+xml', 'content-encoding': 'zstd' }, zstdFrame(smallSvg)),
    ),
    casesOf('unverifiable', 'too-large')('gzip-bomb', 'little gzip that becomes a lot', coded('gzip', bomb)),
    casesOf(broken, 'not-an-image')(
      'gzip-hidden',
      'a packed SVG without Content-Encoding',
      answer(200, { 'content-type': 'image/svg+xml' }, zlib.gzipSync(smallSvg)),
    ),
  ];
}

const smallSvg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>',
);

/** RFC 8878, 3.1.1: a single-segment frame with one raw block; for less than 256 bytes. */
function zstdFrame(content: Buffer): Buffer {
  const block = Buffer.alloc(3);
  block.writeUIntLE((content.length << 3) | 1, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, content.length]), block, content]);
}

function typeCases({ png, svg }: Pictures): readonly BrokenCase[] {
  const as = (type: string, body: Buffer, headers: Record<string, string> = {}): Respond =>
    answer(200, { ...(type === '' ? {} : { 'content-type': type }), ...headers }, body);
  const nosniff = { 'x-content-type-options': 'nosniff' };
  const policy = (value: string): Respond => as('image/png', png, { 'cross-origin-resource-policy': value });
  return [
    casesOf(broken, 'blocked-by-nosniff')('nosniff-text', 'text/plain with nosniff', as('text/plain', png, nosniff)),
    casesOf(broken, 'blocked-by-nosniff')('nosniff-html', 'text/html with nosniff', as('text/html', png, nosniff)),
    casesOf(broken, 'blocked-by-type')('csv', 'text/csv', as('text/csv', png)),
    casesOf(broken, 'blocked-by-corp')(
      'own-origin',
      'Cross-Origin-Resource-Policy: same-origin',
      policy('same-origin'),
    ),
    casesOf(broken, 'blocked-by-corp')('own-site', 'Cross-Origin-Resource-Policy: same-site', policy('same-site')),
    casesOf(broken, 'type-breaks-svg')('svg-text', 'an SVG as text/plain', as('text/plain', svg)),
    casesOf(broken, 'type-breaks-svg')(
      'svg-octets',
      'an SVG as application/octet-stream',
      as('application/octet-stream', svg),
    ),
    casesOf(broken, 'type-breaks-svg')('svg-xml', 'an SVG as application/xml', as('application/xml', svg)),
    casesOf(broken, 'type-breaks-svg')('svg-untyped', 'an SVG without a type', as('', svg)),
    casesOf(broken, 'type-breaks-svg')('png-as-svg', 'a PNG as image/svg+xml', as('image/svg+xml', png)),
    casesOf('warn', 'type-mismatch')('html-type', 'a PNG as text/html', as('text/html', png)),
    casesOf('warn', 'type-mismatch')('jpeg-type', 'a PNG as image/jpeg', as('image/jpeg', png)),
    casesOf('warn', 'octet-stream')('octets', 'a PNG as application/octet-stream', as('application/octet-stream', png)),
    casesOf('warn', 'octet-stream')(
      'octets-nosniff',
      'the same with nosniff',
      as('application/octet-stream', png, nosniff),
    ),
    casesOf('warn', 'attachment')(
      'attachment',
      'Content-Disposition: attachment',
      as('image/png', png, { 'content-disposition': 'attachment' }),
    ),
    casesOf('warn', 'attachment')(
      'forced',
      'x-oss-force-download',
      as('image/png', png, { 'x-oss-force-download': 'true' }),
    ),
  ];
}

function refererCases({ png, notice }: Pictures): readonly BrokenCase[] {
  const fine = answer(200, isPng, png);
  const strangers = (refusal: Respond): Respond => byHeader('referer', refusal, fine);
  return [
    casesOf('warn', 'hotlink-protected')(
      'hotlink',
      '403 with a Referer of no known site',
      strangers(answer(403, html, page)),
      { site: 'none' },
    ),
    casesOf(broken, 'forbidden')(
      'hotlink-site',
      '403 with the Referer of the site',
      strangers(answer(403, html, page)),
    ),
    casesOf(broken, 'not-an-image')(
      'hotlink-page',
      'a page with the Referer of the site',
      strangers(answer(200, html, page)),
    ),
    casesOf(broken, 'forbidden')(
      'hotlink-notice',
      '403 with another image, with the Referer of the site',
      strangers(answer(403, isPng, notice)),
    ),
    casesOf('warn', 'hotlink-protected')(
      'hotlink-notice-placeholder',
      'another image with a Referer of no known site',
      strangers(answer(302, { location: '/nolink.png' })),
      {
        site: 'none',
        beyond: {},
      },
    ),
    casesOf('ok')(
      'site-only',
      '403 without the Referer of the site',
      byHeader('referer', fine, answer(403, html, page)),
    ),
  ];
}

function bodyCases({ png, jpeg }: Pictures): readonly BrokenCase[] {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n';
  return [
    casesOf(broken, 'empty')('empty', '200 without a body', answer(200, isPng)),
    casesOf(broken, 'empty')('accepted', '202 without a body', answer(202, {})),
    casesOf(broken, 'empty')('no-content', '204', (socket) => socket.write('HTTP/1.1 204 X\r\n\r\n')),
    casesOf(broken, 'not-an-image')('html', 'a page as image/png', answer(200, isPng, page)),
    casesOf(broken, 'not-an-image')(
      'cookie-wall',
      'a page that sets a cookie',
      answer(200, { ...html, 'set-cookie': 'a=1' }, page),
    ),
    casesOf(broken, 'not-an-image')(
      'lfs-pointer',
      'a pointer of Git LFS',
      answer(200, { 'content-type': 'text/plain' }, pointer),
    ),
    casesOf(broken, 'truncated')(
      'jpeg-half',
      'half a JPEG, of the right length',
      answer(200, { 'content-type': 'image/jpeg' }, jpeg.subarray(0, jpeg.length >> 1)),
    ),
    casesOf(broken, 'truncated')(
      'length-short',
      'Content-Length shorter than the body',
      rawAnswer(200, { ...isPng, 'content-length': png.length >> 1 }, png),
    ),
  ];
}
