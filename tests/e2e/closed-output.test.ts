import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programPath } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Runs the program with a reader that goes away after the first piece, as `head` does. */
async function runUnread(args: readonly string[], cwd: string): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [programPath, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  child.stderr.on('data', (piece) => errors.push(String(piece)));
  child.stdout.destroy();
  const [code] = await once(child, 'close');
  return { code, stderr: errors.join('') };
}

describe('output that nobody reads to its end', () => {
  it('is no failure: imgferry scan | head', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'long.md'), '![a](https://images.example/a.png)\n'.repeat(20_000));
    expect(await runUnread(['scan', 'long.md'], folder)).toEqual({ code: 0, stderr: '' });
    expect(await runUnread(['scan', 'long.md', '--format', 'ndjson'], folder)).toEqual({ code: 0, stderr: '' });
    expect(await runUnread(['--help'], folder)).toEqual({ code: 0, stderr: '' });
  });
});
