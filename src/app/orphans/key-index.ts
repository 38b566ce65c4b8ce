/** Finds which keys a text mentions. */
export interface KeyIndex {
  /** Marks the keys that a text mentions, but for the text's own. */
  mark(text: string, own?: string): void;
  isMarked(key: string): boolean;
}

/**
 * An index of keys by the names at their ends. A key counts as mentioned where its name stands and the path before it is
 * the end of the key's, or goes on beyond it: `a.png`, `img/a.png`, `../img/a.png`, `/blog/img/a.png` and
 * `https://any.example/blog/img/a.png` all mention `img/a.png`; `other/a.png` does not. Without regard to case and to how
 * letters are composed. What stands behind the name doesn't matter, so that fragments, queries, sizes and styles
 * (`a.png#x`, `a.png!small`, `a.png-thumb`) mention it too.
 */
export function createKeyIndex(keys: Iterable<string>): KeyIndex {
  const byName = new Map<string, IndexedKey[]>();
  const lengthsByTail = new Map<string, number[]>();
  const marked = new Set<string>();
  for (const key of keys) {
    const segments = fold(key).split('/');
    const name = segments.pop() ?? '';
    if (name === '') continue;
    const others = byName.get(name);
    if (others) others.push({ key, folders: segments });
    else {
      byName.set(name, [{ key, folders: segments }]);
      const tail = tailOf(name);
      const lengths = lengthsByTail.get(tail) ?? [];
      if (!lengths.includes(name.length)) lengths.push(name.length);
      lengthsByTail.set(tail, lengths);
    }
  }

  function markEnding(text: string, tail: string, end: number, own: string | undefined): void {
    for (const length of lengthsByTail.get(tail) ?? []) {
      const start = end - length;
      const named = start < 0 ? undefined : byName.get(text.slice(start, end));
      for (const { key, folders } of named ?? []) {
        if (key !== own && !marked.has(key) && fitsPath(text, start, folders)) marked.add(key);
      }
    }
  }

  /** Names that end in no letter, digit, dot, hyphen or underscore have an empty tail: all of their ends are tried. */
  const oddEnds =
    (lengthsByTail.get('') ?? []).length > 0
      ? endsOf([...byName.keys()].filter((name) => tailOf(name) === ''))
      : undefined;

  return {
    mark(given, own) {
      const text = fold(given).replace(/\\+\//g, '/'); // a slash that JSON escapes is one slash
      for (const match of text.matchAll(/[a-z0-9_.-]+/g)) {
        const [token] = match;
        const lead = /^[_.-]*/.exec(token)?.[0].length ?? 0;
        for (let length = token.length; length > 0; length -= 1) {
          // a name may go on: `a.png-thumb`, `a.png_640`, the full stop of a sentence
          if (length < token.length && !/[_.-]/.test(token[length] ?? '')) continue;
          const end = match.index + length;
          markEnding(text, token.slice(0, length), end, own);
          if (lead > 0 && lead < length) markEnding(text, token.slice(lead, length), end, own);
        }
      }
      if (oddEnds) for (const match of text.matchAll(oddEnds)) markEnding(text, '', match.index + match[0].length, own);
    },
    isMarked: (key) => marked.has(key),
  };
}

interface IndexedKey {
  readonly key: string;
  readonly folders: readonly string[];
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

const tailOf = (name: string): string => /[a-z0-9_.-]*$/.exec(name)?.[0] ?? '';

function endsOf(names: readonly string[]): RegExp {
  const last = new Set(names.map((name) => [...name].at(-1) ?? ''));
  return new RegExp([...last].map((one) => one.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&')).join('|'), 'gu');
}

const isSlash = (character: string | undefined): boolean => character === '/' || character === '\\';

/** Whether the path before a name is the end of these folders, or holds all of them at its end. */
function fitsPath(text: string, nameStart: number, folders: readonly string[]): boolean {
  let start = nameStart;
  for (const folder of folders.toReversed()) {
    if (!isSlash(text[start - 1])) return true; // the mention's path begins here
    const folderStart = start - 1 - folder.length;
    const isSame = folderStart >= 0 && text.startsWith(folder, folderStart);
    if (!isSame || /[a-z0-9_.-]/.test(text[folderStart - 1] ?? '')) return beginsBefore(text, start - 1);
    start = folderStart;
  }
  return true;
}

/** Whether nothing that is known to be another folder stands before a slash: a host, a variable, `..`, or no more path. */
function beginsBefore(text: string, slash: number): boolean {
  const [segment = ''] = /[^/\\\s"'`()<>[\]=,;|:]*$/.exec(text.slice(Math.max(0, slash - 256), slash)) ?? [];
  if (/^\.{0,2}$/.test(segment) || /[{}$%@~*]/.test(segment)) return true;
  const before = slash - segment.length;
  return isSlash(text[before - 1]) && isSlash(text[before - 2]);
}
