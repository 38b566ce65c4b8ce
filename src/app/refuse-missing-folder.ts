import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { StoreSettings } from '../storage/store-settings.js';
import type { UseCaseContext } from './context.js';

/**
 * For a store that is read: a folder that isn't there must not look like one without objects.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export function refuseMissingFolder(settings: StoreSettings, { cwd }: Pick<UseCaseContext, 'cwd'>): void {
  if (settings.kind !== 'file' || existsSync(resolve(cwd, settings.folder))) return;
  throw new ImgferryError('PATH_NOT_FOUND', { path: settings.folder });
}
