import { spawn } from 'node:child_process';

/** An opener that has not failed by then has a browser in front of it. */
const patience = 1500; // ms

/** Opens a file in whatever the system opens pages with; false where nothing does. */
export function openPage(path: string): Promise<boolean> {
  const [program, ...args] = opener(path);
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    const waiting = setTimeout(() => resolve(true), patience);
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0 || process.platform === 'win32')); // explorer.exe always says 1
    child.once('exit', () => clearTimeout(waiting));
    child.once('error', () => clearTimeout(waiting));
    child.unref();
  });
}

function opener(path: string): readonly [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', path];
  if (process.platform === 'win32') return ['explorer.exe', path];
  return ['xdg-open', path];
}
