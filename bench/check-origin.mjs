// Serves a folder of images from memory on so many ports, each answer after so many ms, in a process of its own. Prints
// its ports as JSON; ends when its standard input does. Arguments: folder, number of ports, ms.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder, hosts, latency] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const types = { jpg: 'image/jpeg', png: 'image/png' };
const files = new Map(readdirSync(folder).map((name) => [`/${name}`, readFileSync(join(folder, name))]));

function answer(request, response) {
  const path = request.url.split('?')[0];
  const body = files.get(path);
  if (!body) return response.writeHead(404).end();
  const type = { 'content-type': types[path.split('.').at(-1)], 'accept-ranges': 'bytes' };
  const last = Number(/^bytes=0-(\d+)$/.exec(request.headers.range ?? '')?.[1]);
  if (!(last < body.length - 1)) {
    return response.writeHead(200, { ...type, 'content-length': body.length }).end(body);
  }
  const range = { 'content-length': last + 1, 'content-range': `bytes 0-${last}/${body.length}` };
  return response.writeHead(206, { ...type, ...range }).end(body.subarray(0, last + 1));
}

const later = (request, response) => setTimeout(answer, latency, request, response);
const ports = await Promise.all(
  Array.from({ length: hosts }, () => {
    const server = createServer(latency > 0 ? later : answer);
    server.keepAliveTimeout = 60_000;
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
  }),
);
console.log(JSON.stringify(ports));
process.stdin.resume().on('end', () => process.exit(0));
