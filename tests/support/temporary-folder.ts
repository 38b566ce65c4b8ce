import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * Makes an empty folder that is removed when the test ends. To be called in a test or in `beforeEach`.
 *
 * @returns its real path: on some systems the temporary folder is behind a symbolic link
 */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'imgferry-test-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
