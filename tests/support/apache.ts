import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeTree } from './file-tree.js';
import { freePort } from './free-port.js';
import { untilItAnswers } from './nginx.js';
import { temporaryFolder } from './temporary-folder.js';

/** Whether Apache is there (Debian: apache2-bin). */
export const hasApache = ((): boolean => {
  try {
    execFileSync('apache2', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** Apache on loopback. */
export interface Apache {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Its document root. */
  readonly site: string;
  stop(): Promise<void>;
}

/** Starts it with an empty document root. */
async function runApache(
  folder: string,
  {
    modules,
    directory,
    more = '',
  }: { readonly modules: readonly string[]; readonly directory: string; readonly more?: string },
): Promise<Apache> {
  const port = await freePort();
  const site = join(folder, 'site');
  const isRoot = process.getuid?.() === 0;
  const conf = `
ServerRoot ${folder}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
${['mpm_event', 'authz_core', ...modules].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${isRoot ? 'User www-data\nGroup www-data' : ''}
DocumentRoot ${site}
AllowEncodedSlashes On
${more}
<Directory ${site}>
${directory}
</Directory>
`;
  await mkdir(site, { recursive: true });
  await writeTree(folder, { 'apache.conf': conf });
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  if (isRoot) execFileSync('chown', ['-R', 'www-data', folder]);
  const child = spawn('apache2', ['-D', 'FOREGROUND', '-f', join(folder, 'apache.conf')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = await untilItAnswers(`http://127.0.0.1:${port}`);
  return {
    url,
    site,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * Starts Apache on loopback with an empty document root that has this `.htaccess`; it is gone when the test ends.
 *
 * @returns `http://127.0.0.1:PORT`
 */
export async function startApache(htaccess: string): Promise<string> {
  const folder = await temporaryFolder();
  await writeTree(folder, { 'site/.htaccess': htaccess });
  const directory = 'AllowOverride All\nRequire all granted';
  const { url, stop } = await runApache(folder, { modules: ['rewrite'], directory });
  onTestFinished(stop);
  return url;
}

/**
 * Starts Apache's WebDAV on loopback.
 *
 * @param login whom alone it serves; by default anybody
 */
export async function startWebDav({
  login,
}: {
  readonly login?: { readonly user: string; readonly password: string };
} = {}): Promise<Apache> {
  const folder = await mkdtemp(join(tmpdir(), 'imgferry-webdav-'));
  await mkdir(join(folder, 'locks'));
  const sha1 = createHash('sha1')
    .update(login?.password ?? '')
    .digest('base64');
  await writeFile(join(folder, 'users'), `${login?.user}:{SHA}${sha1}\n`);
  const open = 'Require all granted';
  const closed = `AuthType Basic\nAuthName pictures\nAuthBasicProvider file\nAuthUserFile ${folder}/users\nRequire valid-user`;
  const apache = await runApache(folder, {
    modules: ['dav', 'dav_fs', 'authn_core', 'authn_file', 'auth_basic', 'authz_user'],
    more: `DavLockDB ${folder}/locks/db`,
    directory: `Dav On\n${login ? closed : open}`,
  });
  return {
    ...apache,
    async stop() {
      await apache.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
