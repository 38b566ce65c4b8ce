import { constants, createWriteStream } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ImgferryError } from '../core/errors.js';

const chunkSize = 64 * 1024; // characters

/** Writes a command's result to stdout, or to the file of `--output`, as it comes. */
export async function printResult(
  pieces: Iterable<string> | AsyncIterable<string>,
  file: string | undefined,
): Promise<void> {
  if (file !== undefined) return printToFile(pieces, file);
  for await (const chunk of gathered(pieces)) {
    if (!(await writeOut(chunk))) return;
  }
}

/**
 * Makes the folder of a file that an option names, and refuses one that can't be written, before the work that it is to
 * tell of.
 *
 * @throws ImgferryError FOLDER_NOT_WRITABLE {path, option, found: the system's code}
 */
export async function prepareOutput(file: string | undefined, option = '--output'): Promise<void> {
  if (file === undefined) return;
  try {
    await mkdir(dirname(file), { recursive: true });
  } catch (error) {
    throw refusal(file, option, systemCode(error), error);
  }
  await refuseUnwritable(file, option);
}

/**
 * Refuses a file that can't be written, before the work that it is to tell of.
 *
 * @param option that names it
 * @throws ImgferryError FOLDER_NOT_WRITABLE {path, option, found: the system's code}
 */
export async function refuseUnwritable(file: string, option: string): Promise<void> {
  try {
    const isThere = await stat(file).catch(() => undefined);
    if (isThere?.isDirectory()) throw refusal(file, option, 'EISDIR');
    await access(isThere ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw error instanceof ImgferryError ? error : refusal(file, option, systemCode(error), error);
  }
}

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

const refusal = (path: string, option: string, found: string, cause?: unknown): ImgferryError =>
  new ImgferryError('FOLDER_NOT_WRITABLE', { path, option, found }, { cause });

async function printToFile(pieces: Iterable<string> | AsyncIterable<string>, path: string): Promise<void> {
  try {
    await pipeline(gathered(pieces), createWriteStream(path));
  } catch (error) {
    if (error instanceof ImgferryError) throw error;
    throw refusal(path, '--output', systemCode(error), error);
  }
}

/** Few large writes instead of one a line. */
async function* gathered(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  let size = 0;
  for await (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < chunkSize) continue;
    yield waiting.join('');
    waiting = [];
    size = 0;
  }
  yield waiting.join('');
}

/** @returns false when nobody reads any more: `imgferry scan | head` is no failure */
function writeOut(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (!error) resolve(true);
      else if ('code' in error && error.code === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}
