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
