// Serves distinct small pictures on loopback, by number: none of them is on the disk. Two of a hundred numbers meet a fault;
// `POST /mend` ends those that pass, `GET /asked` gives how often each number was asked for since that was last asked.
// Prints its port; ends when its standard input does.
import { createServer } from 'node:http';
import sharp from 'sharp';
import { withComment } from './small-images.mjs';

/** What becomes of every fiftieth number, in turn; `mends` passes when the origin is told to. */
const faults = [
  { name: 'gone', mends: false, answer: (response) => response.writeHead(404).end() },
  { name: 'page', mends: false, answer: (response) => send(response, '<!doctype html><p>Log in', 'text/html') },
  { name: 'half', mends: false, answer: (response, bytes) => send(response, bytes.subarray(0, bytes.length / 2)) },
  { name: 'empty', mends: false, answer: (response) => send(response, Buffer.alloc(0)) },
  { name: 'away', mends: true, answer: (response) => response.writeHead(503).end() },
  { name: 'reset', mends: true, answer: (response) => response.socket.destroy() },
  { name: 'short', mends: true, answer: cutShort },
  // the first time only: what is asked again gets the picture
  { name: 'once', mends: true, answer: (response, bytes, times) => once(response, bytes, times) },
];

/** The fault that a number meets; undefined: none. */
export function faultOf(number) {
  return number % 50 === 7 ? faults[Math.floor(number / 50) % faults.length] : undefined;
}

if (process.argv[1] === import.meta.filename) await serve();

async function serve() {
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#369' } })
    .jpeg()
    .toBuffer();
  const asked = new Map();
  let isMended = false;
  const server = createServer((request, response) => {
    if (request.url === '/mend') {
      isMended = true;
      response.end();
      return;
    }
    if (request.url === '/asked') {
      response.end(JSON.stringify([...asked]));
      asked.clear();
      return;
    }
    const number = Number(request.url.slice(1, -4));
    asked.set(number, (asked.get(number) ?? 0) + 1);
    const bytes = withComment(picture, `picture ${number}`.padEnd(40));
    const fault = faultOf(number);
    if (fault === undefined || (isMended && fault.mends)) send(response, bytes);
    else fault.answer(response, bytes, asked.get(number));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.resume().on('end', () => process.exit(0));
}

function send(response, body, type = 'image/jpeg') {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}

function cutShort(response, bytes) {
  response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length });
  response.write(bytes.subarray(0, 100), () => response.socket.destroy());
}

function once(response, bytes, times) {
  if (times === 1) response.writeHead(503).end();
  else send(response, bytes);
}
