import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { CallOptions, ObjectStore } from '../core/storage.js';
import type { StoreSettings } from '../storage/store-settings.js';
import type { UseCaseContext } from './context.js';

/**
 * For a store that is read: a folder that isn't there, or is a file, must not look like one without objects.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export function refuseMissingFolder(settings: StoreSettings, { cwd }: Pick<UseCaseContext, 'cwd'>): void {
  if (settings.kind !== 'file') return;
  const found = statSync(resolve(cwd, settings.folder), { throwIfNoEntry: false });
  if (!found) throw new ImgferryError('PATH_NOT_FOUND', { path: settings.folder });
  if (!found.isDirectory()) throw new ImgferryError('PATH_NOT_FOUND', { path: settings.folder, hint: 'file' });
}

/**
 * The same of a folder elsewhere.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}, and what asking a store throws
 */
export async function refuseMissingPlace(store: ObjectStore, { signal }: CallOptions): Promise<void> {
  if (!(await store.isThere({ signal }))) throw new ImgferryError('PATH_NOT_FOUND', { path: store.id, hint: 'store' });
}
