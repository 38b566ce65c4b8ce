import { ImgferryError } from '../../../core/errors.js';
import { errnoOf } from '../../../lib/files.js';

/** No such file, or a file where the path needs a folder. */
export function isAbsence(error: unknown): boolean {
  const code = errnoOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A system error as ours; ours pass through. */
export function localError(error: unknown, path: string, action: 'read' | 'write'): ImgferryError {
  if (error instanceof ImgferryError) return error;
  const code = errnoOf(error) ?? 'unknown';
  const facts = { path, found: code };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ImgferryError('DISK_FULL', facts, { cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new ImgferryError(action === 'write' ? 'FOLDER_NOT_WRITABLE' : 'STORE_ACCESS_DENIED', facts, {
        cause: error,
      });
    case 'ENAMETOOLONG':
      return new ImgferryError('KEY_INVALID', { key: path, found: 'too-long' }, { cause: error });
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ELOOP':
      return new ImgferryError('STORE_REFUSED', facts, { cause: error });
    default:
      return new ImgferryError('STORE_ERROR', facts, { cause: error });
  }
}
