import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const nameHosts = new URL('name-hosts.mjs', import.meta.url).href;
const program = fileURLToPath(new URL('../../bin/imgferry.js', import.meta.url));

/** `imgferry check` on a post with one image. */
export function createImgferryLook(depth, { env, timeLimit, hosts }) {
  return {
    prepare: () => undefined,
    stop: () => undefined,
    async look({ url, site }) {
      const folder = mkdtempSync(join(tmpdir(), 'imgferry-compared-'));
      try {
        mkdirSync(join(folder, 'posts'));
        writeFileSync(join(folder, 'posts/post.md'), `![a picture](<${url}>)\n`);
        const limits = { connectTimeout: 3000, idleTimeout: 3000, imageTimeout: 6000 };
        writeFileSync(join(folder, 'imgferry.config.json'), JSON.stringify({ site, allowHosts: hosts, ...limits }));
        return await checkIn(folder, depth);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };

  function checkIn(cwd, depth) {
    const argv = ['--import', nameHosts, program, 'check', 'posts', `--${depth}`];
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [...argv, '--format', 'ndjson', '--quiet'],
        { cwd, env: { ...env, HOME: cwd }, timeout: timeLimit, killSignal: 'SIGKILL' },
        (error, stdout) => {
          if (error?.killed) resolve('no-end');
          else if (stdout === '') resolve('crashed');
          else resolve({ warn: 'warned', unverifiable: 'unsure' }[verdictIn(stdout)] ?? verdictIn(stdout));
        },
      );
    });
  }
}

const verdictIn = (stdout) => JSON.parse(stdout.slice(0, stdout.indexOf('\n'))).verdict;
