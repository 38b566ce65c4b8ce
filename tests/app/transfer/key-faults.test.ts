import { describe, expect, it } from 'vitest';
import { findKeyFaults } from '../../../src/app/transfer/key-faults.js';
import { listedKey } from '../../../src/storage/listed-key.js';

/** Faults of keys, by key: what was found, and with which other one. */
async function faultsOf(keys: readonly string[], ignoresCase = false): Promise<Readonly<Record<string, unknown>>> {
  const sorted = [...keys].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  async function* list() {
    for (const key of sorted) yield { key: listedKey(key), size: 1, headers: {} };
  }
  const faultOf = await findKeyFaults(list, { ignoresCase });
  return Object.fromEntries(
    keys.flatMap((key) => {
      const facts = faultOf(key)?.facts;
      return facts ? [[key, facts.other === undefined ? facts.found : `${facts.found} ${facts.other}`]] : [];
    }),
  );
}

describe('findKeyFaults', () => {
  it('finds none in keys that a folder can hold', async () => {
    expect(await faultsOf(['a', 'a-b', 'a.png', 'ab/c', 'b/c', 'b/d/e', '图/一.png', 'A'])).toEqual({});
  });

  it('finds an object that others need as a folder, however many stand between them', async () => {
    expect(await faultsOf(['a', 'a+', 'a-b', 'a-b/c', 'a/b', 'b', 'b0/c'])).toEqual({
      a: 'file-and-folder a/b',
      'a-b': 'file-and-folder a-b/c',
    });
  });

  it('finds a name that is too long, in bytes', async () => {
    const [fits, long] = ['图'.repeat(85), '图'.repeat(86)];
    expect(await faultsOf([`a/${fits}`, `a/${long}/b`])).toEqual({ [`a/${long}/b`]: 'too-long' });
  });

  it('finds keys that differ in case or composition alone, where the folder does not tell them apart', async () => {
    const keys = ['Photo.png', 'a/É.png', 'a/E\u0301.png', 'other.png', 'photo.PNG'];
    expect(await faultsOf(keys)).toEqual({});
    expect(await faultsOf(keys, true)).toEqual({
      'Photo.png': 'case-twin photo.PNG',
      'photo.PNG': 'case-twin Photo.png',
      'a/É.png': 'case-twin a/E\u0301.png',
      'a/E\u0301.png': 'case-twin a/É.png',
    });
  });
});
