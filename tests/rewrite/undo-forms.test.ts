import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { ImageReference } from '../../src/core/image-reference.js';
import type { PostEditRecord } from '../../src/core/ledger.js';
import type { PlannedEdit } from '../../src/core/plan.js';
import { digestOf } from '../../src/lib/digest.js';
import { applyEdits, originalsOf } from '../../src/rewrite/apply-edits.js';
import { type Undoing, undoEdits } from '../../src/rewrite/undo-edits.js';

const address = 'https://new.example/1.png';
const base = { identity: 'x' as Identity, line: 1, column: 1, address };

/** Sees an image wherever an address stands. */
function scan(text: string) {
  const references = [...text.matchAll(/https:[^\s">]*/g)].map(({ 0: raw, index }): ImageReference => {
    const span = { start: index, end: index + raw.length };
    const place = { document: 'post.md', line: 1, column: index + 1 };
    const target = { kind: 'remote', url: raw } as const;
    return { ...place, syntax: 'inline', role: 'image', span, raw, target, fragment: '', escaping: [] };
  });
  return { format: 'markdown', references, links: [] } as const;
}

function recordOf(
  before: string,
  edits: readonly PlannedEdit[],
  run = 'run-1',
): { record: PostEditRecord; after: string } {
  const after = applyEdits(before, edits);
  const digests = { before: digestOf(before), after: digestOf(after) };
  return {
    after,
    record: { run, file: 'post.md', ...digests, edits, originals: originalsOf(before, edits), state: 'written' },
  };
}

const undo = (record: PostEditRecord, text: string, history = [record]): Undoing =>
  undoEdits({ file: 'post.md', record, text, digest: digestOf(text), history, scan });

describe('an undo of an image that took another form', () => {
  const before = '{% asset_img a.png alt %} {% asset_img b.png alt %}';
  const edit = (raw: string): PlannedEdit => {
    const start = before.indexOf(raw);
    const edits: PlannedEdit['edits'] = [
      { start, end: start + raw.length, text: address },
      { start: start - 10, end: start - 1, text: 'img' },
    ];
    return { ...base, syntax: 'tag:hexo-asset_img', raw, edits };
  };
  const { record, after } = recordOf(before, [edit('a.png'), edit('b.png')]);

  it('puts back all of its parts, in a post that was edited since too', () => {
    expect(after).toBe(`{% img ${address} alt %} {% img ${address} alt %}`);
    expect(undo(record, after).text).toBe(before);
    expect(undo(record, `hand ${after}`)).toMatchObject({ text: `hand ${before}`, kept: [] });
  });

  it.each([
    ['its tag', `{% pic ${address} alt %} {% pic ${address} alt %}`],
    ['all but its address', `${address} ${address}`],
  ])('leaves it alone where a hand changed %s', (_, edited) => {
    const undone = undo(record, edited);
    expect(undone.text).toBe(edited);
    expect(undone.kept.map(({ reason }) => reason)).toEqual(['changed', 'changed']);
  });
});

describe('an undo before that of a later run', () => {
  const first = (text: string, raw = 'a.png'): PlannedEdit => {
    return { ...base, syntax: 'inline', raw, edits: [{ start: 0, end: raw.length, text }] };
  };
  const later = (raw: string, start: number): PlannedEdit => {
    return {
      ...base,
      syntax: 'inline',
      raw,
      edits: [{ start, end: start + raw.length, text: 'https://later.example/' }],
    };
  };

  it.each([
    ['bare', address, 0],
    ['in brackets', `<${address}>`, 1],
    ['in quotes', `"${address}"`, 1],
  ])('is refused where that changed what was written %s', (_, text, start) => {
    const one = recordOf('a.png', [first(text)]);
    const two = recordOf(one.after, [later(address, start)], 'run-2');
    expect(() => undo(one.record, two.after, [one.record, two.record])).toThrow('UNDO_SUPERSEDED');
  });

  it('is refused where that changed one of several', () => {
    const kept: PlannedEdit = {
      ...base,
      syntax: 'inline',
      raw: 'b.png',
      edits: [{ start: 6, end: 11, text: 'https://c/' }],
    };
    const one = recordOf('a.png b.png c.png', [first(address), kept]);
    const other = later('c.png', one.after.indexOf('c.png'));
    const two = recordOf(one.after, [later(address, 0), other], 'run-2');
    expect(() => undo(one.record, two.after, [one.record, two.record])).toThrow('UNDO_SUPERSEDED');
  });

  it('is no matter of a place that was empty', () => {
    const one = recordOf('a.png ', [first('')]);
    const two = recordOf(one.after, [later('', 0)], 'run-2');
    expect(undo(one.record, two.after, [one.record, two.record]).kept).toHaveLength(1);
  });
});
