import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import { errnoOf, fileError } from '../lib/files.js';
import { type LedgerDatabase, openDatabase, textAt } from './database.js';
import { isProcessAlive } from './process-birth.js';
import { applicationId, migrateSchema } from './schema.js';

/**
 * Opens a ledger's file, made if it is absent and not only read. It appears under its name with its whole schema, so
 * a file without bytes was never a ledger.
 *
 * A damaged file opens without complaint, so it is looked through first: always after an unclean end (the write-ahead
 * log holds something), and up to 64 MB (a tenth of a second) at every opening. Above that only the header is looked
 * at; SQLite names damage when it meets it.
 *
 * @throws ImgferryError LEDGER_CORRUPT {path, hint: 'empty-file' | 'foreign-file' | 'damaged'}, LEDGER_FAILED,
 * FOLDER_NOT_WRITABLE, DISK_FULL
 */
export function openLedgerFile(file: string, { readOnly }: { readonly readOnly: boolean }): LedgerDatabase {
  if (!existsSync(file)) {
    if (readOnly) return openEmpty();
    createLedgerFile(file);
  } else if (!readOnly) sweepUnfinished(file);
  refuseForeign(file);
  const mustCheck = !isTidy(file) || sizeOf(file) <= checkedUpTo;
  const database = openDatabase(file);
  try {
    prepareConnection(database, mustCheck);
    if (readOnly) database.execute('PRAGMA query_only = ON');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

const checkedUpTo = 64 * 1024 * 1024; // bytes; `quick_check` measured at 24 MB in 42 ms

function openEmpty(): LedgerDatabase {
  const database = openDatabase(':memory:');
  migrateSchema(database);
  database.execute('PRAGMA query_only = ON');
  return database;
}

function prepareConnection(database: LedgerDatabase, mustCheck: boolean): void {
  database.prepare('PRAGMA journal_mode = WAL').get();
  database.execute('PRAGMA synchronous = FULL'); // but for what the buffer gathers
  if (mustCheck) {
    const verdict = textAt(database.prepare('PRAGMA quick_check(1)').get() ?? [], 0);
    if (verdict !== 'ok') {
      throw new ImgferryError('LEDGER_CORRUPT', { path: database.path, hint: 'damaged', found: verdict });
    }
  }
  migrateSchema(database);
}

/** Made beside its place and linked into it: whole, and the first of two processes wins. */
function createLedgerFile(file: string): void {
  const folder = dirname(file);
  try {
    makeFolder(folder);
    sweepUnfinished(file);
    setLogAside(file);
    const unfinished = `${file}.new-${process.pid}`;
    const database = openDatabase(unfinished);
    migrateSchema(database);
    database.close();
    linkInto(unfinished, file);
    rmSync(unfinished);
    makeNameLast(folder);
  } catch (error) {
    const found = whyNoFolder(error);
    const told =
      found === undefined
        ? fileError(error, { path: folder, denied: 'FOLDER_NOT_WRITABLE' })
        : new ImgferryError('FOLDER_NOT_WRITABLE', { path: folder, found }, { cause: error });
    if (!(told instanceof ImgferryError) || told.code !== 'FOLDER_NOT_WRITABLE') throw told;
    throw new ImgferryError(told.code, { ...told.facts, hint: 'ledger' }, { cause: error });
  }
}

/**
 * SQLite would take the log of a ledger that was moved away, or deleted, for one of the new file, and write its pages
 * into it. It goes where the errors' advice moves its ledger (`.broken`), which is whole with it.
 */
function setLogAside(file: string): void {
  for (const end of ['-wal', '-shm']) {
    const aside = [`${file}.broken${end}`, `${file}.broken-${process.pid}${end}`].find((path) => !existsSync(path));
    if (aside !== undefined && existsSync(`${file}${end}`)) renameSync(`${file}${end}`, aside);
  }
}

/** The file's name in its folder, and the folder's in the one above. Some file systems can't sync a folder. */
function makeNameLast(folder: string): void {
  for (const path of [folder, dirname(folder)]) {
    try {
      const handle = openSync(path, 'r');
      try {
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    } catch {
      // there the name must do; a folder above that can't be read was not made by us
    }
  }
}

/** A file stands where the folder should be made, or the one above takes none; undefined for any other error. */
function whyNoFolder(error: unknown): string | undefined {
  const code = errnoOf(error) ?? '';
  if (code === 'ENOENT') return code;
  return ['EEXIST', 'ENOTDIR'].includes(code) ? 'ENOTDIR' : undefined;
}

function linkInto(unfinished: string, file: string): void {
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}

/** What a killed process left of a ledger that it was making. Where it can't go it stays: what can't be written says so. */
function sweepUnfinished(file: string): void {
  try {
    for (const path of findUnfinished(file)) rmSync(path, { force: true });
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

const isRefused = (error: unknown): boolean => ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(errnoOf(error) ?? '');

function findUnfinished(file: string): readonly string[] {
  const start = `${basename(file)}.new-`;
  return readdirSync(dirname(file)).flatMap((name) => {
    const pid = name.startsWith(start) ? /^\d+/.exec(name.slice(start.length))?.[0] : undefined;
    const isLeft = pid !== undefined && (Number(pid) === process.pid || !isProcessAlive(Number(pid), undefined));
    return isLeft ? [join(dirname(file), name)] : [];
  });
}

/** A folder of imgferry's own is kept out of git; one that a person named for the ledger is theirs. */
function makeFolder(folder: string): void {
  const isNew = makeFolders(folder);
  const ignore = join(folder, '.gitignore');
  if ((isNew || basename(folder) === '.imgferry') && !isFilled(ignore)) writeFileSync(ignore, '*\n');
}

/** Each by itself: a recursive mkdir of Node 20 calls a read-only disk ENOENT, and never ends in `/proc`. */
function makeFolders(folder: string): boolean {
  if (existsSync(folder)) return false;
  makeFolders(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST' || !existsSync(folder)) throw error; // another process makes it, too
  }
  return true;
}

const isFilled = (path: string): boolean => existsSync(path) && statSync(path).size > 0;

/** https://www.sqlite.org/fileformat.html#the_database_header: the magic text, and the application id at 68. */
function refuseForeign(file: string): void {
  const { header, size } = readHeader(file);
  if (size === 0) throw new ImgferryError('LEDGER_CORRUPT', { path: file, hint: 'empty-file' });
  const isSqlite = header.toString('latin1', 0, 16) === 'SQLite format 3\0';
  if (!isSqlite || header.readUInt32BE(68) !== applicationId) {
    const found = isSqlite ? 'sqlite-database' : 'other-file';
    throw new ImgferryError('LEDGER_CORRUPT', { path: file, hint: 'foreign-file', found });
  }
}

function readHeader(file: string): { readonly header: Buffer; readonly size: number } {
  const header = Buffer.alloc(100);
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    readSync(handle, header, 0, header.length, 0);
    return { header, size: fstatSync(handle).size };
  } catch (error) {
    const mapped = fileError(error, { path: file, denied: 'FOLDER_NOT_WRITABLE' });
    if (mapped instanceof ImgferryError) throw mapped;
    throw new ImgferryError('LEDGER_FAILED', { path: file, found: errnoOf(error) ?? 'unreadable' }, { cause: error });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A ledger that was closed leaves an empty log or none. */
const isTidy = (file: string): boolean => sizeOf(`${file}-wal`) === 0;

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
