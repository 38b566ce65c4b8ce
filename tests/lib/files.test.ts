import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import { fileError, replaceFile, temporaryPathFor } from '../../src/lib/files.js';
import { asOrdinaryUser } from '../support/as-ordinary-user.js';
import { mayMount, onSmallDisk } from './small-disk.js';

let folder: string;
const isRoot = process.getuid?.() === 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imgferry-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

describe('replaceFile', () => {
  it('gives a file new bytes and keeps its mode', async () => {
    writeFileSync(at('a.md'), 'old');
    chmodSync(at('a.md'), 0o640);
    await replaceFile(at('a.md'), 'new 图');
    expect(readFileSync(at('a.md'), 'utf8')).toBe('new 图');
    expect(statSync(at('a.md')).mode & 0o7777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['a.md']);
  });

  it('makes a file that does not exist, with the mode that was asked for', async () => {
    await replaceFile(at('a.db'), Buffer.from([0, 255]), { mode: 0o600 });
    expect([...readFileSync(at('a.db'))]).toEqual([0, 255]);
    expect(statSync(at('a.db')).mode & 0o777).toBe(0o600);
  });

  it('tells the name of the temporary file before it is made, hidden and in the same folder', async () => {
    writeFileSync(at('a.md'), 'old');
    let told = '';
    const { temporary } = await replaceFile(at('a.md'), 'new', {
      onTemporary: (path) => {
        told = path;
        expect(existsSync(path)).toBe(false);
      },
      beforeRename: () => {
        expect(readFileSync(told, 'utf8')).toBe('new');
        expect(readFileSync(at('a.md'), 'utf8')).toBe('old');
      },
    });
    expect(told).toBe(temporary);
    expect(told.slice(folder.length)).toMatch(/^\/\.a\.md\.imgferry-\d+-[0-9a-f]{8}\.tmp$/);
  });

  it('leaves the file and no temporary one when the last look objects', async () => {
    writeFileSync(at('a.md'), 'old');
    const objection = new Error('no');
    const write = replaceFile(at('a.md'), 'new', { beforeRename: () => Promise.reject(objection) });
    await expect(write).rejects.toBe(objection);
    expect(readFileSync(at('a.md'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['a.md']);
  });

  it.each([
    ['that points at a file', true],
    ['that points at nothing yet', false],
  ])('replaces the target of a symbolic link %s, and the link stays', async (_, exists) => {
    mkdirSync(at('real'));
    if (exists) writeFileSync(at('real/a.md'), 'old');
    symlinkSync('real/a.md', at('link.md'));
    symlinkSync('link.md', at('second.md'));
    await replaceFile(at('second.md'), 'new');
    expect(readFileSync(at('real/a.md'), 'utf8')).toBe('new');
    expect(lstatSync(at('link.md')).isSymbolicLink()).toBe(true);
    expect(lstatSync(at('second.md')).isSymbolicLink()).toBe(true);
  });

  it.runIf(isRoot)('keeps the owner where it may', async () => {
    writeFileSync(at('a.md'), 'old');
    chownSync(at('a.md'), 12_345, 12_346);
    await replaceFile(at('a.md'), 'new');
    expect([statSync(at('a.md')).uid, statSync(at('a.md')).gid]).toEqual([12_345, 12_346]);
  });

  it('writes beside a name of the greatest length', async () => {
    const name = `${'图'.repeat(84)}.md`; // 255 bytes
    writeFileSync(at(name), 'old');
    await replaceFile(at(name), 'new');
    expect(readFileSync(at(name), 'utf8')).toBe('new');
    expect(Buffer.byteLength(temporaryPathFor(at(name)).slice(folder.length + 1))).toBeLessThanOrEqual(255);
  });

  it('does not replace a read-only file', async () => {
    writeFileSync(at('a.md'), 'old', { mode: 0o444 });
    const error = await asOrdinaryUser(folder, () =>
      failureOf(replaceFile(at('a.md'), 'new', { denied: 'DOCUMENT_NOT_WRITABLE' })),
    );
    expect([error.code, error.facts]).toEqual(['DOCUMENT_NOT_WRITABLE', { path: at('a.md'), found: 'EACCES' }]);
  });

  it.runIf(mayMount)('says that the disk is full, and leaves the file as it was', async () => {
    await onSmallDisk(64, async ({ path }) => {
      writeFileSync(join(path, 'a.md'), 'old');
      const error = await failureOf(replaceFile(join(path, 'a.md'), Buffer.alloc(1 << 20)));
      expect([error.code, error.facts.path]).toEqual(['DISK_FULL', join(path, 'a.md')]);
      expect(readFileSync(join(path, 'a.md'), 'utf8')).toBe('old');
      expect(readdirSync(path)).toEqual(['a.md']);
    });
  });

  it.runIf(mayMount)('says that a file system is read-only', async () => {
    await onSmallDisk(64, async ({ path, readOnlyView }) => {
      writeFileSync(join(path, 'a.md'), 'old');
      const error = await failureOf(
        replaceFile(join(readOnlyView(), 'a.md'), 'new', { denied: 'DOCUMENT_NOT_WRITABLE' }),
      );
      expect([error.code, error.facts.found]).toEqual(['DOCUMENT_NOT_WRITABLE', 'EROFS']);
    });
  });

  it('gives other errors as they came', async () => {
    await expect(replaceFile(join(at('none'), 'a.md'), 'new')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('fileError', () => {
  it.each([
    ['ENOSPC', 'DISK_FULL'],
    ['EDQUOT', 'DISK_FULL'],
    ['EACCES', 'FOLDER_NOT_WRITABLE'],
    ['EPERM', 'FOLDER_NOT_WRITABLE'],
    ['EROFS', 'FOLDER_NOT_WRITABLE'],
  ])('takes %s for %s', (errno, code) => {
    const mapped = fileError(Object.assign(new Error('x'), { code: errno }), {
      path: dirname('/a/b'),
      denied: 'FOLDER_NOT_WRITABLE',
    });
    expect(mapped).toMatchObject({ code, facts: { path: '/a', found: errno } });
  });
});

async function failureOf(action: Promise<unknown>): Promise<ImgferryError> {
  const error: unknown = await action.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof ImgferryError) return error;
  throw error;
}
