// node bench/transfer.mjs [--count N] [--rounds N]: N objects of 50 KB, 16 at once, into a bucket, again with nothing to
// do, and inside the bucket: imgferry, rclone and @aws-sdk/client-s3 against the same Ceph gateway; imgferry and ali-oss
// against the tests' OSS server. imgferry reads back what it stored; the others don't. Needs `npm run build`, and from
// Debian radosgw, ceph-mon, ceph-osd, ceph-common, rclone.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadPeer } from './load-peer.mjs';
import { loadTestServer } from './load-test-server.mjs';
import { measureProcess } from './measure-process.mjs';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '3' } },
});
const [count, rounds] = [Number(values.count), Number(values.rounds)];
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const program = here('../bin/imgferry.js');
const loop = here('transfer-loop.mjs');
const hasRclone = spawnSync('rclone', ['version']).status === 0;

const node = (...argv) => ({ argv });

const transfer = (from, to, env) => ({
  argv: [program, 'transfer', from, to, '--write', '--concurrency', '16', '--allow-host', '127.0.0.1'],
  env,
});

const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-transfer-'));
const source = join(folder, 'source');
mkdirSync(source);
for (let at = 0; at < count; at += 1) writeFileSync(join(source, `${at}.jpg`), randomBytes(50_000));

try {
  console.log(`${count} objects of 50 KB, 16 at once, best of ${rounds}; ${availableParallelism()} cores,`);
  console.log(
    `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}${hasRclone ? '' : '; rclone is not installed'}\n`,
  );
  loadPeer('@aws-sdk/client-s3', 'transfer-peers'); // installed before anything is timed
  show(await overS3());
  show(await overOss());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function overS3() {
  const { startRadosgw } = await loadTestServer('radosgw');
  const gateway = await startRadosgw();
  try {
    const { endpoint, accessKeyId, secretAccessKey } = gateway;
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const store = (prefix) => `s3://bench/${prefix}?region=us-east-1&endpoint=${endpoint}`;
    const remote = (prefix) => `:s3,provider=Ceph,env_auth=true,endpoint="${endpoint}":bench/${prefix}`;
    const target = (place) => JSON.stringify({ endpoint, bucket: 'bench', accessKeyId, secretAccessKey, ...place });
    await createBucket(gateway);
    const rclone = (...args) => ({ program: 'rclone', argv: [...args, '--transfers=16', '--checkers=16'], env: keys });
    return await inTurns((round) => [
      ['put', 'imgferry', transfer(`file:${source}`, store(`imgferry-${round}/`), keys)],
      ['put', 'rclone', rclone('copy', source, remote(`rclone-${round}`))],
      ['put', 'aws-sdk', node(loop, 'sdk-put', source, target({ to: `sdk-${round}/` }))],
      ['again', 'imgferry', transfer(`file:${source}`, store(`imgferry-${round}/`), keys)],
      ['again', 'rclone', rclone('copy', source, remote(`rclone-${round}`))],
      ['again', 'rclone --checksum', rclone('copy', '--checksum', source, remote(`rclone-${round}`))],
      ['copy', 'imgferry', transfer(store(`imgferry-${round}/`), store(`imgferry-${round}-b/`), keys)],
      ['copy', 'rclone', rclone('copy', remote(`rclone-${round}`), remote(`rclone-${round}-b`))],
      ['copy', 'aws-sdk', node(loop, 'sdk-copy', source, target({ from: `sdk-${round}/`, to: `sdk-${round}-b/` }))],
    ]);
  } finally {
    await gateway.stop();
  }
}

async function overOss() {
  const server = spawn(process.execPath, [here('oss-server-process.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = await new Promise((resolve) =>
      server.stdout.once('data', (text) => resolve(String(text).split('\n'))),
    );
    const endpoint = `http://127.0.0.1:${port}`;
    const keys = { OSS_ACCESS_KEY_ID: 'bench-id', OSS_ACCESS_KEY_SECRET: 'bench-secret' };
    const place = { endpoint, bucket: 'bench', accessKeyId: 'bench-id', secretAccessKey: 'bench-secret' };
    return await inTurns((round) => [
      [
        'put to OSS',
        'imgferry',
        transfer(`file:${source}`, `oss://bench/imgferry-${round}/?region=cn-hangzhou&endpoint=${endpoint}`, keys),
      ],
      ['put to OSS', 'ali-oss', node(loop, 'ali-put', source, JSON.stringify({ ...place, to: `ali-${round}/` }))],
    ]);
  } finally {
    server.kill();
  }
}

/** Way by way in turns, so that what else the machine does meets all of them; the best round of each counts. */
async function inTurns(waysOf) {
  const best = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const [job, way, { argv, ...options }] of waysOf(round)) {
      if (options.program === 'rclone' && !hasRclone) continue;
      const cwd = join(folder, `run-${round}`); // with imgferry's ledger of the round
      mkdirSync(cwd, { recursive: true });
      const run = await measureProcess(argv, {
        ...options,
        cwd,
        env: { ...options.env, RCLONE_CONFIG: '', AWS_CA_BUNDLE: '' },
      });
      if (run.exitCode !== 0)
        throw new Error(`${job} by ${way} ended with ${run.exitCode}: ${run.stderr.slice(-2000)}`);
      const id = `${job}\t${way}`;
      if (best.get(id) === undefined || run.elapsed < best.get(id).elapsed) best.set(id, run);
    }
  }
  return best;
}

function show(best) {
  for (const [id, { elapsed, cpu = Number.NaN, peakMemory = Number.NaN }] of best) {
    const [job, way] = id.split('\t');
    const ours = best.get(`${job}\timgferry`).elapsed;
    const columns = [
      job.padEnd(12),
      way.padEnd(18),
      `${((count / elapsed) * 1000).toFixed(0)}/s`.padStart(8),
      `${(cpu / count).toFixed(2)} ms of CPU each`.padStart(22),
      `${(peakMemory / 1e6).toFixed(0)} MB`.padStart(8),
      `imgferry ${(elapsed / ours).toFixed(2)} times as fast`,
    ];
    console.log(columns.join('  '));
  }
}

/** imgferry makes no buckets. */
async function createBucket({ endpoint, accessKeyId, secretAccessKey }) {
  const { S3Client, CreateBucketCommand } = loadPeer('@aws-sdk/client-s3', 'transfer-peers');
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: 'bench' }));
  client.destroy();
}
