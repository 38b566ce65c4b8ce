import { checkGiven } from '../../config/check-given.js';
import { parseConfig } from '../../config/parse-config.js';
import { ImgferryError } from '../../core/errors.js';
import { createFile } from '../../lib/create-file.js';

/**
 * Puts a configuration in its place, whole or not at all, once it is known that it can be read. Never over a file.
 *
 * @throws ImgferryError CONFIG_INVALID {path, key, expected, found}, CONFIG_EXISTS {path}, FOLDER_NOT_WRITABLE,
 *   DISK_FULL
 */
export async function createConfiguration(file: string, text: string): Promise<void> {
  const { value, placeOf } = parseConfig(text, file);
  checkGiven(value, { path: file, placeOf });
  const isNew = await createFile(file, Buffer.from(text), {
    denied: 'FOLDER_NOT_WRITABLE',
    onTemporary: () => undefined,
  });
  if (!isNew) throw new ImgferryError('CONFIG_EXISTS', { path: file });
}
