import type { ImageReference } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';
import { type ListDestinations, normalizeDestination, type SeenDestination } from './commonmark-destinations.js';

/** Why a parser does not agree; lines from 1 in the document. */
export interface Disagreement {
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

/** An edit, and the reference that it changes as the scan sees it before. */
export interface EditedReference {
  readonly edit: PlannedEdit;
  readonly reference: ImageReference;
}

/** A document below its front matter. */
export interface Bodies {
  readonly before: string;
  readonly after: string;
  readonly linesAbove: number;
}

/**
 * Compares the images and links that CommonMark sees before and after: the same ones in the same order, changed only
 * as planned. What it could not see before (an address with spaces, a wikilink, a shortcode) may appear with its
 * planned address.
 */
export function disagreementOfCommonMark(
  bodies: Bodies,
  edited: readonly EditedReference[],
  list: ListDestinations,
): Disagreement | undefined {
  const misread = misreading(edited, list);
  if (misread) return misread;
  const differing = difference(list(bodies.before), list(bodies.after), expectationsOf(edited, list));
  return differing && { ...differing, line: differing.line + bodies.linesAbove };
}

/** What is written must read, by itself, as the planned address. */
function misreading(edited: readonly EditedReference[], list: ListDestinations): Disagreement | undefined {
  for (const { edit, reference } of edited) {
    if (!isVisible(reference)) continue;
    const found = readAlone(edit.edits[0].text, reference, list);
    const expected = normalizeDestination(edit.address);
    if (found !== expected) return { line: edit.line, expected, found: found ?? '' };
  }
  return undefined;
}

/** What may differ, and how often. */
interface Expectations {
  /** `old new` to how many; definitions count for as many as use them. */
  readonly changes: Map<string, number>;
  /** New destinations that may appear where nothing was seen. */
  readonly arrivals: Map<string, number>;
}

function expectationsOf(edited: readonly EditedReference[], list: ListDestinations): Expectations {
  const changes = new Map<string, number>();
  const arrivals = new Map<string, number>();
  for (const { edit, reference } of edited) {
    const to = normalizeDestination(edit.address);
    const isDefinition = reference.syntax === 'definition' || reference.syntax === 'link-definition';
    const times = isDefinition ? Number.POSITIVE_INFINITY : 1;
    const from = seenBefore(reference, list);
    if (from === undefined) add(arrivals, to, times);
    else add(changes, pairOf(from, to), times);
  }
  return { changes, arrivals };
}

function difference(
  before: readonly SeenDestination[],
  after: readonly SeenDestination[],
  { changes, arrivals }: Expectations,
): Disagreement | undefined {
  let at = 0;
  for (const now of after) {
    const was = before[at];
    const isSame = was?.kind === now.kind && was.destination === now.destination;
    const isPlanned = was?.kind === now.kind && take(changes, pairOf(was.destination, now.destination));
    if (isSame || isPlanned) at++;
    else if (!take(arrivals, now.destination)) {
      return { line: now.line, expected: was?.destination ?? '', found: now.destination };
    }
  }
  const lost = before[at];
  return lost && { line: lost.line, expected: lost.destination, found: '' };
}

/** What stood there to CommonMark; undefined: nothing. A template's expression without spaces is a destination to it. */
function seenBefore(reference: ImageReference, list: ListDestinations): string | undefined {
  if (isVisible(reference)) return readAlone(reference.raw, reference, list) ?? '';
  return reference.raw.startsWith('{') ? readAlone(reference.raw, reference, list) : undefined;
}

/** What a destination reads as in an image of its own, an autolink's as it is; undefined where there is none. */
function readAlone(written: string, { escaping }: ImageReference, list: ListDestinations): string | undefined {
  if (escaping.length === 0) return normalizeDestination(written);
  const destination = escaping[0] === 'markdown-angle' ? `<${written}>` : written;
  const [seen] = list(`![](${destination})`);
  return seen?.destination;
}

const visibleSyntaxes: ReadonlySet<string> = new Set(['inline', 'definition', 'link-inline', 'link-definition']);

const isVisible = ({ escaping, syntax }: ImageReference): boolean =>
  visibleSyntaxes.has(syntax) && escaping[0] !== 'markdown-lenient';

/** Neither holds a space: both are percent-encoded. */
const pairOf = (from: string, to: string): string => `${from} ${to}`;

function add(counts: Map<string, number>, key: string, times: number): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}

function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  if (left > 0) counts.set(key, left - 1);
  return left > 0;
}
