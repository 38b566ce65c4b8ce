/** One post before and after its edits. */
export interface TextChange {
  /** Path with `/`, relative to where the patch is to be applied. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The change as `git diff` writes it, with three lines of context; empty where nothing changed. Only LF ends a line, as
 * for git; a CR belongs to its line.
 */
export function unifiedDiff({ file, before, after }: TextChange): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  const hunks = gatherHunks(findChanges(a, b)).map((hunk) => renderHunk(hunk, a, b));
  if (hunks.length === 0) return '';
  const [from, to] = [quotePath(`a/${file}`), quotePath(`b/${file}`)];
  // GNU diff and git end a name that holds a space with a tab, or the rest would be taken for a date.
  const tail = file.includes(' ') ? '\t' : '';
  return [`diff --git ${from} ${to}\n`, `--- ${from}${tail}\n`, `+++ ${to}${tail}\n`, ...hunks].join('');
}

const context = 3; // lines

/** Half-open ranges of lines, before and after. */
interface Change {
  readonly a: readonly [start: number, end: number];
  readonly b: readonly [start: number, end: number];
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Walks both texts; at a difference looks for the nearest pair of lines from where they go on together. */
function findChanges(a: readonly string[], b: readonly string[]): Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      i++;
      j++;
      continue;
    }
    const [nextI, nextJ] = findResumption(a, b, i, j);
    changes.push({ a: [i, nextI], b: [j, nextJ] });
    [i, j] = [nextI, nextJ];
  }
  return changes;
}

/** Edits rarely add or take away a line, so as many lines on both sides are tried before uneven ones. */
function findResumption(a: readonly string[], b: readonly string[], i: number, j: number): [number, number] {
  const farthest = Math.max(a.length - i, b.length - j);
  for (let step = 1; step < farthest; step++) {
    if (i + step < a.length && a[i + step] === b[j + step]) return [i + step, j + step];
    for (let less = step - 1; less >= 0; less--) {
      if (i + step < a.length && j + less < b.length && a[i + step] === b[j + less]) return [i + step, j + less];
      if (j + step < b.length && i + less < a.length && a[i + less] === b[j + step]) return [i + less, j + step];
    }
  }
  return [a.length, b.length];
}

/** Changes whose contexts touch are one hunk. */
function gatherHunks(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const lastEnd = last?.at(-1)?.a[1] ?? Number.NEGATIVE_INFINITY;
    if (last && change.a[0] - lastEnd <= 2 * context) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function renderHunk(changes: readonly Change[], a: readonly string[], b: readonly string[]): string {
  const first = changes[0]?.a[0] ?? 0;
  const last = changes.at(-1)?.a[1] ?? 0;
  const shift = (changes[0]?.b[0] ?? 0) - first;
  const start = Math.max(0, first - context);
  const end = Math.min(a.length, last + context);
  const lines: string[] = [];
  let at = start;
  let added = 0;
  for (const change of changes) {
    lines.push(...a.slice(at, change.a[0]).map((line) => render(' ', line)));
    lines.push(...a.slice(...change.a).map((line) => render('-', line)));
    lines.push(...b.slice(...change.b).map((line) => render('+', line)));
    added += change.b[1] - change.b[0] - (change.a[1] - change.a[0]);
    at = change.a[1];
  }
  lines.push(...a.slice(at, end).map((line) => render(' ', line)));
  const count = end - start;
  return `@@ -${rangeOf(start, count)} +${rangeOf(start + shift, count + added)} @@\n${lines.join('')}`;
}

function render(sign: string, line: string): string {
  return line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
}

/** Lines from 1; an empty range names the line before it. */
const rangeOf = (start: number, count: number): string =>
  count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`;

/** git quotes a name as C would when it holds a quote, a backslash or a control character; others stay readable. */
function quotePath(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!/["\\\u0000-\u001f\u007f]/.test(path)) return path;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const quoted = path.replace(/["\\]/g, '\\$&').replace(/[\u0000-\u001f\u007f]/g, (character) => {
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  return `"${quoted}"`;
}
