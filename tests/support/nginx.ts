import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { writeTree } from './file-tree.js';
import { freePort } from './free-port.js';
import { temporaryFolder } from './temporary-folder.js';

/** Whether nginx is there (Debian: nginx). */
export const hasNginx = ((): boolean => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/**
 * Starts nginx on loopback with what stands in its `http` block and in its one server; it is gone when the test ends.
 *
 * @returns `http://127.0.0.1:PORT`
 * @throws with nginx's own words, where it refuses the configuration
 */
export async function startNginx({
  http,
  server,
}: {
  readonly http: string;
  readonly server: string;
}): Promise<string> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const conf = `
daemon off;
worker_processes 1;
error_log ${folder}/error.log;
pid ${folder}/nginx.pid;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {}
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n  ')}
  include ${folder}/http.conf;
  server {
    listen 127.0.0.1:${port} default_server;
    root ${folder};
    ${server}
  }
}
`;
  await writeTree(folder, { 'nginx.conf': conf, 'http.conf': http });
  const args = ['-c', join(folder, 'nginx.conf'), '-p', folder, '-e', join(folder, 'error.log')];
  execFileSync('nginx', [...args, '-t'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const child = spawn('nginx', args, { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  return untilItAnswers(`http://127.0.0.1:${port}`);
}

export async function untilItAnswers(url: string): Promise<string> {
  for (let left = 100; ; left -= 1) {
    try {
      await (await fetch(url)).arrayBuffer();
      return url;
    } catch (error) {
      if (left === 0) throw error;
      await wait(50);
    }
  }
}
