import { posix } from 'node:path';
import type { ImageReference, Span } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';
import { expandExpression } from '../scan/resolve/expand-expression.js';
import type { Disagreement } from './confirm-by-commonmark.js';
import { isAbsolute } from './writable-address.js';

/**
 * Compares what the scan sees before and after, place by place: each edited reference reads as its planned address,
 * every other stands where it must and names the same.
 *
 * @param before with `after` in the order of the text
 */
export function disagreementOfRescan(
  before: readonly ImageReference[],
  after: readonly ImageReference[],
  edits: readonly PlannedEdit[],
): Disagreement | undefined {
  const planned = new Map(edits.map((edit) => [edit.edits[0].start, edit]));
  const moved = createSpanMover(edits);
  for (const [index, reference] of before.entries()) {
    const edit = planned.get(reference.span.start);
    planned.delete(reference.span.start);
    const now = after[index];
    const isRight = edit ? isEdited(now, edit, moved) : isUntouched(now, reference, moved);
    if (!isRight) return { line: reference.line, expected: edit?.address ?? reference.raw, found: now?.raw ?? '' };
  }
  const [unseen] = planned.values();
  if (unseen) return { line: unseen.line, expected: unseen.raw, found: '' };
  const extra = after[before.length];
  return extra && { line: extra.line, expected: '', found: extra.raw };
}

type SpanMover = (span: Span) => Span;

function isUntouched(now: ImageReference | undefined, reference: ImageReference, moved: SpanMover): boolean {
  const expected = moved(reference.span);
  return (
    now?.span.start === expected.start &&
    now.span.end === expected.end &&
    now.raw === reference.raw &&
    now.syntax === reference.syntax &&
    now.role === reference.role &&
    JSON.stringify(now.target) === JSON.stringify(reference.target)
  );
}

/** The destination stands within what was written, which may have brought its own quotes or brackets. */
function isEdited(now: ImageReference | undefined, edit: PlannedEdit, moved: SpanMover): boolean {
  const [first] = edit.edits;
  const { start } = moved({ start: first.start, end: first.start });
  if (!now || now.span.start < start || now.span.end > start + first.text.length) return false;
  return namesAddress(now, edit.address);
}

function namesAddress({ target, fragment }: ImageReference, address: string): boolean {
  const [path = '', ...rest] = address.split('#');
  const expectedFragment = rest.length === 0 ? '' : `#${rest.join('#')}`;
  if (isAbsolute(address) && !/^(?:pathname|file):/i.test(address)) {
    return target.kind === 'remote' && target.url === new URL(path, 'https://x').href && fragment === expectedFragment;
  }
  // Where a path leads depends on the site, which need not have the file yet; its name says that it was read right.
  const expansion = expandExpression(path);
  const named = expansion?.kind === 'address' ? expansion.address : path;
  return target.kind !== 'file' || posix.basename(target.path) === posix.basename(decoded(named));
}

function decoded(path: string): string {
  const [name = ''] = path.split('?');
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a percent sign that encodes nothing stands for itself
  }
}

/** Tells where characters outside the edits stand afterwards. */
function createSpanMover(edits: readonly PlannedEdit[]): SpanMover {
  const changes = edits.flatMap((edit) => [...edit.edits]).sort((a, b) => a.start - b.start);
  const shiftAt = (position: number): number => {
    let shift = 0;
    for (const { start, end, text } of changes) {
      if (end > position || (start === position && end === position)) break;
      shift += text.length - (end - start);
    }
    return shift;
  };
  return ({ start, end }) => ({ start: start + shiftAt(start), end: end + shiftAt(start) });
}
