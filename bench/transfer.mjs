// npm run bench -- transfer [--quick] [--count N] [--rounds N]: N objects of 50 KB, 16 at once, into a bucket, again with nothing to
// do, inside the bucket, and into it where each answer comes 30 ms later: imgferry, rclone, @aws-sdk/client-s3 and the client of
// minio against the same Ceph gateway; imgferry and ali-oss against the tests' OSS server. imgferry reads back what it stored, rclone
// asks for it, the clients' loops don't. Needs `npm run build`, and from Debian radosgw, ceph-mon, ceph-osd, ceph-common, rclone.
// More than 5,000 objects don't fit the gateway's memory.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, median, megabytes, printHeader, readOptions, saveRuns } from './harness.mjs';
import { loadPeer } from './load-peer.mjs';
import { loadTestServer } from './load-test-server.mjs';
import { measureProcess } from './measure-process.mjs';
import { startServer } from './start-server.mjs';

const { count, rounds, json } = readOptions({ count: { full: 2000, quick: 200 }, rounds: { full: 3, quick: 1 } });
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
  for (const peer of ['@aws-sdk/client-s3', 'minio']) loadPeer(peer, 'transfer-peers'); // installed before anything is timed
  const runs = new Map([...(await overS3()), ...(await overOss())]);
  printHeader(`${count} objects of 50 KB, 16 at once, ${rounds} rounds${hasRclone ? '' : '; rclone is not installed'}`);
  show(runs);
  saveRuns(json, 'transfer', runs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function overS3() {
  const { startRadosgw } = await loadTestServer('radosgw');
  const gateway = await startRadosgw();
  const { endpoint, accessKeyId, secretAccessKey } = gateway;
  const distance = await startServer('delay-proxy.mjs', new URL(endpoint).port, '30');
  try {
    const far = `http://127.0.0.1:${distance.port}`;
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const store = (prefix, at = endpoint) => `s3://bench/${prefix}?region=us-east-1&endpoint=${at}`;
    const remote = (prefix, at = endpoint) => `:s3,provider=Ceph,env_auth=true,endpoint="${at}":bench/${prefix}`;
    const target = (place) => JSON.stringify({ endpoint, bucket: 'bench', accessKeyId, secretAccessKey, ...place });
    await createBucket(gateway);
    const rclone = (...args) => ({ program: 'rclone', argv: [...args, '--transfers=16', '--checkers=16'], env: keys });
    const ways = {
      'put: imgferry': (round) => transfer(`file:${source}`, store(`imgferry-${round}/`), keys),
      'put: rclone': (round) => rclone('copy', source, remote(`rclone-${round}`)),
      'put: aws-sdk': (round) => node(loop, 'sdk-put', source, target({ to: `sdk-${round}/` })),
      'put: minio': (round) => node(loop, 'minio-put', source, target({ to: `minio-${round}/` })),
      'again: imgferry': (round) => transfer(`file:${source}`, store(`imgferry-${round}/`), keys),
      'again: rclone': (round) => rclone('copy', source, remote(`rclone-${round}`)),
      'again: rclone --checksum': (round) => rclone('copy', '--checksum', source, remote(`rclone-${round}`)),
      'copy: imgferry': (round) => transfer(store(`imgferry-${round}/`), store(`imgferry-${round}-b/`), keys),
      'copy: rclone': (round) => rclone('copy', remote(`rclone-${round}`), remote(`rclone-${round}-b`)),
      'copy: aws-sdk': (round) =>
        node(loop, 'sdk-copy', source, target({ from: `sdk-${round}/`, to: `sdk-${round}-b/` })),
      'put, 30 ms: imgferry': (round) => transfer(`file:${source}`, store(`imgferry-${round}-far/`, far), keys),
      'put, 30 ms: rclone': (round) => rclone('copy', source, remote(`rclone-${round}-far`, far)),
      'put, 30 ms: aws-sdk': (round) =>
        node(loop, 'sdk-put', source, target({ endpoint: far, to: `sdk-${round}-far/` })),
    };
    return await inTurns(measuring(ways), rounds);
  } finally {
    distance.stop();
    await gateway.stop();
  }
}

async function overOss() {
  const server = await startServer('oss-server-process.mjs');
  try {
    const endpoint = `http://127.0.0.1:${server.port}`;
    const keys = { OSS_ACCESS_KEY_ID: 'bench-id', OSS_ACCESS_KEY_SECRET: 'bench-secret' };
    const place = { endpoint, bucket: 'bench', accessKeyId: 'bench-id', secretAccessKey: 'bench-secret' };
    const ways = {
      'put to OSS: imgferry': (round) =>
        transfer(`file:${source}`, `oss://bench/imgferry-${round}/?region=cn-hangzhou&endpoint=${endpoint}`, keys),
      'put to OSS: ali-oss': (round) =>
        node(loop, 'ali-put', source, JSON.stringify({ ...place, to: `ali-${round}/` })),
    };
    return await inTurns(measuring(ways), rounds);
  } finally {
    server.stop();
  }
}

/** Ways as they are started; without those whose program is not here. */
function measuring(ways) {
  return Object.fromEntries(
    Object.entries(ways)
      .filter(([name]) => hasRclone || !name.includes('rclone'))
      .map(([name, way]) => [name, (round) => measured(round, way(round))]),
  );
}

/** Each way in a folder of its round, which holds imgferry's ledger. */
async function measured(round, { argv, ...options }) {
  const cwd = join(folder, `run-${round}`);
  mkdirSync(cwd, { recursive: true });
  const run = await measureProcess(argv, {
    ...options,
    cwd,
    env: { ...options.env, RCLONE_CONFIG: '', AWS_CA_BUNDLE: '' },
  });
  if (run.exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${run.exitCode}: ${run.stderr.slice(-2000)}`);
  return run;
}

function show(runs) {
  const width = Math.max(...[...runs.keys()].map((name) => name.length));
  for (const [name, measures] of runs) {
    const [job] = name.split(': ');
    const elapsed = median(measures, 'elapsed');
    const columns = [
      name.padEnd(width),
      `${((count / elapsed) * 1000).toFixed(0)}/s`.padStart(8),
      `${(median(measures, 'cpu') / count).toFixed(2)} ms of CPU each`.padStart(22),
      megabytes(median(measures, 'peakMemory')).padStart(8),
      `imgferry ${(elapsed / median(runs.get(`${job}: imgferry`), 'elapsed')).toFixed(2)} times as fast`,
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
