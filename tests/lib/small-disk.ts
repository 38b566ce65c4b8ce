import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this process may mount a file system of its own. */
export const mayMount = process.getuid?.() === 0 && succeeds('unshare', '-m', 'true');

export interface SmallDisk {
  readonly path: string;
  /** The same disk where nothing can be written, though files of it are open for writing elsewhere. */
  readOnlyView(): string;
}

/** Mounts a disk of so many KiB for the time of a test. */
export async function onSmallDisk(size: number, use: (disk: SmallDisk) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'imgferry-disk-'));
  const [path, view] = [join(folder, 'disk'), join(folder, 'view')];
  const mounted: string[] = [];
  const mount = (at: string, ...args: readonly string[]): void => {
    mkdirSync(at);
    execFileSync('mount', [...args, at]);
    mounted.unshift(at);
  };
  try {
    mount(path, '-t', 'tmpfs', '-o', `size=${size}k`, 'tmpfs');
    await use({
      path,
      readOnlyView() {
        mount(view, '--bind', path);
        execFileSync('mount', ['-o', 'remount,bind,ro', view]);
        return view;
      },
    });
  } finally {
    for (const at of mounted) execFileSync('umount', ['--lazy', at]); // a database may be open until it is collected
    rmSync(folder, { recursive: true });
  }
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false; // not allowed in this sandbox, or not installed
  }
}
