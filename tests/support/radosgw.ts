import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';

/** Ceph's S3 gateway on loopback: a server that shares nothing with this program and verifies V4 signatures. */
export interface Radosgw {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Buckets are served at `BUCKET.` below this name too; nobody resolves it. */
  readonly domain: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  stop(): Promise<void>;
}

const programs = ['radosgw', 'radosgw-admin', 'ceph', 'ceph-mon', 'ceph-osd', 'ceph-authtool', 'monmaptool'];

/** Whether the programs are there (Debian: radosgw, ceph-mon, ceph-osd, ceph-common). */
export const hasRadosgw = ((): boolean => {
  try {
    for (const program of programs) execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const run = promisify(execFile);

/**
 * Starts one monitor, one storage daemon that keeps everything in memory, and the gateway, on free ports, with all that
 * they write below one temporary folder. Takes some 10 seconds.
 */
export async function startRadosgw(): Promise<Radosgw> {
  const folder = await mkdtemp(join(tmpdir(), 'imgferry-radosgw-'));
  const daemons: ChildProcess[] = [];
  const killAll = (): void => {
    for (const daemon of daemons) daemon.kill('SIGKILL'); // nothing of theirs is kept, and the storage daemon stops slowly
  };
  process.once('exit', killAll);
  const stop = async (): Promise<void> => {
    process.off('exit', killAll);
    const running = daemons.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ends = running.map((daemon) => once(daemon, 'exit'));
    killAll();
    await Promise.all(ends);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await startIn(folder, daemons)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startIn(folder: string, daemons: ChildProcess[]): Promise<Omit<Radosgw, 'stop'>> {
  const [monitorPort, port] = [await freePort(), await freePort()];
  const domain = 's3.example.test';
  const ids = { cluster: randomUUID(), storage: randomUUID() };
  const monitor = `[v1:127.0.0.1:${monitorPort}]`;
  const conf = join(folder, 'ceph.conf');
  await Promise.all(['mon', 'osd', 'run', 'log', 'rgw'].map((name) => mkdir(join(folder, name))));
  await writeFile(conf, configuration({ folder, cluster: ids.cluster, monitor, port, domain }));
  const options = { cwd: folder, env: environment(conf) };
  const tool = (program: string, ...args: string[]) => run(program, args, { ...options, timeout: 40_000 });
  const start = (program: string, ...args: string[]): void => {
    const daemon = spawn(program, ['-c', conf, ...args, '-f'], { ...options, stdio: 'ignore' });
    daemons.push(daemon);
    // a storage daemon that is quicker than its monitor gives up ("wrong fsid"); as a service it is started again
    daemon.once('exit', (code) => {
      if (code !== null && code !== 0 && daemons.length < 20) start(program, ...args);
    });
  };

  const allowed = ['mon', 'osd', 'mgr'].flatMap((part) => ['--cap', part, 'allow *']);
  await tool('ceph-authtool', '--create-keyring', 'keyring', '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *');
  await tool('ceph-authtool', 'keyring', '--gen-key', '-n', 'client.admin', ...allowed);
  await tool('monmaptool', '--create', '--clobber', '--fsid', ids.cluster, '--addv', 'a', monitor, 'monmap');
  await tool('ceph-mon', '-c', conf, '--mkfs', '-i', 'a', '--monmap', 'monmap', '--keyring', 'keyring');
  start('ceph-mon', '-i', 'a');
  await tool('ceph', '-c', conf, 'osd', 'new', ids.storage); // waits for the monitor
  await tool('ceph-osd', '-c', conf, '-i', '0', '--mkfs', '--osd-uuid', ids.storage, '--no-mon-config');
  start('ceph-osd', '-i', '0');
  start('radosgw', '-n', 'client.rgw');
  const keys = { accessKeyId: 'AKIATESTKEYOFRGW', secretAccessKey: 'rgw/secret+key' };
  const user = ['--uid=owner', '--display-name=owner', `--access-key=${keys.accessKeyId}`];
  await tool('radosgw-admin', '-c', conf, 'user', 'create', ...user, `--secret=${keys.secretAccessKey}`);
  const endpoint = `http://127.0.0.1:${port}`;
  await untilItAnswers(endpoint);
  return { endpoint, domain, ...keys };
}

/** No configuration of the machine is read. */
const environment = (conf: string): NodeJS.ProcessEnv => ({ PATH: process.env.PATH, CEPH_CONF: conf });

interface Cluster {
  readonly folder: string;
  readonly cluster: string;
  readonly monitor: string;
  readonly port: number;
  readonly domain: string;
}

function configuration({ folder, cluster, monitor, port, domain }: Cluster): string {
  return `[global]
fsid = ${cluster}
mon host = ${monitor}
run dir = ${folder}/run
admin socket = ${folder}/run/$name.asok
log file = ${folder}/log/$name.log
pid file = ${folder}/run/$name.pid
keyring = ${folder}/keyring
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd crush chooseleaf type = 0
osd pool default pg num = 4
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data = ${folder}/mon
osd data = ${folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd memory target = 939524096
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr2 = false
ms bind port min = 16800
ms bind port max = 17400
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw dns name = ${domain}
rgw data = ${folder}/rgw
rgw enable usage log = false
rgw thread pool size = 64
rgw override bucket index max shards = 1
`;
}

async function untilItAnswers(endpoint: string): Promise<void> {
  for (let left = 240; ; left -= 1) {
    try {
      await (await fetch(endpoint)).body?.cancel();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await wait(250);
    }
  }
}
