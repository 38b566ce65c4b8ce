import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../../src/lib/digest.js';
import { type PostWrite, writePost } from '../../src/rewrite/write-post.js';

let folder: string;
let events: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imgferry-post-'));
  events = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const path = (): string => join(folder, 'a.md');
const stands = (): string => readFileSync(path(), 'utf8');

const write = (more: Partial<PostWrite> = {}): Promise<void> =>
  writePost({
    path: path(),
    file: 'posts/a.md',
    expected: digestOf('\ufeffold\r\n'),
    text: '\ufeffnew\r\n',
    onPlanned: () => events.push(`planned, ${stands().trim()}`),
    onWritten: () => events.push(`written, ${stands().trim()}`),
    onAbandoned: () => events.push(`abandoned, ${stands().trim()}`),
    ...more,
  });

describe('writePost', () => {
  it('records what it will do before and what it did after, byte order mark and line ends as given', async () => {
    writeFileSync(path(), '\ufeffold\r\n');
    await write();
    expect(events).toEqual(['planned, old', 'written, new']);
    expect(readFileSync(path())).toEqual(Buffer.from('\ufeffnew\r\n'));
  });

  it('refuses a post that changed since, and records nothing', async () => {
    writeFileSync(path(), 'mine');
    await expect(write()).rejects.toMatchObject({
      code: 'DOCUMENT_CHANGED',
      facts: { file: 'posts/a.md', expected: digestOf('\ufeffold\r\n'), found: digestOf('mine') },
    });
    expect(events).toEqual([]);
    expect(stands()).toBe('mine');
  });

  it('refuses a post that changes while it is written', async () => {
    writeFileSync(path(), '\ufeffold\r\n');
    const onPlanned = (): void => writeFileSync(path(), 'mine');
    await expect(write({ onPlanned })).rejects.toMatchObject({ code: 'DOCUMENT_CHANGED' });
    expect(events).toEqual(['abandoned, mine']);
    expect(readdirSync(folder)).toEqual(['a.md']);
  });

  it('names a post that is gone', async () => {
    await expect(write()).rejects.toMatchObject({ code: 'DOCUMENT_MISSING', facts: { file: 'posts/a.md' } });
  });

  it('names a post whose folder became a file, and one that became a folder', async () => {
    writeFileSync(join(folder, 'posts'), 'a file');
    const below = join(folder, 'posts', 'a.md');
    await expect(write({ path: below })).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
      facts: { file: 'posts/a.md' },
    });
    mkdirSync(path());
    await expect(write()).rejects.toMatchObject({
      code: 'DOCUMENT_UNREADABLE',
      facts: { file: 'posts/a.md', path: path(), found: 'EISDIR' },
    });
    expect(events).toEqual([]);
  });

  it('takes the record back when the post goes away while it is written', async () => {
    writeFileSync(path(), '\ufeffold\r\n');
    const onPlanned = (): void => rmSync(path());
    const onAbandoned = (temporary: string): number => events.push(`abandoned ${dirname(temporary)}`);
    await expect(write({ onPlanned, onAbandoned })).rejects.toMatchObject({ code: 'DOCUMENT_MISSING' });
    expect(events).toEqual([`abandoned ${folder}`]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves the record standing when the post holds the new text in spite of an error', async () => {
    writeFileSync(path(), '\ufeffold\r\n');
    const onPlanned = (): void => writeFileSync(path(), '\ufeffnew\r\n');
    await expect(write({ onPlanned })).rejects.toMatchObject({ code: 'DOCUMENT_CHANGED' });
    expect(events).toEqual([]);
  });

  it('writes without being told whom to tell', async () => {
    writeFileSync(path(), '\ufeffold\r\n');
    const quiet = { path: path(), file: 'a.md', expected: digestOf('\ufeffold\r\n'), text: 'new' };
    await writePost(quiet);
    expect(stands()).toBe('new');
    const onPlanned = (): void => writeFileSync(path(), 'mine');
    await expect(writePost({ ...quiet, expected: digestOf('new'), onPlanned })).rejects.toMatchObject({
      code: 'DOCUMENT_CHANGED',
    });
  });

  it('touches nothing when the record can not be made', async () => {
    writeFileSync(path(), '\ufeffold\r\n');
    const failure = new Error('the ledger is gone');
    const onPlanned = (): never => {
      throw failure;
    };
    await expect(write({ onPlanned })).rejects.toBe(failure);
    expect(readdirSync(folder)).toEqual(['a.md']);
    expect(stands().trim()).toBe('old');
  });
});
