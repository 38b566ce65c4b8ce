import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import { hasImageExtension } from '../../core/image-format.js';
import type { UseCaseContext } from '../context.js';
import { openRepository } from '../repository.js';
import { listFolders } from './find-image-files.js';

/** A place in a text file that names an image. */
export interface Mention {
  /** Absolute. */
  readonly file: string;
  /** The image's file name. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export interface MentionOptions {
  /** Folder whose repository is looked through; where there is none, itself. */
  readonly root: string;
  /** What a file will say, where it is only planned; undefined: what it says. */
  readonly planned: (file: string) => string | undefined;
}

/**
 * Every place in the text files of a repository that names one of the files: posts, style sheets, components,
 * configuration, data. A name counts wherever it stands, in whatever folder it is meant to be; percent-encoded too. A
 * name that is put together from parts when a page is built can't be seen.
 *
 * @param names of files, without folders
 */
export async function* findMentions(
  names: Iterable<string>,
  options: MentionOptions,
  context: UseCaseContext,
): AsyncGenerator<Mention> {
  const endings = createEndings(names);
  for await (const file of textFiles(options.root, context)) {
    context.signal.throwIfAborted();
    const text = options.planned(file) ?? (await readText(file));
    if (text !== undefined) yield* mentionsIn(text, file, endings);
  }
}

/** What git has or could have; without git, what lies below the folder. */
async function* textFiles(root: string, { environment, signal }: UseCaseContext): AsyncGenerator<string> {
  try {
    const repository = await openRepository({ cwd: root, env: environment.variables, signal });
    const [tracked, untracked] = await Promise.all([repository.tracked(), repository.untracked()]);
    for (const file of new Set([...tracked, ...untracked])) if (!hasImageExtension(file)) yield file;
  } catch (error) {
    const isWithoutGit = error instanceof ImgferryError && /^(?:REPOSITORY_NOT_FOUND|GIT_FAILED)$/.test(error.code);
    if (!isWithoutGit) throw error;
    for await (const { path, files } of listFolders([root], { except: [], signal, onError: () => undefined })) {
      for (const file of files) if (!hasImageExtension(file)) yield join(path, file);
    }
  }
}

/** Larger files are no text that a person writes. */
const largestText = 32 * 2 ** 20;

/** Undefined for what is no text, or is gone since it was listed. */
async function readText(file: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(file);
    const isText = bytes.length <= largestText && !bytes.subarray(0, 8192).includes(0);
    return isText ? bytes.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Names by their spellings, read from the end: a tree of characters. */
interface Ending {
  readonly before: Map<string, Ending>;
  name?: string;
}

function createEndings(names: Iterable<string>): Ending {
  const root: Ending = { before: new Map() };
  for (const name of names) {
    for (const spelling of new Set([name, name.normalize('NFC'), encodeURI(name), encodeURIComponent(name)])) {
      let at = root;
      for (let index = spelling.length - 1; index >= 0; index -= 1) {
        const character = (spelling[index] ?? '').toLowerCase();
        const next = at.before.get(character) ?? { before: new Map() };
        at.before.set(character, next);
        at = next;
      }
      at.name = basename(name);
    }
  }
  return root;
}

const anyExtension = /\.(?:jpe?g|jfif|pjpeg|a?png|gif|webp|avif|hei[cf]|svg|tiff?|bmp|ico|jxl)/gi;

function* mentionsIn(text: string, file: string, endings: Ending): Generator<Mention> {
  for (const match of text.matchAll(anyExtension)) {
    const end = match.index + match[0].length;
    if (/\w/.test(text[end] ?? '')) continue;
    const found = nameEndingAt(text, end, endings);
    if (found === undefined) continue;
    const lines = text.slice(0, found.start).split('\n');
    yield { file, name: found.name, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  }
}

/** The longest name that ends there and doesn't go on before. */
function nameEndingAt(text: string, end: number, endings: Ending): { name: string; start: number } | undefined {
  let at: Ending | undefined = endings;
  let found: { name: string; start: number } | undefined;
  for (let start = end; at !== undefined; start -= 1) {
    if (at.name !== undefined && !/[\w-]/.test(text[start - 1] ?? '')) found = { name: at.name, start };
    at = start === 0 ? undefined : at.before.get((text[start - 1] ?? '').toLowerCase());
  }
  return found;
}
