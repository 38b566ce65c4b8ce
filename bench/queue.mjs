// What a queue costs. Needs redis-server; build first.
//   node bench/queue.mjs way [IMAGES]        fetch and store without encoding: one process against coordinator and worker
//   node bench/queue.mjs encode [IMAGES]     one encode each: one worker against two
//   node bench/queue.mjs memory [JOBS]       what Redis holds while jobs pass, and how many pass a second
//   node bench/queue.mjs rate [IMAGES]       four workers at 50 requests a second for the host: what the origin sees
import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { runAll } from '../dist/pipeline/run-all.js';
import { openCoordinator } from '../dist/queue/job-coordinator.js';
import { runJobWorker } from '../dist/queue/job-worker.js';
import { parseQueueAddress } from '../dist/queue/queue-address.js';
import { connectQueue } from '../dist/queue/queue-connection.js';

const program = fileURLToPath(new URL('../bin/imgferry.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-'));
const port = 20_000 + (process.pid % 20_000);
const queue = `redis://127.0.0.1:${port}`;
const { signal } = new AbortController();
setMaxListeners(0, signal);
const children = [];

const redis = start('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder]);
await wait(500);

function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  children.push(child);
  return child;
}

const connect = () => connectQueue(parseQueueAddress(queue, undefined), { signal });

/** Pictures by number; when each was asked for. */
async function startOrigin(draw) {
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(performance.now());
    const body = await draw(Number(/\d+/.exec(request.url)?.[0] ?? 0));
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': body.length });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    host: `127.0.0.1:${server.address().port}`,
    asked,
    server,
  };
}

function writePosts(name, base, images) {
  const site = join(folder, name);
  mkdirSync(join(site, 'posts'), { recursive: true });
  for (let at = 0; at < images; at += 50) {
    const lines = Array.from({ length: Math.min(50, images - at) }, (_, i) => `![](${base}/${at + i}.jpg)`);
    writeFileSync(join(site, 'posts', `${at}.md`), `${lines.join('\n\n')}\n`);
  }
  return site;
}

