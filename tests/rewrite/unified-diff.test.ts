import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/rewrite/unified-diff.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'imgferry-diff-'));
  execFileSync('git', ['init', '-q'], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What git makes of a file with the patch. */
function patched(file: string, before: string, patch: string): string {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, before);
  execFileSync('git', ['-c', 'core.autocrlf=false', 'apply', '--whitespace=nowarn', '-'], {
    cwd: folder,
    input: patch,
  });
  return readFileSync(path, 'utf8');
}

describe('unifiedDiff', () => {
  it('shows what changed with three lines around it', () => {
    const before = Array.from({ length: 12 }, (_, line) => `line ${line + 1}\n`).join('');
    const after = before.replace('line 5', 'new 5').replace('line 12', 'new 12');
    expect(unifiedDiff({ file: 'posts/a.md', before, after })).toBe(
      [
        'diff --git a/posts/a.md b/posts/a.md',
        '--- a/posts/a.md',
        '+++ b/posts/a.md',
        '@@ -2,11 +2,11 @@',
        ' line 2',
        ' line 3',
        ' line 4',
        '-line 5',
        '+new 5',
        ' line 6',
        ' line 7',
        ' line 8',
        ' line 9',
        ' line 10',
        ' line 11',
        '-line 12',
        '+new 12',
        '',
      ].join('\n'),
    );
  });

  /** Letters are lines; a hunk is its ranges and its lines, in one. */
  function hunksOf(before: string, after: string): readonly string[] {
    const [from, to] = [before, after].map((letters) => letters.replaceAll(/./g, '$&\n'));
    const [, ...hunks] = unifiedDiff({ file: 'a.md', before: from ?? '', after: to ?? '' }).split(/^@@ /m);
    return hunks.map((hunk) => hunk.replace(' @@\n', ':').replaceAll('\n', ''));
  }

  it.each([
    ['a line added', 'abcd', 'abXcd', ['-1,4 +1,5: a b+X c d']],
    ['a line taken away', 'abcde', 'abde', ['-1,5 +1,4: a b-c d e']],
    ['lines added', 'ab', 'aXYZb', ['-1,2 +1,5: a+X+Y+Z b']],
    ['many lines that became one', 'abcdefgh', 'aBgh', ['-1,8 +1,4: a-b-c-d-e-f+B g h']],
    ['one line that became many', 'axb', 'aPQRb', ['-1,3 +1,5: a-x+P+Q+R b']],
    ['as many lines on both sides', 'abcd', 'aXYd', ['-1,4 +1,4: a-b-c+X+Y d']],
    ['a line taken away at the end', 'abc', 'ab', ['-1,3 +1,2: a b-c']],
    ['lines added at the end', 'ab', 'abXY', ['-1,2 +1,4: a b+X+Y']],
    ['a line before a pair that is there twice', 'abab', 'Xabab', ['-1,3 +1,4:+X a b a']],
    ['a first line', '', 'a', ['-0,0 +1:+a']],
    ['nothing left', 'a', '', ['-1 +0,0:-a']],
    ['two changes with six lines between', 'abcdefgh', 'AbcdefgH', ['-1,8 +1,8:-a+A b c d e f g-h+H']],
    ['two with seven', 'abcdefghi', 'AbcdefghI', ['-1,4 +1,4:-a+A b c d', '-6,4 +6,4: f g h-i+I']],
    ['one behind a line added', 'abcdefghijkl', 'aXbcdefghijkL', ['-1,4 +1,5: a+X b c d', '-9,4 +10,4: i j k-l+L']],
    ['one behind a line taken away', 'abcdefghijkl', 'acdefghijkL', ['-1,5 +1,4: a-b c d e', '-9,4 +8,4: i j k-l+L']],
  ])('changes no more than it must: %s', (_, before, after, hunks) => {
    expect(hunksOf(before, after)).toEqual(hunks);
  });

  it('ends a name that holds a space with a tab', () => {
    const patch = unifiedDiff({ file: 'a b.md', before: 'a\n', after: 'b\n' });
    expect(patch.split('\n').slice(1, 3)).toEqual(['--- a/a b.md\t', '+++ b/a b.md\t']);
  });

  it('is empty where nothing changed', () => {
    expect(unifiedDiff({ file: 'a.md', before: 'a\n', after: 'a\n' })).toBe('');
  });

  it.each([
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    ['no line end at the end', 'a\nb', 'a\nc'],
    ['a single line', 'a', 'b'],
    ['lines taken away', 'a\nb\nc\nd\ne\nf\ng\nh\n', 'a\nB\ng\nh\n'],
    ['lines added', 'a\nb\n', 'a\nb1\nb2\nb3\nb\n'],
    ['a byte order mark', '\ufeffa\nb\n', '\ufeffA\nb\n'],
    ['old Macintosh line ends', 'a\rb\rc', 'a\rB\rc'],
  ])('is taken by git for a text with %s', (_, before, after) => {
    expect(patched('a.md', before, unifiedDiff({ file: 'a.md', before, after }))).toBe(after);
  });

  it.each(['图 片/第 1 篇.md', 'it"s.md', 'a\\b.md', 'tab\there.md', '😀.md', "it's.md"])(
    'is taken by git for %s',
    (file) => {
      const [before, after] = ['a\nb\n', 'a\nc\n'];
      expect(patched(file, before, unifiedDiff({ file, before, after }))).toBe(after);
    },
  );

  it('is taken by git whatever the texts', () => {
    const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd\n', 'e', '图\n'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (first, second) => {
        const [before, after] = [first.join(''), second.join('')];
        // git takes an empty text for a file that is to be made or deleted
        fc.pre(before !== after && before !== '' && after !== '');
        expect(patched('a.md', before, unifiedDiff({ file: 'a.md', before, after }))).toBe(after);
      }),
      { numRuns: 50 },
    );
  });
});
