import { join } from 'node:path';
import Database from 'libsql';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { CdnSubmission } from '../../src/core/cdn.js';
import type { HeaderChangeRecord } from '../../src/core/header-change.js';
import type { Ledger, PreparedRecord } from '../../src/core/ledger.js';
import { asObjectKey } from '../../src/core/object-key.js';
import type { Replacement } from '../../src/core/replacement.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { digestOf } from '../../src/lib/digest.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const image = 'https://img.example.com/图.png' as Identity;
const key = asObjectKey('ab/图 片.png');
const object = { key, digest: digestOf('stored'), size: 5, contentType: 'image/png' };
const copy = { key, size: 6, contentType: 'image/gif', checksum: { kind: 'crc64', value: '17' } } as const;
const picture: PreparedRecord = {
  digest: object.digest,
  size: 5,
  format: 'png',
  width: 3,
  height: 2,
  reason: 'encoded',
};

let root: string;
let ledger: Ledger;

/** Another process's view: what it sees is on the disk. */
const onDisk = (): Ledger => opened({ readOnly: true });

function opened({ readOnly = false } = {}): Ledger {
  const made = openLedger({ root, folder: join(root, '.imgferry'), now: () => 1, readOnly });
  onTestFinished(() => made.close());
  return made;
}

/** What no imgferry writes. */
function write(sql: string, ...values: readonly (string | number)[]): void {
  ledger.flush();
  const database = new Database(join(root, '.imgferry/ledger.db'));
  database.prepare(sql).run([...values]);
  database.close();
}

const damaged = (found: string) =>
  expect.objectContaining({ code: 'LEDGER_CORRUPT', facts: expect.objectContaining({ hint: 'damaged', found }) });

beforeEach(async () => {
  root = await temporaryFolder();
  ledger = opened();
});

describe('what an image became', () => {
  const source = digestOf('source');

  it('is found by source and result, under whatever settings', () => {
    ledger.recordPrepared(source, 'one', { ...picture, digest: digestOf('other'), reason: 'small-already' });
    ledger.recordPrepared(source, 'two', picture);
    expect(ledger.preparedAs(source, picture.digest)).toEqual(picture);
    expect(ledger.preparedAs(source, digestOf('none'))).toBeUndefined();
    expect(ledger.preparedAs(digestOf('none'), picture.digest)).toBeUndefined();
  });

  it('is known for encoded here only where it was', () => {
    ledger.recordPrepared(source, 'kept', { ...picture, digest: source, reason: 'small-already' });
    ledger.recordPrepared(source, 'made', { ...picture, format: 'webp' });
    expect(ledger.encodedHere(picture.digest)).toBe('webp');
    expect(ledger.encodedHere(source)).toBeUndefined();
  });

  it('is refused where its format is none', () => {
    ledger.recordPrepared(source, 'one', picture);
    write("UPDATE prepared SET format = 'bmp2'");
    expect(() => ledger.prepared(source, 'one')).toThrow(damaged('bmp2'));
  });

  it('is refused where a digest is none', () => {
    ledger.recordFetched(image, { digest: source, size: 1 });
    write("UPDATE fetched SET digest = 'zz'");
    expect(() => ledger.fetched(image)).toThrow(damaged('zz'));
  });
});

