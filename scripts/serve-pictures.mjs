import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** A web server on loopback for the pictures of a folder, which counts what it is asked. */
export async function servePictures(pictures) {
  const types = { '.jpg': 'image/jpeg', '.png': 'image/png', '.svg': 'image/svg+xml' };
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const path = join(pictures, normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)));
    try {
      const bytes = readFileSync(path);
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here');
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests: () => count,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed(undefined)));
    },
  };
}
