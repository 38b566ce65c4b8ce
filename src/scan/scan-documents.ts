import { dirname, relative, sep } from 'node:path';
import type { Digest } from '../core/digest.js';
import { type ErrorReport, ImgferryError } from '../core/errors.js';
import { type FindOptions, findDocuments } from './discover/find-documents.js';
import { createDocumentReader, type ReadDocument } from './document-reader.js';
import type { DocumentSource } from './read-document.js';
import { createSiteFinder } from './resolve/detect-site.js';
import type { Generator, Site } from './resolve/site.js';
import { type ScannedText, scanText } from './scan-document.js';

export interface ScannedDocument extends ScannedText {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of the bytes that were read. */
  readonly digest: Digest;
  readonly text: string;
  readonly site: Site;
}

/** A document, or a folder of documents, that could not be read; the others go on. */
export interface UnscannedDocument {
  readonly file: string;
  readonly error: ErrorReport;
}

export interface ScanOptions extends Omit<FindOptions, 'onError'> {
  /** Whose rules hold; undefined: each document's own generator, as its files tell. */
  readonly generator?: Generator | 'none';
  /** Whether links are wanted besides images. Default true. */
  readonly links?: boolean;
  /** Documents read at once. Default 16. */
  readonly concurrency?: number;
}

/**
 * Scans the documents at or below the paths, in path order. Documents are read ahead, so many at once at most; what
 * can't be read is reported in its place.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export async function* scanDocuments(
  paths: readonly string[],
  options: ScanOptions,
): AsyncIterable<ScannedDocument | UnscannedDocument> {
  const { cwd, signal, concurrency = 16 } = options;
  const siteOf = createSiteFinder(options.generator === undefined ? {} : { generator: options.generator });
  const failures: UnscannedDocument[] = [];
  const onError = (path: string, error: ImgferryError): void => {
    failures.push({ file: shownPath(cwd, path), error: error.toReport() });
  };
  const documents = findDocuments(paths, { ...options, onError });
  for await (const { path, read } of readAhead(documents, concurrency, signal)) {
    yield* failures.splice(0);
    const file = shownPath(cwd, path);
    const source = await read;
    if (source instanceof ImgferryError) {
      yield { file, error: source.toReport() };
      continue;
    }
    const site = siteOf(dirname(path));
    const scanned = scanText(source.text, { document: file, path, site, ...linksOption(options) });
    yield { file, path, ...source, site, ...scanned };
  }
  yield* failures;
}

const linksOption = ({ links }: ScanOptions): { readonly links?: boolean } => (links === undefined ? {} : { links });

interface Reading {
  readonly path: string;
  readonly read: Promise<DocumentSource | ImgferryError>;
}

async function* readAhead(
  paths: AsyncIterable<string>,
  depth: number,
  signal: AbortSignal | undefined,
): AsyncIterable<Reading> {
  const queue: Reading[] = [];
  const readDocument = createDocumentReader();
  for await (const path of paths) {
    const read = readOrReport(readDocument, path, signal);
    read.catch(() => undefined); // awaited in its turn; when the reader leaves before, nobody will
    queue.push({ path, read });
    if (queue.length < depth) continue;
    const next = queue.shift();
    if (next) yield next;
  }
  yield* queue;
}

async function readOrReport(
  readDocument: ReadDocument,
  path: string,
  signal: AbortSignal | undefined,
): Promise<DocumentSource | ImgferryError> {
  try {
    return await readDocument(path, signal ? { signal } : {});
  } catch (error) {
    if (error instanceof ImgferryError) return error;
    throw error;
  }
}

/** As people and scripts see it: relative to the working directory, with `/`. */
export const shownPath = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/');
