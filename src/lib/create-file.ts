import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DeniedCode, fileError, syncFolder, temporaryPathFor, writeDurably } from './files.js';
import { nameIfAbsent } from './place-file.js';

export interface CreateOptions {
  /** File whose mode and owner it gets; default: the process's. */
  readonly like?: string;
  readonly denied: DeniedCode;
  /** Told where the temporary file will be, before it is made. */
  readonly onTemporary: (path: string) => void;
}

/**
 * Puts bytes under a new name, whole or not at all.
 *
 * @returns false where something has that name: it stays
 * @throws ImgferryError DISK_FULL {path}, and the code given as `denied` {path, found}
 */
export async function createFile(path: string, bytes: Uint8Array, options: CreateOptions): Promise<boolean> {
  try {
    const temporary = temporaryPathFor(path);
    options.onTemporary(temporary);
    try {
      await writeDurably(
        temporary,
        bytes,
        options.like === undefined ? undefined : await stat(options.like),
        undefined,
      );
      const isNew = await nameIfAbsent(temporary, path);
      await syncFolder(dirname(path));
      return isNew;
    } finally {
      await rm(temporary, { force: true });
    }
  } catch (error) {
    throw fileError(error, { path, denied: options.denied });
  }
}
