import { ImgferryError } from '../core/errors.js';
import { compareKeys, type ObjectKey } from '../core/object-key.js';
import type { ObjectInfo } from '../core/storage.js';

const pageSize = 1000;

/** A page takes a provider and this machine about as long as so many single questions. */
const worthAPage = 20;

/**
 * Looks for keys in a bucket's listing, from one that is missing to the next: page by page where they lie close together.
 * Where they don't, or the listing does not come, it ends early, and what was not found was perhaps not looked at.
 *
 * @param list all keys behind one, in the order of their bytes
 */
export async function findListed(
  keys: readonly ObjectKey[],
  list: (after: string | undefined) => AsyncIterable<ObjectInfo>,
): Promise<ReadonlyMap<string, ObjectInfo>> {
  const found = new Map<string, ObjectInfo>();
  const wanted = [...keys].sort(compareKeys);
  let at = 0;
  for (let first = wanted[0]; first !== undefined && wanted.length - at >= worthAPage; first = wanted[at]) {
    const before = found.size;
    let items = 0;
    try {
      for await (const info of list(keyBefore(first))) {
        items += 1;
        while (isBehind(info.key, wanted[at])) at += 1;
        if (wanted[at] === info.key) {
          found.set(info.key, info);
          at += 1;
        }
        if (items === pageSize || at === wanted.length) break;
      }
    } catch (error) {
      // what a listing is refused with, single questions tell as well
      if (!(error instanceof ImgferryError) || error.scope === 'run') throw error;
      return found;
    }
    if (items < pageSize || found.size - before < worthAPage) return found;
  }
  return found;
}

const isBehind = (key: ObjectKey, wanted: ObjectKey | undefined): boolean =>
  wanted !== undefined && wanted !== key && compareKeys(wanted, key) < 0;

const lastCharacter = '\u{10fffd}';

/** A text that stands right before a key in the order of bytes; undefined: at the beginning. */
function keyBefore(key: ObjectKey): string | undefined {
  const characters = [...key];
  const last = characters.pop()?.codePointAt(0) ?? 0;
  const above = characters.join('');
  if (last <= 0x21) return above === '' ? undefined : above;
  const smaller = above + String.fromCodePoint(last === 0xe000 ? 0xd7ff : last - 1);
  return Buffer.byteLength(smaller) > 1000 ? smaller : smaller + lastCharacter; // keys have 1,024 bytes at most
}