describe('where an image went', () => {
  it('is its copy where nobody here read the object, and the object where somebody did', () => {
    const run = ledger.beginRun('transfer', 1);
    ledger.recordMove(run, image, 'store', key);
    expect(ledger.moves(run)).toEqual([]);
    ledger.recordCopy('store', copy);
    expect(ledger.moves(run)).toEqual([{ identity: image, store: 'store', object: copy }]);
    ledger.recordObject('store', object);
    expect(ledger.moves(run)).toEqual([{ identity: image, store: 'store', object }]);
  });

  it('forgets an object that a copy took the place of', () => {
    ledger.recordObject('store', object);
    ledger.recordCopy('store', copy);
    expect(ledger.objectAt('store', key)).toBeUndefined();
    expect(ledger.objectOf('store', object.digest)).toBeUndefined();
  });

  it('is refused where its checksum is of no kind', () => {
    const run = ledger.beginRun('transfer', 1);
    ledger.recordCopy('store', copy);
    ledger.recordMove(run, image, 'store', key);
    write("UPDATE copies SET checksum_kind = 'crc8'");
    expect(() => ledger.moves(run)).toThrow(damaged('crc8'));
  });

  it('is told over all runs: the newest place in each store, and of what it was made', () => {
    const [first, second] = [ledger.beginRun('migrate', 2), ledger.beginRun('migrate', 1)];
    const later = { ...object, key: asObjectKey('cd/later.png') };
    const other = 'https://a.example.com/' as Identity;
    for (const one of [object, later]) ledger.recordObject('store', one);
    ledger.recordObject('elsewhere', object);
    ledger.recordMove(first, image, 'store', key);
    ledger.recordMove(second, image, 'store', later.key);
    ledger.recordMove(first, image, 'elsewhere', key);
    ledger.recordMove(first, other, 'store', key);
    const source = { digest: digestOf('source'), size: 9 };
    ledger.recordFetched(image, source);
    for (const fingerprint of ['b', 'a']) ledger.recordPrepared(source.digest, fingerprint, picture);
    const made = ['a', 'b'].map((fingerprint) => ({ ...picture, fingerprint }));
    expect(ledger.arrivals()).toEqual([
      { identity: other, store: 'store', object, made: [] },
      { identity: image, store: 'elsewhere', object, source, made },
      { identity: image, store: 'store', object: later, source, made },
    ]);
  });

  it('names every store that was ever written to', () => {
    ledger.recordStore('s3://b/', { name: 'b' });
    ledger.recordStore('file:a', { name: 'a' });
    expect(ledger.knownStores()).toEqual(['file:a', 's3://b/']);
  });
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
    expect(onDisk().runs()).toEqual([
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
    write(sql);
    const read = of === 'runs' ? () => ledger.runs() : () => ledger.postEdits(run);
    expect(read).toThrow(damaged(found));
    if (of !== 'runs') expect(() => ledger.postEditsOf('a.md')).toThrow(damaged(found));
  });

  it('have the state of an edit on the disk at once, but for its having been written', () => {
    const run = ledger.beginRun('migrate', 1);
    ledger.recordPostEdit({ ...record, run, state: 'planned' });
    const state = () => onDisk().postEdits(run)[0]?.state;
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
    expect(onDisk().temporaries()).toEqual([]);
    expect(onDisk().postEdits(run)).toEqual([]);
    act(false)();
    expect(onDisk().temporaries()).toEqual(['/a']);
    expect(onDisk().postEdits(run)).toHaveLength(1);
    ledger.forgetTemporary('/a');
    ledger.flush();
    expect(onDisk().temporaries()).toEqual([]);
  });
});

describe('replacements', () => {
  const place = { run: 'r1', place: 'a.png', before: digestOf('a'), after: digestOf('b'), state: 'planned' } as const;
  const object: Replacement = { ...place, store: 's', place: 'k.png', successor: 'k.webp', original: 'old/k.png' };

  it('come back whole, those of a store beside those of files', () => {
    for (const one of [object, place]) ledger.recordReplacement(one);
    expect(onDisk().replacements('r1')).toEqual([place, object]);
    expect(ledger.replacements('r2')).toEqual([]);
    expect(ledger.plannedReplacements()).toEqual([place, object]);
  });

  it('stand once they are written, the newest before others', () => {
    for (const run of ['r2', 'r1', 'r3']) ledger.recordReplacement({ ...place, run });
    expect(ledger.standingReplacement(place)).toBeUndefined();
    for (const run of ['r1', 'r2']) ledger.setReplacementState({ ...place, run }, 'written');
    expect(onDisk().standingReplacement(place)).toEqual({ ...place, run: 'r2', state: 'written' });
    expect(ledger.standingReplacement({ ...place, store: 's' })).toBeUndefined();
    expect(ledger.plannedReplacements().map(({ run }) => run)).toEqual(['r3']);
    ledger.recordReplacement(object);
    ledger.setReplacementState(object, 'written');
    expect(ledger.standingReplacement(object)).toEqual({ ...object, state: 'written' });
  });

  it('are refused in a state that is none', () => {
    ledger.recordReplacement(place);
    write("UPDATE replacements SET state = 'lost'");
    expect(() => ledger.replacements('r1')).toThrow(damaged('lost'));
  });

  it('know what a file held when it was the same file', () => {
    ledger.recordContent('a.png', 'stamp', digestOf('a'));
    expect(ledger.contentOf('a.png', 'stamp')).toBe(digestOf('a'));
    expect(ledger.contentOf('a.png', 'later')).toBeUndefined();
    expect(ledger.contentOf('b.png', 'stamp')).toBeUndefined();
  });
});

