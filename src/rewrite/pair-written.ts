import type { ImageReference } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';
import type { WrittenEdit } from './place-written.js';

/** Which places of a text hold what a run wrote. */
export interface Pairing {
  /** Where the new destination starts now. */
  readonly places: ReadonlyMap<PlannedEdit, number>;
  /** Edits whose address stands in the text, but not as often as it was written: which is whose can't be told. */
  readonly ambiguous: ReadonlySet<PlannedEdit>;
}

/**
 * Finds the places of a text, edited by hand since, that still hold what a run wrote. Edits that wrote the same are
 * paired in order where there are as many places as edits, or where all of them get the same characters back. Else
 * only those count that stand as far from something certain (the start of the text, an edit that was found) as when
 * they were written.
 *
 * @param written in the order of the text
 */
export function pairWritten(
  written: readonly WrittenEdit[],
  text: string,
  references: readonly ImageReference[],
): Pairing {
  const places = new Map<PlannedEdit, number>();
  const uncertain: { readonly edits: readonly WrittenEdit[]; readonly found: readonly number[] }[] = [];
  for (const edits of groupAlike(written)) {
    const found = placesOf(edits, text, references);
    if (found.length === edits.length || (found.length < edits.length && isOneOriginal(edits))) {
      for (const [index, place] of found.entries()) setPlace(places, edits[index], place);
    } else if (found.length > 0) uncertain.push({ edits, found });
  }
  const ambiguous = new Set<PlannedEdit>();
  const anchors = anchorsOf(written, places);
  for (const { edits, found } of uncertain) {
    const free = new Set(found);
    const claims = edits.map((edit) => placeByNeighbours(edit, free, anchors));
    for (const [index, { edit }] of edits.entries()) {
      const place = claims[index];
      // a place that two edits claim took the room of one of them
      if (place === undefined || claims.indexOf(place) !== claims.lastIndexOf(place)) ambiguous.add(edit);
      else places.set(edit, place);
    }
  }
  return { places, ambiguous };
}

function setPlace(places: Map<PlannedEdit, number>, written: WrittenEdit | undefined, place: number): void {
  if (written) places.set(written.edit, place);
}

/** Edits that left the same characters in the same kind of place. */
function groupAlike(written: readonly WrittenEdit[]): Iterable<readonly WrittenEdit[]> {
  const groups = new Map<string, WrittenEdit[]>();
  for (const edit of written) {
    const parts = edit.parts.map(({ offset, text }) => [offset, text]);
    const key = JSON.stringify([syntaxAfter(edit.edit), parts]);
    groups.set(key, [...(groups.get(key) ?? []), edit]);
  }
  return groups.values();
}

/** A lenient destination was written so that every parser reads it; another form is known by its parts. */
function syntaxAfter({ syntax, edits }: PlannedEdit): string {
  if (edits.length > 1) return '';
  return syntax === 'inline-lenient' ? 'inline' : syntax;
}

const isOneOriginal = (edits: readonly WrittenEdit[]): boolean =>
  new Set(edits.map(({ parts }) => JSON.stringify(parts.map(({ original }) => original)))).size === 1;

/** Places that hold what one of some like edits wrote, in the order of the text. */
function placesOf(edits: readonly WrittenEdit[], text: string, references: readonly ImageReference[]): number[] {
  const [sample] = edits;
  if (!sample) return [];
  const syntax = syntaxAfter(sample.edit);
  const found = references.flatMap((reference) => {
    if (syntax !== '' && reference.syntax !== syntax && reference.syntax !== sample.edit.syntax) return [];
    const place = placeHolding(sample, text, reference);
    return place === undefined ? [] : [place];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Where what was written starts, if the reference's destination is its. */
function placeHolding({ parts }: WrittenEdit, text: string, { span, raw }: ImageReference): number | undefined {
  const destination = parts[0]?.text ?? '';
  const inset = raw === '' ? -1 : destination.indexOf(raw);
  if (inset < 0) return undefined;
  const place = span.start - inset;
  const isWhole = parts.every((part) => place + part.offset >= 0 && text.startsWith(part.text, place + part.offset));
  return isWhole ? place : undefined;
}

/** Something certain: where it was written, and where it stands now. */
interface Anchor {
  readonly written: number;
  readonly now: number;
}

function anchorsOf(written: readonly WrittenEdit[], places: ReadonlyMap<PlannedEdit, number>): Anchor[] {
  const found = written.flatMap(({ edit, start }) => {
    const now = places.get(edit);
    return now === undefined ? [] : [{ written: start, now }];
  });
  return [{ written: 0, now: 0 }, ...found];
}

/** The place as far from the anchor before, or the one after, as it was; undefined when they do not agree. */
function placeByNeighbours(
  edit: WrittenEdit,
  free: ReadonlySet<number>,
  anchors: readonly Anchor[],
): number | undefined {
  const before = anchors.findLast(({ written }) => written <= edit.start);
  const after = anchors.find(({ written }) => written > edit.start);
  const expected = [before, after].flatMap((anchor) => (anchor ? [anchor.now + edit.start - anchor.written] : []));
  const seen = new Set(expected.filter((place) => free.has(place)));
  const [only] = seen;
  return seen.size === 1 ? only : undefined;
}
