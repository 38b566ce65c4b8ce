// Serves a folder on loopback, in a process of its own so that it takes no turn in the program that is measured.
// Prints its port; ends when its standard input does. Arguments: folder, ms before each answer (default 0).
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';

const [folder, latency] = [process.argv[2], Number(process.argv[3] ?? 0)];
const types = { jpg: 'image/jpeg', png: 'image/png' };

function answer(request, response) {
  const name = basename(new URL(request.url, 'http://localhost').pathname);
  const path = join(folder, name);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': types[name.split('.').at(-1)], 'content-length': size });
  createReadStream(path).pipe(response);
}

const server = createServer((request, response) =>
  latency === 0 ? answer(request, response) : setTimeout(answer, latency, request, response),
);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
