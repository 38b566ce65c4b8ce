// One way of getting at images, measured in a process of its own. Prints wall and CPU time in ms, and what was counted.
// Arguments: the way (`bare`, `quick`, `decode`, `bareDeep`, `deep`), folder, addresses as a file of JSON.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';

const [way, folder, list] = process.argv.slice(2);
const addresses = JSON.parse(readFileSync(list, 'utf8'));
const signal = new AbortController().signal;
const limits = { requests: 16, perHost: 6, firstBytes: 64 * 1024, decoders: availableParallelism() + 1 };
const built = (path) => import(new URL(`../dist/${path}`, import.meta.url));

/** What undici costs alone: the same requests, read to their end, the same limits. */
async function bare() {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connections: limits.perHost });
  const headers = { accept: 'image/*', 'accept-encoding': 'gzip', range: `bytes=0-${limits.firstBytes - 1}` };
  return async (url) => {
    const { body } = await request(url, { dispatcher, headers });
    return { received: (await body.arrayBuffer()).byteLength, level: 'ok' };
  };
}

async function look(deep) {
  const { createAddressLook } = await built('app/check/look-at-address.js');
  const { createHttpClient } = await built('net/http-client.js');
  const { createWeightedLimiter } = await built('lib/limiter.js');
  const client = createHttpClient({
    userAgent: 'imgferry-bench',
    allowHosts: ['127.0.0.1'],
    perHost: limits.perHost,
    timeouts: { connect: 10_000, headers: 30_000, body: 30_000 },
  });
  const lookAtAddress = createAddressLook({
    ...{ client, deep, maxBytes: 50 * 1024 * 1024, maxPixels: 268_402_689, timeLimit: 120_000, now: Date.now },
    decode: createWeightedLimiter(limits.decoders),
    emit: () => undefined,
  });
  return async (url) => {
    const { verdict, received } = await lookAtAddress(url, { signal });
    return { received, level: verdict.level };
  };
}

/** Every pixel, and none kept. */
async function createDecoder() {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return async (bytes) => {
    const image = sharp(bytes, { failOn: 'warning', sequentialRead: true });
    const { width, height } = await image.metadata();
    const last = { left: width - 1, top: height - 1, width: 1, height: 1 };
    await image.extract(last).raw().toBuffer();
    return { received: bytes.length, level: 'ok' };
  };
}

/** Decoding alone, the bytes in memory before the clock starts. */
async function decode() {
  const decodeBytes = await createDecoder();
  const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  return (url) => decodeBytes(files.get(new URL(url).pathname.slice(1)));
}

/** What a deep look can't do without: undici reads an image to its end, sharp decodes it. */
async function bareDeep() {
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connections: limits.perHost });
  const fetching = pLimit(limits.requests);
  const decoding = pLimit(limits.decoders);
  const decodeBytes = await createDecoder();
  return async (url) => {
    const bytes = await fetching(async () => {
      const { body } = await request(url, { dispatcher, headers: { accept: 'image/*' } });
      return Buffer.from(await body.arrayBuffer());
    });
    return decoding(() => decodeBytes(bytes));
  };
}

const ways = { bare, quick: () => look(false), deep: () => look(true), decode, bareDeep };
// a deep look waits for decoders without holding a request, as the command does
const waiting = limits.requests + 12;
const atOnce = {
  bare: limits.requests,
  quick: limits.requests,
  deep: waiting,
  decode: limits.decoders,
  bareDeep: waiting,
};
const work = await ways[way]();
const limit = pLimit(atOnce[way]);
await work(addresses[0]);

const start = performance.now();
const cpuStart = process.cpuUsage();
const counts = { received: 0, levels: {} };
await Promise.all(
  addresses.map((url) =>
    limit(async () => {
      const { received, level } = await work(url);
      counts.received += received;
      counts.levels[level] = (counts.levels[level] ?? 0) + 1;
    }),
  ),
);
const { user, system } = process.cpuUsage(cpuStart);
console.log(JSON.stringify({ elapsed: performance.now() - start, cpu: (user + system) / 1000, ...counts }));
process.exit(0);
