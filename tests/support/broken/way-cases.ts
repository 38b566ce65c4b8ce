import { type BrokenCase, casesOf } from './broken-case.js';
import type { Pictures } from './pictures.js';
import { answer, type RawRequest, type Respond, rawAnswer } from './raw-server.js';

/** What can go wrong on the way to an answer. */
export function wayCases({ png }: Pictures): readonly BrokenCase[] {
  const isPng = { 'content-type': 'image/png' };
  const never: Respond = () => undefined;
  const html = { 'content-type': 'text/html' };
  return [
    casesOf('broken', 'blocked-by-guard')('guarded', 'an address of a private network', never, { place: 'guarded' }),
    casesOf('broken', 'blocked-by-guard')(
      'to-guarded',
      'a redirect into a private network',
      answer(302, { location: 'http://10.0.0.1/a.png' }),
    ),
    casesOf('broken', 'dns-failure')('unknown', 'a host without an address', never, { place: 'unknown' }),
    casesOf('unverifiable', 'offline')('unreachable', 'a resolver that does not answer', never, {
      place: 'unreachable',
    }),
    casesOf('broken', 'tls-failure')('secure', 'a certificate that nobody trusts', never, { place: 'secure' }),
    casesOf('broken', 'connection-failure')('closed', 'a port where nobody listens', never, { place: 'closed' }),
    casesOf('broken', 'connection-failure')('reset', 'a connection that is reset each time', (socket) =>
      socket.resetAndDestroy(),
    ),
    casesOf('broken', 'connection-failure')('no-http', 'an answer that is no HTTP', (socket) => socket.end(png)),
    casesOf('unverifiable', 'answer-malformed')('odd-head', 'a head that breaks the rules', (socket) =>
      socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 X\r\nthis is no header\r\n\r\n'), png])),
    ),
    casesOf('unverifiable', 'answer-malformed')('length-twice', 'a length that is told twice', (socket) => {
      const length = `content-length: ${png.length}\r\n`;
      socket.write(`HTTP/1.1 200 X\r\ncontent-type: image/png\r\n${length}${length}\r\n`);
      socket.write(png);
    }),
    casesOf('broken', 'no-answer')('silent', 'a server that never answers', never),
    casesOf('broken', 'no-answer')('silent-body', 'a body that stops', (socket) =>
      socket.write(
        Buffer.concat([
          Buffer.from(`HTTP/1.1 200 X\r\ncontent-type: image/png\r\ncontent-length: ${png.length}\r\n\r\n`),
          png.subarray(0, 99),
        ]),
      ),
    ),
    casesOf('unverifiable', 'too-slow')('drip', 'a body that comes a byte at a time', (socket, request) =>
      drip(socket, png, request),
    ),
    casesOf('unverifiable', 'too-large')('endless', 'a body without end', (socket) => {
      socket.write('HTTP/1.1 200 X\r\ncontent-type: image/png\r\n\r\n');
      pour(socket, png);
    }),
    casesOf('unverifiable', 'too-large')(
      'announced-large',
      'a body that is announced as 10 GB',
      rawAnswer(200, { ...isPng, 'content-length': 10_000_000_000 }, png),
    ),
    casesOf('broken', 'redirect-loop')('loop', 'a redirect in a circle', answer(302, { location: 'loop/back' }), {
      beyond: { '/back': answer(302, { location: '/loop' }) },
    }),
    casesOf('broken', 'redirect-loop')(
      'cookie-loop',
      'a circle that ends for who gives a cookie back, which browsers do not across sites',
      (socket, request) =>
        (request.headers.cookie
          ? answer(200, isPng, png)
          : answer(302, { location: '/cookie-loop', 'set-cookie': 'a=1' }))(socket, request),
    ),
    casesOf('broken', 'too-many-redirects')('far', 'a redirect too many', onward(21, answer(200, isPng, png)), {
      beyond: { '/on': onward(21, answer(200, isPng, png)) },
    }),
    casesOf('ok')('nearly-far', 'as many redirects as browsers follow', onward(20, answer(200, isPng, png)), {
      beyond: { '/on': onward(20, answer(200, isPng, png)) },
    }),
    casesOf('broken', 'redirect-invalid')(
      'to-data',
      'a redirect to no web address',
      answer(302, { location: 'data:image/png;base64,AA' }),
    ),
    casesOf('broken', 'redirect-invalid')(
      'to-nowhere',
      'a redirect that names no address',
      answer(302, html, '<p>Moved'),
    ),
    casesOf('warn', 'redirected')('moved', 'a redirect for good', answer(301, { location: 'moved/to' }), {
      beyond: { '/to': answer(200, isPng, png) },
    }),
    casesOf('unverifiable', 'login-wall')(
      'login-wall',
      'a redirect to a page to sign in at',
      answer(302, { location: 'login-wall/login?next=%2Fa' }),
      {
        beyond: { '/login': answer(200, html, '<!doctype html><form>') },
      },
    ),
    casesOf('warn', 'insecure')('insecure', 'an http address on an https site', answer(200, isPng, png), {
      site: 'https://blog.example/',
    }),
    casesOf('broken', 'blocked-mixed-content')(
      'mixed',
      'an http address on an https site, whose host has no https',
      answer(200, isPng, png),
      {
        site: 'https://blog.example/',
        place: 'named',
      },
    ),
  ];
}

/** Redirects to itself with a number in the query, so many times. */
function onward(times: number, end: Respond): Respond {
  return (socket, request: RawRequest) => {
    const step = Number(request.query.get('n') ?? 0);
    const path = request.path.endsWith('/on') ? request.path : `${request.path}/on`;
    (step < times ? answer(302, { location: `${path}?n=${step + 1}` }) : end)(socket, request);
  };
}

function drip(socket: Parameters<Respond>[0], body: Buffer, _request: RawRequest): void {
  socket.write(`HTTP/1.1 200 X\r\ncontent-type: image/png\r\ncontent-length: ${body.length}\r\n\r\n`);
  let at = 0;
  const timer = setInterval(() => {
    socket.write(body.subarray(at, at + 1));
    at += 1;
  }, 30);
  socket.on('close', () => clearInterval(timer));
}

function pour(socket: Parameters<Respond>[0], piece: Buffer): void {
  while (!socket.destroyed && socket.write(piece));
  if (!socket.destroyed) socket.once('drain', () => pour(socket, piece));
}
