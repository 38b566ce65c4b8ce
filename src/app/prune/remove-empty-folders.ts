import { rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Removes the folders that a removed file leaves empty, upwards to the root, which stays. */
export async function removeEmptyFolders(root: string, file: string): Promise<void> {
  for (
    let folder = dirname(file);
    folder !== '.' && folder !== '..' && !folder.startsWith('../');
    folder = dirname(folder)
  ) {
    try {
      await rmdir(join(root, folder));
    } catch {
      return; // something is left in it
    }
  }
}
