import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { Ledger } from '../../src/core/ledger.js';
import { asObjectKey } from '../../src/core/object-key.js';
import { digestOf } from '../../src/lib/digest.js';
import { damaged, type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

const image = 'https://img.example.com/图.png' as Identity;
const key = asObjectKey('ab/图 片.png');

let at: TemporaryLedger;
let ledger: Ledger;

beforeEach(async () => {
  at = await temporaryLedger();
  ledger = at.open();
});

describe('runs', () => {
  const edit = {
    identity: image,
    syntax: 'inline',
    line: 1,
    column: 2,
    raw: 'a',
    address: 'b',
    edits: [{ start: 0, end: 1, text: 'b' }],
  } as const;
  const record = { file: 'a.md', before: digestOf('a'), after: digestOf('b'), edits: [edit], originals: [['a']] };

  it('name the posts whose edits stand, and give those of one', () => {
    const run = ledger.beginRun('migrate', 1);
    for (const state of ['written', 'undone', 'planned', 'abandoned'] as const) {
      ledger.recordPostEdit({ ...record, run, file: `${state}.md`, state });
      ledger.recordPostEdit({ ...record, run, file: `again-${state}.md`, state });
    }
    ledger.recordPostEdit({ ...record, run: ledger.beginRun('migrate', 2), state: 'written' });
    expect(ledger.editedPosts(run)).toEqual(['again-written.md', 'written.md']);
    expect(ledger.postEdit(run, 'undone.md')).toEqual({ ...record, run, file: 'undone.md', state: 'undone' });
    expect(ledger.postEdit(run, record.file)).toBeUndefined();
  });

  it('sort by their ids, which tell when they began', () => {
    const at = Date.UTC(2025, 10, 24, 15, 30, 42, 7);
    expect(ledger.beginRun('migrate', at)).toMatch(/^20251124-153042-007[0-9a-f]$/);
    expect(ledger.beginRun('migrate', at + 993)).toMatch(/^20251124-153043-000[0-9a-f]$/);
  });

  it('count images and headers with the posts', () => {
    const run = ledger.beginRun('optimize', 1);
    const image = { run, place: 'a.png', before: digestOf('a'), after: digestOf('b'), state: 'written' } as const;
    ledger.recordReplacement(image);
    ledger.recordReplacement({ ...image, place: 'b.png', state: 'undone' });
    ledger.recordReplacement({ ...image, place: 'c.png', state: 'abandoned' });
    ledger.recordHeaderChange({ run, store: 's', key, before: {}, after: {}, state: 'planned' });
    ledger.recordPostEdit({ ...record, run, edits: [edit, edit], originals: [['a'], ['a']], state: 'written' });
    ledger.finishRun(run, 'stopped', 9);
    expect(at.onDisk().runs()).toEqual([
      { id: run, command: 'optimize', startedAt: 1, finishedAt: 9, state: 'stopped', standing: 3, undone: 1, edits: 5 },
    ]);
  });

  it.each([
    ['runs', 'a state', "UPDATE runs SET state = 'lost'", 'lost'],
    ['post edits', 'a state', "UPDATE post_edits SET state = 'lost'", 'lost'],
    ['post edits', 'edits', "UPDATE post_edits SET edits = '{}'", 'post_edits.edits'],
    ['post edits', 'originals', "UPDATE post_edits SET originals = '[1]'", 'post_edits.originals'],
    ['post edits', 'a list of originals', "UPDATE post_edits SET originals = '[[1]]'", 'post_edits.originals'],
    [
      'post edits',
      'a text',
      'UPDATE post_edits SET edits = replace(edits, \'"raw":"a"\', \'"raw":1\')',
      'post_edits.edits',
    ],
    [
      'post edits',
      'a line',
      'UPDATE post_edits SET edits = replace(edits, \'"line":1\', \'"line":"1"\')',
      'post_edits.edits',
    ],
    ['post edits', 'a column', "UPDATE post_edits SET edits = replace(edits, '\"column\":2,', '')", 'post_edits.edits'],
    [
      'post edits',
      'spans',
      'UPDATE post_edits SET edits = replace(edits, \'"end":1\', \'"end":null\')',
      'post_edits.edits',
    ],
    ['post edits', 'a start', "UPDATE post_edits SET edits = replace(edits, '\"start\":0,', '')", 'post_edits.edits'],
    [
      'post edits',
      'a span’s text',
      'UPDATE post_edits SET edits = replace(edits, \',"text":"b"\', \'\')',
      'post_edits.edits',
    ],
    [
      'post edits',
      'any span',
      `UPDATE post_edits SET edits = replace(edits, '[{"start":0,"end":1,"text":"b"}]', '[]')`,
      'post_edits.edits',
    ],
    ['post edits', 'a list of edits', `UPDATE post_edits SET edits = '[null]'`, 'post_edits.edits'],
  ])('of which %s have not %s are refused', (of, _, sql, found) => {
    const run = ledger.beginRun('migrate', 1);
    ledger.recordPostEdit({ ...record, run, state: 'written' });
    expect(ledger.postEdits(run)).toEqual([{ ...record, run, state: 'written' }]);
    at.write(sql);
    const read = of === 'runs' ? () => ledger.runs() : () => ledger.postEdits(run);
    if (found === 'lost' && of !== 'runs') expect(() => ledger.editedPosts(run)).toThrow(damaged(found));
    expect(read).toThrow(damaged(found));
    if (of !== 'runs') expect(() => ledger.postEditsOf('a.md')).toThrow(damaged(found));
  });

  it('have the state of an edit on the disk at once, but for its having been written', () => {
    const run = ledger.beginRun('migrate', 1);
    ledger.recordPostEdit({ ...record, run, state: 'planned' });
    const state = () => at.onDisk().postEdits(run)[0]?.state;
    ledger.setPostEditState(run, 'a.md', 'written');
    expect(state()).toBe('planned');
    ledger.flush();
    expect(state()).toBe('written');
    ledger.setPostEditState(run, 'a.md', 'undone');
    expect(state()).toBe('undone');
  });

  it('have all that one action records on the disk, or nothing of it', () => {
    const run = ledger.beginRun('migrate', 1);
    const act = (fails: boolean) => () =>
      ledger.together(() => {
        ledger.recordPostEdit({ ...record, run, state: 'planned' });
        ledger.rememberTemporary('/a');
        if (fails) throw new Error('stop');
      });
    expect(act(true)).toThrow('stop');
    expect(at.onDisk().temporaries()).toEqual([]);
    expect(at.onDisk().postEdits(run)).toEqual([]);
    act(false)();
    expect(at.onDisk().temporaries()).toEqual(['/a']);
    expect(at.onDisk().postEdits(run)).toHaveLength(1);
    ledger.forgetTemporary('/a');
    ledger.flush();
    expect(at.onDisk().temporaries()).toEqual([]);
  });
});
