import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedKey } from '../../src/storage/listed-key.js';
import { walkFolders } from '../../src/storage/walk-folders.js';

const { signal } = new AbortController();

/** A tree of files as folders, and what was entered. */
function folders(keys: readonly string[]) {
  const entered: string[] = [];
  const entriesOf = async (folder: string) => {
    entered.push(folder);
    const inside = keys.filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length));
    const names = new Map(inside.map((rest) => [rest.split('/')[0] ?? '', rest.includes('/')]));
    return [...names].map(([name, isFolder]) => ({ name, isFolder }));
  };
  return { entriesOf, entered };
}

async function walk(keys: readonly string[], prefix: string, after?: string) {
  const { entriesOf, entered } = folders(keys);
  const found: string[] = [];
  for await (const { key } of walkFolders(entriesOf, prefix, {
    signal,
    ...(after === undefined ? {} : { after: listedKey(after) }),
  }))
    found.push(key);
  return { found, entered };
}

const inBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

describe('walkFolders', () => {
  it('lists as a bucket does, whatever prefix is asked for, and from whichever key on', async () => {
    const name = fc.constantFrom('a', 'b', 'a-', 'a0', 'a!', '图', '😀', '\uffff', 'a.png');
    const key = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 12 }),
        key,
        fc.option(key, { nil: undefined }),
        async (all, prefix, after) => {
          const keys = all.filter((one) => !all.some((other) => other.startsWith(`${one}/`))); // no file has a folder's name
          const expected = (given: string) =>
            keys
              .filter((one) => one.startsWith(given) && (after === undefined || inBytes(one, after) > 0))
              .sort(inBytes);
          for (const given of ['', prefix, `${prefix}/`])
            expect((await walk(keys, given, after)).found).toEqual(expected(given));
        },
      ),
    );
  });

  it('enters no folder that holds nothing of what is asked for', async () => {
    const keys = ['a/x', 'b/c/x', 'b/d/x', 'c/x'];
    expect(await walk(keys, 'b/c')).toEqual({ found: ['b/c/x'], entered: ['', 'b/', 'b/c/'] });
    expect(await walk(keys, '', 'b/c/y')).toEqual({
      found: ['b/d/x', 'c/x'],
      entered: ['', 'b/', 'b/c/', 'b/d/', 'c/'],
    });
    expect(await walk(keys, '', 'c/x')).toEqual({ found: [], entered: ['', 'c/'] });
  });

  it('stops with the reason of an abort', async () => {
    const reason = new Error('enough');
    const { entriesOf } = folders(['a', 'b']);
    const walked = walkFolders(entriesOf, '', { signal: AbortSignal.abort(reason) });
    await expect(walked.next()).rejects.toBe(reason);
  });
});
