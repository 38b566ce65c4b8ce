// An edge that serves one picture under every address from memory, as a well-set one does: kept, by parts, with a validator.
// In a process of its own; prints its port, ends when its standard input does.
import { createServer } from 'node:http';

const body = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const headers = {
  'content-type': 'image/gif',
  'cache-control': 'public, max-age=31536000, immutable',
  etag: '"7b9b"',
  'x-cache': 'HIT',
  'accept-ranges': 'bytes',
};
let served = 0;

const server = createServer((request, response) => {
  if (request.url === '/served') return response.end(String(served));
  served += 1;
  const last = Number(/^bytes=0-(\d+)$/.exec(request.headers.range ?? '')?.[1]);
  if (!(last < body.length - 1)) {
    response.writeHead(200, { ...headers, 'content-length': body.length });
    return response.end(request.method === 'HEAD' ? undefined : body);
  }
  const range = { 'content-length': last + 1, 'content-range': `bytes 0-${last}/${body.length}` };
  return response.writeHead(206, { ...headers, ...range }).end(body.subarray(0, last + 1));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
