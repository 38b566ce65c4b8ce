import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { ImageReference } from '../../src/core/image-reference.js';
import type { PlannedEdit } from '../../src/core/plan.js';
import { disagreementOfRescan } from '../../src/rewrite/confirm-by-rescan.js';
import { moved, scan } from './scanned-post.js';

const old = 'https://old.example';
const seen = (text: string): readonly ImageReference[] => scan(text).references;

const change = moved(`![a](${old}/a.png)\n\n![b](https://stays.example/b.png)\n\n![c](${old}/c.png)`);
const [before, after] = [seen(change.before), seen(change.after)];

/** The second image, which stays, seen as something else. */
const withSecond = (other: Partial<ImageReference>): readonly ImageReference[] =>
  after.map((reference, index) => (index === 1 ? { ...reference, ...other } : reference));

describe('the second scan', () => {
  it('agrees where only what was planned changed', () => {
    expect(disagreementOfRescan(before, after, change.edits)).toBeUndefined();
  });

  const span = after[1]?.span ?? { start: 0, end: 0 };

  it.each<[string, Partial<ImageReference>]>([
    ['begins elsewhere', { span: { ...span, start: span.start - 1 } }],
    ['ends elsewhere', { span: { ...span, end: span.end + 1 } }],
    ['has other characters', { raw: 'other.png' }],
    ['is written otherwise', { syntax: 'definition' }],
    ['is there for something else', { role: 'link' as ImageReference['role'] }],
    ['leads elsewhere', { target: { kind: 'remote', url: 'https://stays.example/other.png' } }],
  ])('names what was not to change and %s', (_, other) => {
    const found = other.raw ?? 'https://stays.example/b.png';
    const told = { line: 3, expected: 'https://stays.example/b.png', found };
    expect(disagreementOfRescan(before, withSecond(other), change.edits)).toEqual(told);
  });

  it('names what is no longer there, and what came to it', () => {
    const lost = { line: 5, expected: 'https://new.example/c.png', found: '' };
    expect(disagreementOfRescan(before, after.slice(0, 2), change.edits)).toEqual(lost);
    const [extra] = seen('![d](/d.png)');
    const more = [...after, ...(extra ? [extra] : [])];
    expect(disagreementOfRescan(before, more, change.edits)).toEqual({ line: 1, expected: '', found: '/d.png' });
  });

  it('names an edit of what it does not see', () => {
    const [first] = change.edits;
    const unseen = change.edits.map((edit) =>
      edit === first ? { ...edit, edits: [{ ...edit.edits[0], start: 1, end: 1, text: '' }] as const } : edit,
    );
    const kept = seen(change.after.replace('new.example/a', 'old.example/a'));
    expect(disagreementOfRescan(before, kept, unseen)).toEqual({ line: 1, expected: `${old}/a.png`, found: '' });
  });

  /** One image moved to an address, seen as it reads where something else was written. */
  function onOne(address: string, written = address) {
    const text = `![a](${old}/a.png)`;
    const start = text.indexOf(old);
    const edit: PlannedEdit = {
      identity: 'x' as Identity,
      syntax: 'inline',
      line: 1,
      column: 6,
      raw: `${old}/a.png`,
      address,
      edits: [{ start, end: text.length - 1, text: written }],
    };
    return disagreementOfRescan(seen(text), seen(`![a](${written})`), [edit]);
  }

  it.each([
    ['an address', 'https://new.example/a.png', undefined],
    ['an address with a fragment', 'https://new.example/a.svg#part', undefined],
    ['a path', 'img/a.png', undefined],
    ['an encoded path', 'img/%E5%9B%BE.png', 'img/图.png'],
    ['a path with a query', 'img/a.png?v=1', undefined],
    ['a percent sign that encodes nothing', 'img/a%zz.png', undefined],
  ])('reads %s as it was planned', (_, address, written) => {
    expect(onOne(address, written)).toBeUndefined();
  });

  it.each([
    ['another address', 'https://new.example/a.png', 'https://new.example/b.png'],
    ['another fragment', 'https://new.example/a.svg#part', 'https://new.example/a.svg#other'],
    ['a fragment that was lost', 'https://new.example/a.svg#part', 'https://new.example/a.svg'],
    ['a path in place of an address', 'https://new.example/a.png', 'a.png'],
    ['another name in a path', 'img/a.png', 'img/b.png'],
  ])('names %s', (_, address, written) => {
    expect(onOne(address, written)).toEqual({ line: 1, expected: address, found: written });
  });
});
