import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { refuseOutput } from '../app/prepare-output.js';
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

async function printToFile(pieces: Iterable<string> | AsyncIterable<string>, path: string): Promise<void> {
  try {
    await pipeline(gathered(pieces), createWriteStream(path));
  } catch (error) {
    if (error instanceof ImgferryError) throw error;
    throw refuseOutput(path, '--output', error);
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
