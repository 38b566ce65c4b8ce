import { expect, it } from 'vitest';
import { applyTextEdits, reverseTextEdits } from '../../src/rewrite/apply-edits.js';

it('takes back brackets that went along with their destination', () => {
  const before = 'cover: "[[a.png]]"\n';
  const edits = [
    { start: 10, end: 15, text: 'https://new.example/a.png' },
    { start: 8, end: 10, text: '' },
    { start: 15, end: 17, text: '' },
  ];
  const after = applyTextEdits(before, edits);
  expect(after).toBe('cover: "https://new.example/a.png"\n');
  const originals = edits.map(({ start, end }) => before.slice(start, end));
  expect(applyTextEdits(after, reverseTextEdits(edits, originals))).toBe(before);
});