async function migrate(cwd, args) {
  const started = performance.now();
  const target = ['--to', 'file:store', '--public-url', 'https://img.example.com/', '--allow-host', '127.0.0.1'];
  const child = start(process.execPath, [program, 'migrate', 'posts', ...target, '--write', '--quiet', ...args], {
    cwd,
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`migrate ended with ${code}`);
  return (performance.now() - started) / 1000;
}

/** Workers that are ready; all share the coordinator's folder, as machines share a disk. */
async function hire(count, cwd, args) {
  const workers = Array.from({ length: count }, () =>
    start(process.execPath, [program, 'work', '--queue', queue, '--allow-host', '127.0.0.1', ...args], {
      cwd,
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
  await Promise.all(workers.map(({ stderr }) => once(stderr, 'data')));
  return async () => {
    for (const worker of workers) worker.kill('SIGTERM');
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
  };
}

const modes = {
  async way(images = 2000) {
    const picture = await sharp({ create: { width: 200, height: 150, channels: 3, background: '#357' } })
      .jpeg()
      .toBuffer();
    const draw = (number) => Buffer.concat([picture, Buffer.from(String(number))]);
    const origin = await startOrigin(draw);
    const plain = ['--optimize', 'off', '--concurrency', '16'];
    const rounds = [];
    for (let round = 0; round < 3; round += 1) {
      const alone = await migrate(writePosts(`alone${round}`, origin.base, images), plain);
      const site = writePosts(`queued${round}`, origin.base, images);
      const leave = await hire(1, site, ['--concurrency', '16']);
      const queued = await migrate(site, [...plain, '--queue', queue]);
      await leave();
      rounds.push(queued / alone);
      console.log(
        `one process ${alone.toFixed(2)} s, queue and worker ${queued.toFixed(2)} s: ${(queued / alone).toFixed(2)}`,
      );
    }
    origin.server.close();
    console.log(`${images} images, ${availableParallelism()} cores; middle ${rounds.sort()[1].toFixed(2)}`);
  },

  async encode(images = 60) {
    const draw = (number) =>
      sharp({
        create: {
          width: 1600,
          height: 1200,
          channels: 3,
          noise: { type: 'gaussian', mean: 128, sigma: 20 },
          background: '#357',
        },
      })
        .jpeg({ quality: 96 })
        .toBuffer()
        .then((bytes) => Buffer.concat([bytes, Buffer.from(String(number))]));
    const kept = await draw(0);
    const origin = await startOrigin((number) => Buffer.concat([kept, Buffer.from(String(number))]));
    for (let round = 0; round < 3; round += 1) {
      const took = [];
      for (const count of [1, 2]) {
        const site = writePosts(`encode${round}${count}`, origin.base, images);
        const leave = await hire(count, site, ['--concurrency', '1']);
        took.push(await migrate(site, ['--image-format', 'webp', '--queue', queue]));
        await leave();
      }
      console.log(
        `one worker ${took[0].toFixed(2)} s, two ${took[1].toFixed(2)} s: ${(took[0] / took[1]).toFixed(2)} x`,
      );
    }
    origin.server.close();
  },

  async memory(jobs = 100_000) {
    const [mine, theirs, watching] = [await connect(), await connect(), await connect()];
    const coordinator = await openCoordinator(mine, {
      engine: 'bench',
      now: Date.now,
      flush: () => undefined,
      onWaiting: () => undefined,
    });
    const digest = 'a'.repeat(64);
    const object = { key: `aa/${'a'.repeat(32)}.webp`, digest, size: 50_000, contentType: 'image/webp' };
    const picture = { digest, size: 50_000, format: 'webp', width: 1600, height: 1200, reason: 'encoded' };
    const delivery = { source: { digest, size: 200_000 }, picture, object, state: 'stored' };
    const stop = new AbortController();
    const nothing = () => undefined;
    const calls = { onStart: nothing, onJob: nothing, onStalled: nothing };
    const working = runJobWorker(
      theirs,
      {
        engine: 'bench',
        concurrency: 64,
        now: Date.now,
        process: async () => ({ kind: 'done', state: 'stored', fetched: 200_000, stored: 50_000, value: delivery }),
        ...calls,
      },
      stop.signal,
    );
    const used = async () => Number(/used_memory:(\d+)/.exec(await watching.redis.info('memory'))[1]);
    const before = await used();
    let most = 0;
    const timer = setInterval(() => void used().then((bytes) => (most = Math.max(most, bytes))), 250);
    const setup = { to: 'main', stores: { main: { url: 'oss://bucket/blog/', region: 'cn-hangzhou', addresses: [] } } };
    const encoding = {
      imageFormat: 'auto',
      optimize: 'auto',
      effort: 'fast',
      target: 80,
      allowFormats: [],
      metadata: 'copyright',
    };
    const settle = async (number) => {
      const url = `https://img.example.com/wp-content/uploads/2024/11/photo-${number}.jpg`;
      const asset = {
        identity: url,
        url,
        source: { kind: 'remote', url },
        naming: { name: 'photo', post: 'post', date: 0 },
      };
      const id = String(number).padStart(64, 'f');
      const job = { kind: 'migrate', run: '20261128-120000-abcd', url, setup: { ...setup, encoding }, task: asset };
      await coordinator.settle(id, job, { signal });
      coordinator.forget(id);
    };
    const numbers = (function* () {
      for (let number = 0; number < jobs; number += 1) yield number;
    })();
    const started = performance.now();
    for await (const _ of runAll(numbers, settle, { atOnce: 1000, signal }));
    const seconds = (performance.now() - started) / 1000;
    await coordinator.close();
    const after = await used();
    clearInterval(timer);
    const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(`${jobs} jobs in ${seconds.toFixed(0)} s: ${(jobs / seconds).toFixed(0)} a second`);
    console.log(`Redis: ${mb(before)} before, ${mb(most)} at most, ${mb(after)} after`);
    console.log(`this process: ${mb(process.memoryUsage().rss)}`);
    stop.abort();
    await working;
    for (const connection of [mine, theirs, watching]) connection.close();
  },

  async rate(images = 500) {
    const picture = await sharp({ create: { width: 20, height: 15, channels: 3, background: '#357' } })
      .jpeg()
      .toBuffer();
    const origin = await startOrigin((number) => Buffer.concat([picture, Buffer.from(String(number))]));
    const site = writePosts('rate', origin.base, images);
    writeFileSync(join(site, 'imgferry.config.yaml'), `hosts:\n  "${origin.host}":\n    rate: 50\n`);
    const leave = await hire(4, site, ['--concurrency', '16']);
    await migrate(site, ['--optimize', 'off', '--queue', queue]);
    await leave();
    const { asked } = origin;
    const most = Math.max(...asked.map((from, at) => asked.slice(at).filter((time) => time - from < 1000).length));
    const average = ((asked.length - 1) * 1000) / (asked.at(-1) - asked[0]);
    console.log(`${asked.length} requests: at most ${most} in any second, ${average.toFixed(1)} a second on average`);
    origin.server.close();
  },
};

const [mode = 'way', count] = process.argv.slice(2);
try {
  await modes[mode](...(count === undefined ? [] : [Number(count)]));
} finally {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  redis.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
