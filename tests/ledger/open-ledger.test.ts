import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import { ImgferryError } from '../../src/core/errors.js';
import type { Ledger, PostEditRecord } from '../../src/core/ledger.js';
import { asObjectKey } from '../../src/core/object-key.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { digestOf } from '../../src/lib/digest.js';

let root: string;
let open: Ledger[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'imgferry-ledger-'));
  open = [];
});

afterEach(() => {
  for (const ledger of open) ledger.close();
  rmSync(root, { recursive: true });
});

const folder = (): string => join(root, '.imgferry');
const file = (): string => join(folder(), 'ledger.db');

function opened(options: Partial<Parameters<typeof openLedger>[0]> = {}): Ledger {
  const ledger = openLedger({ root, folder: folder(), now: () => 1_763_990_000_000, ...options });
  open.push(ledger);
  return ledger;
}

function closeAll(): void {
  for (const ledger of open.splice(0)) ledger.close();
}

function errorOf(action: () => unknown): ImgferryError {
  try {
    action();
  } catch (error) {
    if (error instanceof ImgferryError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const address = 'https://img.example.com/图%20片/😀.png?x=1' as Identity;
const source = digestOf('source');
const object = {
  key: asObjectKey('ab/图 片.png'),
  digest: digestOf('stored'),
  size: 2 ** 40,
  contentType: 'image/png',
};

function postEdit(run: string, name: string, state: PostEditRecord['state'] = 'planned'): PostEditRecord {
  const edit = {
    identity: address,
    syntax: 'inline',
    line: 3,
    column: 5,
    raw: 'a "b"\u0000\r\n',
    address: 'https://new.example.com/a.png',
    edits: [{ start: 10, end: 12, text: 'x' }],
  } as const;
  const digests = { before: digestOf('before'), after: digestOf('after') };
  return { run, file: name, ...digests, edits: [edit], originals: [['ab']], state };
}

describe('openLedger', () => {
  it('gives back what was recorded, in this process at once and in the next after closing', () => {
    const picture = { digest: object.digest, size: 5, format: 'png', width: 3, height: 2, reason: 'encoded' } as const;
    const ledger = opened();
    ledger.recordFetched(address, { digest: source, size: 7 });
    ledger.recordPrepared(source, 'fingerprint', picture);
    ledger.recordObject('store', object);
    ledger.recordAddress('store', object.key, 'https://new.example.com/x');
    ledger.recordStore('store', { name: 'blog', publicUrl: 'https://new.example.com/' });
    ledger.recordStore('plain', { name: 'file:x' });
    const check = (found: Ledger): void => {
      expect(found.fetched(address)).toEqual({ digest: source, size: 7 });
      expect(found.fetched('https://other/' as Identity)).toBeUndefined();
      expect(found.prepared(source, 'fingerprint')).toEqual(picture);
      expect(found.prepared(source, 'other')).toBeUndefined();
      expect(found.objectOf('store', object.digest)).toEqual(object);
      expect(found.objectOf('elsewhere', object.digest)).toBeUndefined();
      expect(found.objectAt('store', object.key)).toEqual(object);
      expect(found.objectByAddress('https://new.example.com/x')).toEqual({ store: 'store', object });
      expect(found.objectByAddress('https://new.example.com/y')).toBeUndefined();
      expect(found.storePlace('store')).toEqual({ name: 'blog', publicUrl: 'https://new.example.com/' });
      expect(found.storePlace('plain')).toEqual({ name: 'file:x' });
      expect(found.storePlace('none')).toBeUndefined();
    };
    check(ledger);
    closeAll();
    check(opened());
  });

  it('keeps the first key of a digest, whatever stands under later ones', () => {
    const ledger = opened();
    const twin = { ...object, key: asObjectKey('aa/twin.png') };
    ledger.recordObject('store', object);
    ledger.recordObject('store', twin);
    ledger.recordObject('store', { ...object, size: 9 });
    expect(ledger.objectOf('store', object.digest)?.key).toBe(object.key);
    expect(ledger.objectAt('store', twin.key)).toEqual(twin);
  });

  it('remembers that a public address was read only while the bytes are the same', () => {
    const ledger = opened();
    ledger.recordObject('store', { ...object, publicVerifiedAt: 5 });
    ledger.recordObject('store', object);
    expect(ledger.objectAt('store', object.key)?.publicVerifiedAt).toBe(5);
    ledger.recordObject('store', { ...object, digest: digestOf('other') });
    expect(ledger.objectAt('store', object.key)?.publicVerifiedAt).toBeUndefined();
  });

  it('sees what is written after it was asked for very many objects', () => {
    const ledger = opened();
    const keyOf = (number: number) => asObjectKey(`k/${number}.png`);
    for (let number = 0; number < 10; number++) ledger.recordObject('store', { ...object, key: keyOf(number) });
    for (let lookup = 0; lookup < 3000; lookup++) {
      const found = ledger.objectAt('store', keyOf(lookup % 12));
      expect(found?.size).toBe(lookup % 12 < 10 ? object.size : undefined);
    }
    ledger.recordObject('store', { ...object, key: keyOf(3), size: 5 });
    const other = opened();
    ledger.flush();
    other.recordObject('store', { ...object, key: keyOf(11), size: 6 });
    other.flush();
    expect([3, 4, 11].map((number) => ledger.objectAt('store', keyOf(number))?.size)).toEqual([5, object.size, 6]);
  });

  it('tells runs by their start and counts the posts whose edits stand', () => {
    const ledger = opened();
    const at = Date.UTC(2025, 10, 24, 15, 30, 42, 7);
    const [first, second] = [ledger.beginRun('migrate', at), ledger.beginRun('undo', at + 1)];
    expect(first).toMatch(/^20251124-153042-007[0-9a-f]$/);
    expect([second, first].sort()).toEqual([first, second]);
    ledger.recordPostEdit(postEdit(first, 'b.md'));
    ledger.recordPostEdit(postEdit(first, 'a.md'));
    ledger.recordPostEdit(postEdit(first, 'c.md', 'abandoned'));
    ledger.setPostEditState(first, 'a.md', 'undone');
    ledger.finishRun(first, 'done', at + 9);
    const run = { id: first, command: 'migrate', startedAt: at, finishedAt: at + 9, state: 'done' };
    expect(ledger.runs()).toEqual([
      { ...run, standing: 1, undone: 1, edits: 2 },
      { id: second, command: 'undo', startedAt: at + 1, state: 'running', standing: 0, undone: 0, edits: 0 },
    ]);
    expect(ledger.postEdits(first)).toEqual([
      postEdit(first, 'a.md', 'undone'),
      postEdit(first, 'b.md'),
      postEdit(first, 'c.md', 'abandoned'),
    ]);
  });

  it('lists runs, and the edits of one post over all of them, in the order in which they began, whatever the clock said', () => {
    const ledger = opened();
    const late = ledger.beginRun('migrate', 2_000);
    const early = ledger.beginRun('migrate', 1_000);
    for (const run of [late, early]) ledger.recordPostEdit(postEdit(run, 'a.md'));
    expect(ledger.postEditsOf('a.md').map(({ run }) => run)).toEqual([late, early]);
    expect(ledger.runs().map(({ id }) => id)).toEqual([late, early]);
    expect(ledger.postEditsOf('b.md')).toEqual([]);
  });

  it('lists what images became in a run', () => {
    const ledger = opened();
    const run = ledger.beginRun('migrate', 1);
    ledger.recordObject('store', object);
    ledger.recordMove(run, address, 'store', object.key);
    ledger.recordMove(run, address, 'store', object.key);
    expect(ledger.moves(run)).toEqual([{ identity: address, store: 'store', object }]);
    expect(ledger.moves('other')).toEqual([]);
  });

  it('has what must not be lost on the disk when the call returns', () => {
    const ledger = opened();
    const other = opened({ readOnly: true });
    ledger.recordFetched(address, { digest: source, size: 7 });
    expect(other.fetched(address)).toBeUndefined();
    ledger.rememberTemporary('/posts/.a.tmp');
    expect(other.temporaries()).toEqual(['/posts/.a.tmp']);
    expect(other.fetched(address)).toBeDefined();
    ledger.forgetTemporary('/posts/.a.tmp');
    ledger.flush();
    expect(other.temporaries()).toEqual([]);
    const run = ledger.beginRun('migrate', 1);
    ledger.recordPostEdit(postEdit(run, 'a.md'));
    expect(other.postEdits(run)).toHaveLength(1);
  });

  it('commits after 200 records', () => {
    const ledger = opened();
    const other = opened({ readOnly: true });
    const record = (number: number): void =>
      ledger.recordFetched(`https://a/${number}` as Identity, { digest: source, size: 1 });
    for (let number = 1; number < 200; number++) record(number);
    expect(other.fetched('https://a/1' as Identity)).toBeUndefined();
    record(200);
    expect(other.fetched('https://a/1' as Identity)).toBeDefined();
  });

  it('commits what is few by a timer', async () => {
    const ledger = opened();
    const other = opened({ readOnly: true });
    ledger.recordFetched(address, { digest: source, size: 1 });
    await expect.poll(() => other.fetched(address), { timeout: 5000, interval: 20 }).toBeDefined();
  });

  it('keeps its own folder out of git, and writes nothing into a folder of the person', () => {
    opened();
    expect(readFileSync(join(folder(), '.gitignore'), 'utf8')).toBe('*\n');
    opened({ folder: root, file: join(root, 'mine.db') });
    expect(existsSync(join(root, '.gitignore'))).toBe(false);
  });

  it('leaves one file and an empty log when it is closed', () => {
    opened().recordFetched(address, { digest: source, size: 7 });
    closeAll();
    const filled = readdirSync(folder()).filter((name) => name.endsWith('.db') || name.endsWith('-wal'));
    expect(filled.map((name) => [name, statSync(join(folder(), name)).size > 0])).toEqual([
      ['ledger.db', true],
      ...(filled.includes('ledger.db-wal') ? [['ledger.db-wal', false]] : []),
    ]);
  });

  it('sweeps what a killed process left beside it when it was new, and nothing of a living one', () => {
    opened();
    closeAll();
    const [dead, living] = [`${file()}.new-4194305`, `${file()}.new-1`]; // above the greatest id of Linux; init
    for (const path of [dead, living]) writeFileSync(path, 'half');
    opened({ readOnly: true });
    expect([dead, living].map((path) => existsSync(path))).toEqual([true, true]);
    opened();
    expect([dead, living].map((path) => existsSync(path))).toEqual([false, true]);
  });

  it('is empty and makes nothing where it is only read and absent', () => {
    const ledger = opened({ readOnly: true });
    expect(ledger.runs()).toEqual([]);
    expect(ledger.fetched(address)).toBeUndefined();
    expect(existsSync(folder())).toBe(false);
    expect(() => ledger.recordFetched(address, { digest: source, size: 1 })).toThrow();
  });

  it.runIf(process.platform === 'linux')('refuses a folder that takes no other', () => {
    const { code, facts } = errorOf(() => opened({ folder: '/proc/none/of/them' }));
    const expected = { path: '/proc/none/of/them', found: 'ENOENT', hint: 'ledger' };
    expect([code, facts]).toEqual(['FOLDER_NOT_WRITABLE', expected]);
  });

  it('refuses what SQLite would not give back', () => {
    expect(() => opened().recordFetched('https://a/\0b' as Identity, { digest: source, size: 1 })).toThrow(/give back/);
  });

  describe('refuses to go on with a file that is no ledger', () => {
    it.each([
      ['without bytes', Buffer.alloc(0), 'empty-file'],
      ['of another kind', Buffer.from('notes '.repeat(100)), 'foreign-file'],
      ['shorter than a header', Buffer.from('x'), 'foreign-file'],
    ])('%s', (_, bytes, hint) => {
      opened();
      closeAll();
      rmSync(`${file()}-wal`, { force: true });
      writeFileSync(file(), bytes);
      for (const readOnly of [false, true]) {
        const error = errorOf(() => opened({ readOnly }));
        expect(error.code).toBe('LEDGER_CORRUPT');
        expect(error.facts).toMatchObject({ path: file(), hint });
      }
      expect(readFileSync(file())).toEqual(bytes);
    });

    it.each([
      ['cut in the middle', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
      ['overwritten in the middle', (bytes: Buffer) => Buffer.from(bytes).fill(0xab, 4096 * 2, 4096 * 40)],
    ])('%s', (_, damage) => {
      const ledger = opened();
      for (let number = 0; number < 5000; number++) {
        ledger.recordFetched(`https://a/${number}` as Identity, { digest: source, size: 1 });
      }
      closeAll();
      writeFileSync(file(), damage(readFileSync(file())));
      const error = errorOf(() => opened());
      expect([error.code, error.facts.hint]).toEqual(['LEDGER_CORRUPT', 'damaged']);
    });
  });

  it('takes no log of a ledger that was moved away into a new one', () => {
    const known = opened();
    known.recordFetched(address, { digest: source, size: 1 });
    known.flush(); // into the log, which closing would have folded in
    const [log, bytes] = [readFileSync(`${file()}-wal`), readFileSync(file())];
    closeAll();
    writeFileSync(`${file()}.broken`, bytes);
    rmSync(file());
    writeFileSync(`${file()}-wal`, log);
    const fresh = opened();
    expect(fresh.fetched(address)).toBeUndefined();
    closeAll();
    const old = opened({ file: `${file()}.broken` });
    expect(old.fetched(address)).toEqual({ digest: source, size: 1 });
  });
});
