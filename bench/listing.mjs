// npm run bench -- listing [--quick] [--count N] [--rounds N]: the listing of a bucket of N objects, from a server that has its pages
// ready: read and nothing else, by imgferry, by @aws-sdk/client-s3, and by rclone. Needs `npm run build`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTurns, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { loadPeer } from './load-peer.mjs';
import { imgferry } from './main-job.mjs';
import { measureProcess } from './measure-process.mjs';
import { startServer } from './start-server.mjs';

const { count, rounds, json } = readOptions({ count: { full: 100_000, quick: 5000 }, rounds: { full: 3, quick: 1 } });
const loop = fileURLToPath(new URL('listing-loop.mjs', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'imgferry-bench-listing-'));
const server = await startServer('page-server.mjs', String(count));
const endpoint = `http://127.0.0.1:${server.port}`;
const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', RCLONE_CONFIG: '', AWS_CA_BUNDLE: '' };

async function measured(argv, options = {}) {
  const run = await measureProcess(argv, { cwd, env, ...options });
  if (run.exitCode !== 0) throw new Error(`${argv.join(' ')} ended with ${run.exitCode}: ${run.stderr.slice(-2000)}`);
  return run;
}

try {
  loadPeer('@aws-sdk/client-s3', 'transfer-peers');
  const store = `s3://bench/?region=us-east-1&endpoint=${endpoint}`;
  const out = ['--format', 'ndjson', '--output', '/dev/null'];
  const ways = {
    'reading the pages': () => measured([loop, 'read', endpoint]),
    'imgferry ls': () => measured([imgferry, 'ls', store, ...out, '--allow-host', '127.0.0.1']),
    'aws-sdk': () => measured([loop, 'sdk', endpoint]),
  };
  if (spawnSync('rclone', ['version']).status === 0) {
    const remote = `:s3,provider=Ceph,list_version=2,env_auth=true,endpoint="${endpoint}":bench`;
    ways['rclone lsf'] = () => measured(['lsf', '-R', '--fast-list', remote], { program: 'rclone' });
  }
  const runs = await inTurns(ways, rounds);
  printHeader(`a listing of ${count} objects, ${rounds} rounds`);
  printRuns(runs, { 'imgferry ls': ['reading the pages', 'aws-sdk'] });
  saveRuns(json, 'listing', runs);
} finally {
  server.stop();
  rmSync(cwd, { recursive: true, force: true });
}
