import { describe, expect, it } from 'vitest';
import type { PlannedEdit } from '../../src/core/plan.js';
import { loadCommonMark } from '../../src/rewrite/commonmark-destinations.js';
import { disagreementOfCommonMark } from '../../src/rewrite/confirm-by-commonmark.js';
import { moved, scan } from './scanned-post.js';

const list = await loadCommonMark();

/** What CommonMark says of a text after edits, three lines below the start of its document. */
function opinionOn({ before, after, edits }: { before: string; after: string; edits: readonly PlannedEdit[] }) {
  const { references, links } = scan(before);
  const standing = [...references, ...links];
  const edited = edits.flatMap((edit) => {
    const reference = standing.find(({ span }) => span.start === edit.edits[0].start);
    return reference ? [{ edit, reference }] : [];
  });
  return disagreementOfCommonMark({ before, after, linesAbove: 3 }, edited, list);
}

const old = 'https://old.example';
const now = 'https://new.example';

describe('CommonMark’s opinion', () => {
  it.each([
    ['an image and a link', `![a](${old}/a.png) [b](${old}/b.png)`],
    ['one address in several places', `![a](${old}/a.png) ![a](${old}/a.png)`],
    ['a definition that is used three times', `![a][x] [b][x] ![x]\n\n[x]: ${old}/a.png`],
    ['an address in angle brackets', `![a](<${old}/a b.png>)`],
    ['an address with spaces, which was no image before', `![a](${old}/a b.png)`],
    ['an escaped address', `![a](${old}/a\\_b.png)`],
    ['an address among others that stay', `![a](https://stays.example/1.png)\n\n![b](${old}/b.png)\n\n[c](/c)`],
  ])('agrees on %s', (_, before) => {
    expect(opinionOn(moved(before))).toBeUndefined();
  });

  it('names what is written but reads as nothing, or as something else', () => {
    const { before, edits } = moved(`![a](${old}/a.png)`);
    const written = (text: string): PlannedEdit[] =>
      edits.map((edit) => ({ ...edit, edits: [{ ...edit.edits[0], text }] }));
    const expected = { line: 1, expected: `${now}/a.png` };
    const nothing = { before, after: before, edits: written(`${now}/a b.png`) };
    expect(opinionOn(nothing)).toEqual({ ...expected, found: '' });
    const other = { before, after: before, edits: written(`${now}/b.png`) };
    expect(opinionOn(other)).toEqual({ ...expected, found: `${now}/b.png` });
  });

  const two = moved(`![a](${old}/a.png)\n\n![b](${old}/b.png)`);

  it.each([
    ['an address that nobody planned', `![a](${now}/a.png)\n\n![b](${now}/c.png)`, `${now}/c.png`],
    ['an image that became a link', `![a](${now}/a.png)\n\n[b](${now}/b.png)`, `${now}/b.png`],
    ['an image that came between', `![a](${now}/a.png)\n\n![c](/c.png) ![b](${now}/b.png)`, '/c.png'],
    ['addresses that changed places', `![b](${now}/b.png)\n\n![a](${now}/a.png)`, `${now}/b.png`],
  ])('names %s, by its line in the document', (_, after, found) => {
    const line = after.indexOf(found) < after.indexOf('\n') ? 4 : 6;
    const expected = line === 4 ? `${old}/a.png` : `${old}/b.png`;
    expect(opinionOn({ ...two, after })).toEqual({ line, expected, found });
  });

  it('names what was lost', () => {
    const lost = { line: 6, expected: `${old}/b.png`, found: '' };
    expect(opinionOn({ ...two, after: `![a](${now}/a.png)` })).toEqual(lost);
  });

  it('names what came where nothing was', () => {
    const extra = { line: 8, expected: '', found: '/c.png' };
    expect(opinionOn({ ...two, after: `${two.after}\n\n![c](/c.png)` })).toEqual(extra);
  });

  it('lets a planned change happen no more often than it was planned', () => {
    const { before, after, edits } = moved(`![a](${old}/a.png)\n\n![a](${old}/a.png)`);
    const twice = { line: 6, expected: `${old}/a.png`, found: `${now}/a.png` };
    expect(opinionOn({ before, after, edits: edits.slice(0, 1) })).toEqual(twice);
    const spaced = moved(`![a](${old}/a b.png)`);
    const arrived = opinionOn({ ...spaced, after: `${spaced.after}\n\n${spaced.after}` });
    expect(arrived).toMatchObject({ line: 6, expected: '' });
  });
});
