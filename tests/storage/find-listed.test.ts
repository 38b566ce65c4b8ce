import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import { asObjectKey, compareKeys } from '../../src/core/object-key.js';
import type { ObjectInfo } from '../../src/core/storage.js';
import { findListed } from '../../src/storage/find-listed.js';

interface Listing {
  readonly list: (after: string | undefined) => AsyncIterable<ObjectInfo>;
  /** Where each listing began. */
  readonly begun: (string | undefined)[];
  /** Objects that were given. */
  readonly given: () => number;
}

function listingOf(keys: readonly string[]): Listing {
  const all = keys.map(asObjectKey).sort(compareKeys);
  const begun: (string | undefined)[] = [];
  let given = 0;
  return {
    begun,
    given: () => given,
    async *list(after) {
      begun.push(after);
      for (const key of all) {
        if (after !== undefined && compareKeys(key, after) <= 0) continue;
        given += 1;
        yield { key, size: key.length, headers: {} };
      }
    },
  };
}

const numbered = (count: number, name = 'a'): string[] =>
  Array.from({ length: count }, (_, at) => `${name}/${String(at).padStart(6, '0')}.png`);

const find = async (keys: readonly string[], { list }: Pick<Listing, 'list'>): Promise<string[]> => [
  ...(await findListed(keys.map(asObjectKey), list)).keys(),
];

describe('looking for keys in a listing', () => {
  it('finds those that are there, in any order, and begins right before the first', async () => {
    const listing = listingOf([...numbered(5000), 'a', 'b/c', ...numbered(10, 'z')]);
    const wanted = numbered(5000).slice(3000, 3100);
    expect(await find([...wanted].reverse(), listing)).toEqual(wanted);
    expect(listing.begun).toHaveLength(1);
    expect(listing.given()).toBe(100);
  });

  it('goes on from page to page, and jumps over what lies between', async () => {
    const listing = listingOf([...numbered(1500, 'a'), ...numbered(50_000, 'b'), ...numbered(1500, 'c')]);
    const wanted = [...numbered(1500, 'a'), ...numbered(1500, 'c')];
    expect(await find(wanted, listing)).toEqual(wanted);
    expect(listing.given()).toBeLessThan(4100);
  });

  it('leaves out what is not there', async () => {
    const [gone, ...there] = numbered(100);
    const listing = listingOf(there.slice(0, -1));
    expect(await find(numbered(100), listing)).toEqual(there.slice(0, -1));
    expect(gone).toBeDefined();
    expect(await find(numbered(100), listingOf([]))).toEqual([]);
  });

  it('asks for nothing where few are wanted, and stops where they lie far apart', async () => {
    const few = listingOf(numbered(100));
    expect(await find(numbered(19), few)).toEqual([]);
    expect(few.begun).toEqual([]);
    const sparse = listingOf(numbered(100_000));
    const wanted = numbered(100_000).filter((_, at) => at % 500 === 0);
    expect(await find(wanted, sparse)).toHaveLength(2);
    expect(sparse.given()).toBe(1000);
  });

  it('comes to an end where a provider knows no beginning', async () => {
    const { list } = listingOf(numbered(5000));
    const wanted = numbered(5000).slice(4000);
    expect(await find(wanted, { list: () => list(undefined) })).toEqual([]);
  });

  it('begins in the order of bytes, whatever character a key ends with', async () => {
    const ends = ['!', '"', '0', 'A', '\u0080', '\u0800', '\ue000', '\ufffd', '\u{10000}', '\u{10fffd}', '图', '🎨'];
    for (const end of ends) {
      const keys = Array.from({ length: 30 }, (_, at) => `k${end}${'x'.repeat(at)}`);
      const listing = listingOf([...keys, 'a', 'z', 'j', 'k']);
      expect((await find(keys, listing)).length, JSON.stringify(end)).toBe(30);
      expect(listing.given(), JSON.stringify(end)).toBeLessThanOrEqual(31);
    }
    const longest = Array.from({ length: 25 }, (_, at) => 'a'.repeat(1021) + String(at).padStart(2, '0'));
    expect(await find(longest, listingOf(longest))).toEqual(longest);
  });

  it('gives what was found until one listing is refused, and throws what stops a run', async () => {
    const { list } = listingOf(numbered(100));
    const refuse = (code: 'STORE_ERROR' | 'STORE_ACCESS_DENIED' | 'OBJECT_NOT_FOUND') =>
      async function* (after: string | undefined): AsyncGenerator<ObjectInfo> {
        let left = 50;
        for await (const one of list(after)) {
          if (left-- === 0) throw new ImgferryError(code, { key: one.key });
          yield one;
        }
      };
    expect(await find(numbered(100), { list: refuse('OBJECT_NOT_FOUND') })).toHaveLength(50);
    await expect(find(numbered(100), { list: refuse('STORE_ACCESS_DENIED') })).rejects.toThrow();
  });
});
