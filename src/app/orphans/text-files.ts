import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { findGitRoot } from '../../config/find-config.js';
import { ImgferryError } from '../../core/errors.js';
import { isGeneratedFolder } from '../../scan/discover/document-names.js';
import { type IgnoreRules, rulesFor } from '../../scan/discover/ignore-rules.js';
import { rootOf } from '../../scan/discover/path-roots.js';
import type { UseCaseContext } from '../context.js';
import { decodeText } from './decode-text.js';

/**
 * Folders that are looked through for posts: their repositories; without git the working directory where they lie in
 * it, else themselves.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export async function foldersAround(
  paths: readonly string[],
  { cwd, environment }: UseCaseContext,
): Promise<readonly string[]> {
  const folders = new Set<string>();
  for (const path of paths) {
    const real = await realpath(rootOf(resolve(cwd, path)).path).catch((cause: unknown) => {
      throw new ImgferryError('PATH_NOT_FOUND', { path }, { cause });
    });
    const folder = (await stat(real)).isDirectory() ? real : dirname(real);
    const root = await findGitRoot({ cwd: folder, home: environment.home });
    const here = await realpath(cwd);
    folders.add(root ?? (folder === here || folder.startsWith(here + sep) ? here : folder));
  }
  return [...folders];
}

/**
 * The texts of all files below folders, whatever they are called and whether git ignores them or not: drafts, too. Left
 * out are packages, git's and our own folders, and what a generator made where git ignores it. Links are followed.
 *
 * @param onUnread told of what can't be read
 */
export async function* readTexts(
  folders: readonly string[],
  onUnread: (path: string, error: unknown) => void,
  { signal }: UseCaseContext,
): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (const folder of folders) yield* textsBelow(folder, await rulesFor(folder));

  async function* textsBelow(folder: string, above: IgnoreRules): AsyncGenerator<string> {
    signal.throwIfAborted();
    if (seen.has(folder)) return;
    seen.add(folder);
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      onUnread(folder, error);
      return [];
    });
    const rules = entries.some(({ name }) => name === '.gitignore') ? await above.within(folder) : above;
    for (const entry of entries) {
      const found = await findEntry(join(folder, entry.name), entry.isSymbolicLink(), entry.isDirectory());
      if (!found) continue;
      if (found.isFolder) {
        const isMade = isGeneratedFolder(entry.name, basename(folder)) && rules.ignores(found.path, true);
        if (!toolFolders.has(entry.name) && !isMade) yield* textsBelow(found.path, rules);
      } else if (!seen.has(found.path)) {
        if (entry.isSymbolicLink()) seen.add(found.path);
        yield* textOf(found.path, onUnread, signal);
      }
    }
  }
}

const toolFolders = new Set(['node_modules', '.git', '.imgferry']);

/** Undefined for a link that leads nowhere, and what is neither a file nor a folder. */
async function findEntry(path: string, isLink: boolean, isFolder: boolean) {
  if (!isLink) return { path, isFolder };
  try {
    const real = await realpath(path);
    return { path: real, isFolder: (await stat(real)).isDirectory() };
  } catch {
    return undefined;
  }
}

const pieceBytes = 32 * 2 ** 20;
/** More than a mention is long. */
const overlap = 16 * 2 ** 10;

/** Large files in pieces that overlap. */
async function* textOf(
  path: string,
  onUnread: (path: string, error: unknown) => void,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (decodeText(await readPiece(file, 0, Math.min(size, 8192))) === undefined) return;
      for (let start = 0; start < size; start += pieceBytes - overlap) {
        signal.throwIfAborted();
        const text = decodeText(await readPiece(file, start, Math.min(size - start, pieceBytes)));
        if (text !== undefined) yield text;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    onUnread(path, error);
  }
}

async function readPiece(file: Awaited<ReturnType<typeof open>>, start: number, length: number): Promise<Buffer> {
  const piece = Buffer.alloc(length);
  const { bytesRead } = await file.read(piece, 0, length, start);
  return piece.subarray(0, bytesRead);
}
