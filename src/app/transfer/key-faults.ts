import { createHash } from 'node:crypto';
import { ImgferryError } from '../../core/errors.js';
import type { ObjectInfo } from '../../core/storage.js';
import { foldName } from '../../lib/fold-name.js';

/** What keeps an object out of a folder, told before anything moves. */
export type KeyFault = (key: string) => ImgferryError | undefined;

const longestName = 255; // bytes: ext4, APFS, NTFS (in characters)

/**
 * Looks through all keys that shall go into a folder: names that file systems can't hold, objects whose key others need
 * as a folder, and, where the folder ignores case, those that would be one file. Neither of such a pair moves.
 *
 * @param list gives the keys in the order of their UTF-8 bytes, each time anew
 */
export async function findKeyFaults(
  list: () => AsyncIterable<ObjectInfo>,
  { ignoresCase }: { readonly ignoresCase: boolean },
): Promise<KeyFault> {
  const parents = new Map<string, string>();
  const folded = new Set<number>();
  const twins = new Set<number>();
  let above: string[] = [];
  for await (const { key } of list()) {
    above = above.filter((one) => key.startsWith(one)); // keys that begin alike stand together
    for (const one of above) if (key.startsWith(`${one}/`)) parents.set(one, key);
    above.push(key);
    if (!ignoresCase) continue;
    const name = hashOf(foldName(key));
    if (folded.has(name)) twins.add(name);
    folded.add(name);
  }
  const twinOf = twins.size === 0 ? new Map<string, string>() : await nameTwins(list(), twins);
  return (key) => {
    const fault = (found: string, other?: string): ImgferryError =>
      new ImgferryError('KEY_INVALID', { key, hint: 'folder', found, other });
    const isLong = key.split('/').some((name) => Buffer.byteLength(name) > longestName);
    if (isLong) return fault('too-long');
    if (parents.has(key)) return fault('file-and-folder', parents.get(key));
    return twinOf.has(key) ? fault('case-twin', twinOf.get(key)) : undefined;
  };
}

/** 48 bits: of a million keys, two of the same are as likely as one in 500. Then names are compared. */
const hashOf = (text: string): number => createHash('sha256').update(text).digest().readUIntBE(0, 6);

/** Each key that has a twin, with one of its twins. */
async function nameTwins(
  list: AsyncIterable<ObjectInfo>,
  hashes: ReadonlySet<number>,
): Promise<ReadonlyMap<string, string>> {
  const byName = new Map<string, string[]>();
  for await (const { key } of list) {
    const name = foldName(key);
    if (!hashes.has(hashOf(name))) continue;
    const alike = byName.get(name) ?? [];
    byName.set(name, [...alike, key]);
  }
  const pairs = [...byName.values()].flatMap((keys) =>
    keys.flatMap((key): [string, string][] => {
      const other = keys.find((one) => one !== key);
      return other === undefined ? [] : [[key, other]];
    }),
  );
  return new Map(pairs);
}
