import { resolve } from 'node:path';
import type { Ledger } from '../../core/ledger.js';
import type { UseCaseContext } from '../context.js';
import { createFolderPlace } from './folder-place.js';
import type { ImagePlace } from './image-place.js';

/** Files by their names in the ledger; without paths nothing is found, only worked on. */
export function openFilePlace(
  { paths, isWanted }: { readonly paths: readonly string[]; readonly isWanted: (path: string) => boolean },
  ledger: Ledger,
  { cwd, settings, signal }: UseCaseContext,
): ImagePlace {
  const { keepOriginals, maxBytes } = settings;
  const originals = keepOriginals === 'off' ? undefined : resolve(ledger.root, keepOriginals);
  return createFolderPlace({ paths, isWanted, originals, cwd, ledger, maxBytes, signal });
}
