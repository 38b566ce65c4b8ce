import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import type { StoreSettings } from '../../storage/store-settings.js';

/**
 * A copy of the copy would be copied for ever.
 *
 * @throws ImgferryError USAGE_INVALID where both ends are one place, or one lies in the other, by whatever name
 */
export async function refuseOverlap(
  ends: readonly { readonly id: string; readonly settings: StoreSettings }[],
  { cwd }: { readonly cwd: string },
): Promise<void> {
  const ids = ends.map(({ id }) => id);
  const folders = await Promise.all(
    ends.map(({ settings }) => (settings.kind === 'file' ? realPlace(resolve(cwd, settings.folder)) : undefined)),
  );
  const areFolders = folders.every((folder) => folder !== undefined);
  for (const places of areFolders ? [ids, folders] : [ids]) {
    const [outer = '', inner = ''] = places
      .map((place) => `${place.replace(/\/+$/, '')}/`)
      .sort((one, other) => one.length - other.length);
    if (!inner.startsWith(outer)) continue;
    throw new ImgferryError('USAGE_INVALID', { option: 'transfer', expected: 'two-places', found: ids.join(' ') });
  }
}

/** A path with its links followed as far as it is there. */
async function realPlace(path: string): Promise<string> {
  for (let above = path; ; above = dirname(above)) {
    const real = await realpath(above).catch(() => undefined);
    if (real !== undefined) return join(real, relative(above, path));
    if (above === dirname(above)) return path;
  }
}