describe('uploads in parts', () => {
  it('are known by store and key until they are forgotten, at once', () => {
    const upload = { key, id: 'ID=', content: 'etag', partSize: 8 };
    const other = { ...upload, key: asObjectKey('aa') };
    for (const one of [upload, other]) ledger.recordUpload('s', one);
    ledger.recordUpload('t', upload);
    expect(onDisk().uploads('s')).toEqual([other, upload]);
    ledger.recordUpload('s', { ...upload, id: 'again' });
    expect(onDisk().uploadOf('s', key)).toEqual({ ...upload, id: 'again' });
    ledger.forgetUpload('s', key);
    expect(onDisk().uploadOf('s', key)).toBeUndefined();
    expect(ledger.uploads('s')).toEqual([other]);
    expect(ledger.uploadOf('t', key)).toEqual(upload);
  });
});

describe('submissions', () => {
  const sent: CdnSubmission = {
    provider: 'p',
    action: 'refresh',
    target: 'url',
    name: 'https://a/',
    state: 'sent',
    task: '7',
    since: 3,
    at: 4,
  };
  const { task: _, ...waiting } = { ...sent, name: 'https://b/', state: 'waiting' as const, since: 2 };
  const sending = { ...waiting, name: 'https://c/', state: 'sending' as const, since: 1 };

  it('come back whole; those that are not done the oldest first', () => {
    ledger.recordSubmissions([]);
    ledger.recordSubmissions([sent, waiting, sending]);
    const disk = onDisk();
    expect(disk.submission('p', 'refresh', 'url', 'https://a/')).toEqual(sent);
    expect(disk.submission('p', 'prefetch', 'url', 'https://a/')).toBeUndefined();
    expect(disk.unfinishedSubmissions('p')).toEqual([sending, waiting]);
    expect(disk.unfinishedSubmissions('q')).toEqual([]);
  });

  it('are forgotten by their names', () => {
    ledger.recordSubmissions([sent, waiting, sending]);
    ledger.forgetSubmissions('p', 'refresh', 'url', ['https://b/', 'https://a/']);
    expect(onDisk().submission('p', 'refresh', 'url', 'https://a/')).toBeUndefined();
    expect(onDisk().unfinishedSubmissions('p')).toEqual([sending]);
  });

  it.each(['action', 'target', 'state'])('are refused with an unknown %s', (column) => {
    ledger.recordSubmissions([waiting]);
    write(`UPDATE submissions SET ${column} = 'x'`);
    expect(() => ledger.unfinishedSubmissions('p')).toThrow(damaged('x'));
  });
});

describe('changes of headers', () => {
  const change: HeaderChangeRecord = {
    run: 'r',
    store: 's',
    key,
    before: { 'cache-control': 'no-cache' },
    after: {},
    state: 'planned',
  };

  it('come back whole, and have the state that they were given', () => {
    const other = { ...change, key: asObjectKey('aa'), state: 'written' } as const;
    for (const one of [change, other]) ledger.recordHeaderChange(one);
    expect(onDisk().headerChanges('r')).toEqual([other, change]);
    ledger.setHeaderChangeState(change, 'undone');
    expect(onDisk().headerChanges('r')).toEqual([other, { ...change, state: 'undone' }]);
    expect(ledger.headerChanges('other')).toEqual([]);
  });

  it.each([
    ["UPDATE header_changes SET state = 'lost'", 'lost'],
    ["UPDATE header_changes SET before = 'x'", 'header_changes'],
    ["UPDATE header_changes SET before = 'null'", 'header_changes'],
    ["UPDATE header_changes SET after = '7'", 'header_changes'],
    [`UPDATE header_changes SET after = '{"a":1}'`, 'header_changes'],
  ])('are refused where they are damaged: %s', (sql, found) => {
    ledger.recordHeaderChange(change);
    write(sql);
    expect(() => ledger.headerChanges('r')).toThrow(damaged(found));
  });
});
