import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { type BrokenCase, casesOf } from './broken-case.js';
import type { Pictures } from './pictures.js';
import { answer, answerBytes, type RawRequest, type Respond, rawAnswer } from './raw-server.js';

const ok = casesOf('ok');

/**
 * Answers that look odd and show all the same: Chromium paints each of them.
 *
 * @param options.lateness ms until the slowest of them begins
 */
export function fineCases(
  { png, jpeg, webp, avif, gif, svg }: Pictures,
  { lateness }: { readonly lateness: number },
): readonly BrokenCase[] {
  const isPng = { 'content-type': 'image/png' };
  const isSvg = { 'content-type': 'image/svg+xml' };
  const coded = (coding: string, body: Buffer): Respond => answer(200, { ...isPng, 'content-encoding': coding }, body);
  const chunks = Buffer.concat([Buffer.from(`${png.length.toString(16)}\r\n`), png, Buffer.from('\r\n0\r\n\r\n')]);
  return [
    ok('png', 'a PNG', answer(200, isPng, png)),
    ok('jpeg', 'a JPEG', answer(200, { 'content-type': 'image/jpeg' }, jpeg)),
    ok('webp', 'a WebP', answer(200, { 'content-type': 'image/webp' }, webp)),
    ok('avif', 'an AVIF', answer(200, { 'content-type': 'image/avif' }, avif)),
    ok('gif', 'a GIF', answer(200, { 'content-type': 'image/gif' }, gif)),
    ok(
      'icon',
      'an icon under its registered type',
      answer(200, { 'content-type': 'image/vnd.microsoft.icon' }, icon(png)),
    ),
    ok('svg', 'an SVG under its own type', answer(200, { 'content-type': 'Image/SVG+XML; charset=utf-8' }, svg)),
    ok('no-type', 'a PNG without Content-Type', answer(200, {}, png)),
    ok('two-types', 'two Content-Types, the last one right', (socket) => {
      const head = `HTTP/1.1 200 X\r\ncontent-type: text/plain\r\ncontent-type: image/png\r\n`;
      socket.write(Buffer.concat([Buffer.from(`${head}content-length: ${png.length}\r\n\r\n`), png]));
    }),
    ok('chunked', 'a chunked body', rawAnswer(200, { ...isPng, 'transfer-encoding': 'chunked' }, chunks)),
    ok('until-close', 'a body that ends with its connection', rawAnswer(200, isPng, png)),
    ok('gzip', 'a body packed by gzip', coded('gzip', gzipSync(png))),
    ok('gzip-svg', 'an SVG packed by gzip', answer(200, { ...isSvg, 'content-encoding': 'gzip' }, gzipSync(svg))),
    ok('gzip-unfinished', 'gzip without its last bytes', coded('gzip', gzipSync(png).subarray(0, -8))),
    ok(
      'gzip-and-more',
      'gzip with something behind it',
      coded('gzip', Buffer.concat([gzipSync(png), Buffer.from('x')])),
    ),
    ok('deflate', 'a body packed by deflate', coded('deflate', deflateSync(png))),
    ok('deflate-bare', 'deflate without the wrapper that it should have', coded('deflate', deflateRawSync(png))),
    ok('brotli', 'a body packed by Brotli', coded('br', brotliCompressSync(png))),
    ok('no-coding', 'a Content-Encoding that names no coding', coded('utf-8', png)),
    ok('negotiated', 'WebP for who accepts it, nothing for others', (socket, request) => {
      const accepts = request.headers.accept?.includes('image/webp') === true;
      (accepts ? answer(200, { 'content-type': 'image/webp' }, webp) : answer(406, {}))(socket, request);
    }),
    ok('head-refused', 'a server that refuses HEAD', (socket, request) =>
      (request.method === 'GET' ? answer(200, isPng, png) : answer(405, {}))(socket, request),
    ),
    ok('head-forbidden', 'HEAD 403, as addresses do that are signed for GET', (socket, request) =>
      (request.method === 'GET' ? answer(200, isPng, png) : answer(403, {}))(socket, request),
    ),
    ok('late', 'an answer that takes its time to begin', (socket, request) => {
      const timer = setTimeout(() => answer(200, isPng, png)(socket, request), lateness);
      socket.on('close', () => clearTimeout(timer));
    }),
    ok('range-refused', 'a server that refuses Range', byHeader('range', answer(416, {}), answer(200, isPng, png))),
    ok('whole-range', '206 that nobody asked for, with all of it', answer(206, rangeOf(png, isPng), png)),
    ok('odd-header', 'a header that is not UTF-8', (socket) => {
      const odd = Buffer.from([0x78, 0x2d, 0x61, 0x3a, 0x20, 0xff, 0xfe, 0x80, 0x0d, 0x0a]);
      const [head, rest] = [
        Buffer.from('HTTP/1.1 200 X\r\n'),
        answerBytes(200, { ...isPng, 'content-length': png.length }, png),
      ];
      socket.write(Buffer.concat([head, odd, rest.subarray(head.length)]));
    }),
    ok('moved-for-now', 'a temporary redirect', answer(302, { location: 'moved-for-now/to' }), {
      beyond: { '/to': answer(200, isPng, png) },
    }),
    ok('moved-twice', 'two temporary redirects', answer(302, { location: 'moved-twice/on' }), {
      beyond: { '/on': answer(307, { location: 'to' }), '/to': answer(200, isPng, png) },
    }),
    ok('busy-first', '503 at first', atFirst(1, answer(503, {}), answer(200, isPng, png))),
    ok(
      'limited-first',
      '429 at first, with Retry-After in seconds',
      atFirst(1, answer(429, { 'retry-after': 0 }), answer(200, isPng, png)),
    ),
    ok(
      'limited-until',
      '429 at first, with Retry-After as a date',
      atFirst(1, answer(429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }), answer(200, isPng, png)),
    ),
    ok(
      'reset-first',
      'a connection that is reset at first',
      atFirst(1, (socket) => socket.resetAndDestroy(), answer(200, isPng, png)),
    ),
    ok(
      'shared-policy',
      'Cross-Origin-Resource-Policy: cross-origin',
      answer(200, { ...isPng, 'cross-origin-resource-policy': 'cross-origin' }, png),
    ),
    ok('nosniff', 'nosniff with the right type', answer(200, { ...isPng, 'x-content-type-options': 'nosniff' }, png)),
    ok(
      'script-type',
      'nosniff with a type that browsers let pass',
      answer(200, { 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' }, jpeg),
    ),
  ];
}

/** An icon file with one picture, which is a PNG as it stands. */
function icon(png: Buffer): Buffer {
  const [width, height] = [png[19] ?? 0, png[23] ?? 0]; // last bytes of IHDR's numbers: less than 256 here
  const head = Buffer.alloc(22);
  head.set([0, 0, 1, 0, 1, 0, width, height, 0, 0, 1, 0, 24, 0]);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, png]);
}

export const atFirst =
  (times: number, first: Respond, later: Respond): Respond =>
  (socket, request) =>
    (request.earlier < times ? first : later)(socket, request);

/** One answer for requests with a header, another for those without. */
export const byHeader =
  (name: keyof RawRequest['headers'], given: Respond, absent: Respond): Respond =>
  (socket, request) =>
    (request.headers[name] === undefined ? absent : given)(socket, request);

const rangeOf = (body: Buffer, headers: Record<string, string>): Record<string, string> => ({
  ...headers,
  'content-range': `bytes 0-${body.length - 1}/${body.length}`,
});
