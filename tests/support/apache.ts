import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
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

const modules = ['mpm_event', 'authz_core', 'rewrite'];

/**
 * Starts Apache on loopback with an empty document root that has this `.htaccess`; it is gone when the test ends.
 *
 * @returns `http://127.0.0.1:PORT`
 */
export async function startApache(htaccess: string): Promise<string> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const conf = `
ServerRoot ${folder}
ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
DocumentRoot ${folder}/site
AllowEncodedSlashes On
<Directory ${folder}/site>
  AllowOverride All
  Require all granted
</Directory>
`;
  await writeTree(folder, { 'apache.conf': conf, 'site/.htaccess': htaccess });
  execFileSync('chmod', ['-R', 'a+rX', folder]);
  const child = spawn('apache2', ['-D', 'FOREGROUND', '-f', join(folder, 'apache.conf')], { stdio: 'ignore' });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  return untilItAnswers(`http://127.0.0.1:${port}`);
}
