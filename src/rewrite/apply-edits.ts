import type { Span, TextEdit } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';

/**
 * The text with its edits made; every character outside their spans is the same.
 *
 * @throws Error when a destination is not what the edit takes the place of, or spans overlap
 */
export function applyEdits(text: string, edits: readonly PlannedEdit[]): string {
  for (const { edits: spans, raw } of edits) {
    const [{ start, end }] = spans;
    if (text.slice(start, end) !== raw) throw new Error(`the text at ${start} is not what the edit was planned for`);
  }
  return applyTextEdits(
    text,
    edits.flatMap((edit) => edit.edits),
  );
}

/** For each edit, the characters at each of its spans: what brings the text back, together with the spans. */
export function originalsOf(text: string, edits: readonly PlannedEdit[]): string[][] {
  return edits.map((edit) => edit.edits.map(({ start, end }) => text.slice(start, end)));
}

/** Makes changes in one pass; spans in any order. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: replacement } of inOrder(edits)) {
    if (start < at || end < start || end > text.length) throw new Error(`an edit does not fit at ${start}`);
    pieces.push(text.slice(at, start), replacement);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** The same changes the other way: spans in the text after, with the characters that stood there before. */
export function reverseTextEdits(edits: readonly TextEdit[], originals: readonly string[]): TextEdit[] {
  return spansAfter(edits).map((span, index) => ({ ...span, text: originals[index] ?? '' }));
}

/** Where the replacement of each edit stands in the text after, in the order of the edits as given. */
export function spansAfter(edits: readonly TextEdit[]): Span[] {
  let shift = 0;
  const spans = new Map<TextEdit, Span>();
  for (const edit of inOrder(edits)) {
    const start = edit.start + shift;
    spans.set(edit, { start, end: start + edit.text.length });
    shift += edit.text.length - (edit.end - edit.start);
  }
  return edits.map((edit) => spans.get(edit) ?? edit);
}

/** What is put in before a span comes before what takes the span's place. */
function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}
