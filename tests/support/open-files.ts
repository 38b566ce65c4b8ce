import { readdir, readlink } from 'node:fs/promises';

/**
 * Files below a folder that this process holds open, by what the system says (`/proc/self/fd`, Linux).
 *
 * @returns nothing where the system doesn't tell
 */
export async function openFilesBelow(folder: string): Promise<readonly string[]> {
  const numbers = await readdir('/proc/self/fd').catch(() => []);
  const targets = await Promise.all(numbers.map((number) => readlink(`/proc/self/fd/${number}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(`${folder}/`));
}
