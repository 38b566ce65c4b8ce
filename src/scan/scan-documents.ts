import { dirname, relative, resolve, sep } from 'node:path';
import { type ErrorReport, ImgferryError } from '../core/errors.js';
import { withToldPaths } from '../core/told-paths.js';
import { createFilter, type FindOptions, findDocuments } from './discover/find-documents.js';
import { findSiteFiles } from './discover/find-site-files.js';
import { rootOf } from './discover/path-roots.js';
import { documentKind } from './document-kind.js';
import { createDocumentReader, type ReadDocument } from './document-reader.js';
import { createSiteFinder, type DetectOptions } from './resolve/detect-site.js';
import type { Site } from './resolve/site.js';
import { type ScannedText, scanText } from './scan-document.js';

export interface ScannedDocument extends ScannedText {
  /** Relative to the working directory, with `/`. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly site: Site;
  /** No post: a file of the site that names images, or a script that may name what is left behind. */
  readonly beside?: true;
}

/** A document, or a folder of documents, that could not be read; the others go on. */
export interface UnscannedDocument {
  readonly file: string;
  readonly error: ErrorReport;
}

export interface ScanOptions extends Omit<FindOptions, 'onError'>, Omit<DetectOptions, 'files'> {
  /** Whether links are wanted besides images. Default true. */
  readonly links?: boolean;
  /** Whether the files of a site beside its posts are scanned as well. Default true. */
  readonly siteFiles?: boolean;
  /** Documents read at once. Default 16. */
  readonly concurrency?: number;
  /** Reads a document; default: as it stands on the disk. */
  readonly read?: ReadDocument;
}

/**
 * Scans the documents at or below the paths, in path order; after them the files of their sites that name images too
 * (configuration, data, style sheets), as far as they lie below the paths. Documents are read ahead, so many at once at
 * most; what can't be read is reported in its place.
 *
 * @throws ImgferryError PATH_NOT_FOUND {path}
 */
export async function* scanDocuments(
  paths: readonly string[],
  options: ScanOptions,
): AsyncIterable<ScannedDocument | UnscannedDocument> {
  const scanning = beginScan(options);
  const onError = (path: string, error: ImgferryError): void => {
    scanning.failures.push({ file: shownPath(options.cwd, path), error: withToldPaths(error.toReport(), options.cwd) });
  };
  yield* scanAll(findDocuments(paths, { ...options, onError }), scanning);
  if (options.siteFiles ?? true) yield* scanBeside(paths, scanning);
}

/** Scans these documents and no others, in the order given. Paths are absolute. */
export async function* scanListed(
  documents: Iterable<string>,
  options: ScanOptions,
): AsyncIterable<ScannedDocument | UnscannedDocument> {
  yield* scanAll(documents, beginScan(options));
}

function beginScan(options: ScanOptions): Scanning {
  const siteOf = createSiteFinder(options);
  return { options, siteOf, seen: new Set(), sites: new Map(), failures: [] };
}

/** Most site files name no image, and only what was written out in a script can be left behind. */
async function* scanBeside(
  paths: readonly string[],
  scanning: Scanning,
): AsyncIterable<ScannedDocument | UnscannedDocument> {
  for await (const document of scanAll(siteFilesBelow(paths, scanning), scanning)) {
    if ('error' in document) yield document;
    else if (document.references.length > 0 || documentKind(document.path) === 'script') {
      yield { ...document, beside: true };
    }
  }
}

interface Scanning {
  readonly options: ScanOptions;
  readonly siteOf: (folder: string) => Site;
  /** Documents that were scanned. */
  readonly seen: Set<string>;
  /** The sites of the documents, by root. */
  readonly sites: Map<string, Site>;
  readonly failures: UnscannedDocument[];
}

async function* scanAll(
  documents: AsyncIterable<string> | Iterable<string>,
  scanning: Scanning,
): AsyncIterable<ScannedDocument | UnscannedDocument> {
  const { failures, options, seen, sites, siteOf } = scanning;
  const { cwd } = options;
  for await (const { path, read } of readAhead(documents, options)) {
    yield* failures.splice(0);
    seen.add(path);
    const file = shownPath(cwd, path);
    const text = await read;
    if (text instanceof ImgferryError) {
      yield { file, error: withToldPaths(text.toReport(), cwd) };
      continue;
    }
    const site = siteOf(dirname(path));
    sites.set(site.root, site);
    const scanned = scanText(text, { document: file, path, site, ...linksOption(options) });
    yield { file, path, text, site, ...scanned };
  }
  yield* failures.splice(0);
}

/** A person who names the folder of posts alone means the posts alone. */
async function* siteFilesBelow(paths: readonly string[], { options, seen, sites }: Scanning): AsyncIterable<string> {
  const isWanted = createFilter(options);
  const roots = paths.map((path) => rootOf(resolve(options.cwd, path)));
  for (const site of sites.values()) {
    for (const file of await findSiteFiles(site)) {
      const isBelow = roots.some(({ path, matches }) => {
        return file.startsWith(path.endsWith(sep) ? path : `${path}${sep}`) && (matches?.(file) ?? true);
      });
      if (isBelow && !seen.has(file) && isWanted(file)) yield file;
    }
  }
}

const linksOption = ({ links }: ScanOptions): { readonly links?: boolean } => (links === undefined ? {} : { links });

interface Reading {
  readonly path: string;
  readonly read: Promise<string | ImgferryError>;
}

async function* readAhead(
  paths: AsyncIterable<string> | Iterable<string>,
  { signal, concurrency: depth = 16, read: readDocument = createDocumentReader() }: ScanOptions,
): AsyncIterable<Reading> {
  const queue: Reading[] = [];
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
): Promise<string | ImgferryError> {
  try {
    return await readDocument(path, signal ? { signal } : {});
  } catch (error) {
    if (error instanceof ImgferryError) return error;
    throw error;
  }
}

/** As people and scripts see it: relative to the working directory, with `/`. */
export const shownPath = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/');
