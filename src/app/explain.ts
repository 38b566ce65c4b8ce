import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { nearestName } from '../config/nearest-name.js';
import { ImgferryError } from '../core/errors.js';
import type { DocumentExplanation, LineExplanation, LinePart } from '../core/explanation.js';
import { hasImageExtension } from '../core/image-format.js';
import { knownIds } from '../messages/id-reference.js';
import { isDocumentName } from '../scan/discover/document-names.js';
import { findDocuments } from '../scan/discover/find-documents.js';
import { createExplainer } from '../scan/explain-reference.js';
import { readDocument } from '../scan/read-document.js';
import { createSiteFinder } from '../scan/resolve/detect-site.js';
import { createFileLookup } from '../scan/resolve/file-lookup.js';
import { shownPath } from '../scan/scan-documents.js';
import type { UseCaseContext } from './context.js';
import { siteOptions } from './scan.js';

/**
 * Says why what stands in a post is an image reference or isn't.
 *
 * @param subject `POST` (each of its images), `POST:LINE` or `POST:LINE:COLUMN` (all that looks like one there); lines
 * and columns from 1
 * @throws ImgferryError PATH_NOT_FOUND {path}; USAGE_INVALID {expected, found, hint}: no post, {path, lines, found}: a
 * line that it doesn't have; DOCUMENT_UNREADABLE, DOCUMENT_NOT_UTF8 {path}
 */
export async function explainPost(subject: string, context: UseCaseContext): Promise<DocumentExplanation> {
  const { cwd, signal } = context;
  const place = findPlace(subject, cwd);
  const path = resolve(cwd, place.file);
  const { text } = await readDocument(path, { signal });
  const document = shownPath(cwd, path);
  const site = createSiteFinder(siteOptions(context))(dirname(path));
  const explainer = createExplainer(text, { document, path, site });
  const explained = { file: document, generator: site.generator, isScanned: await isScanned(path, context) };
  if (place.line === undefined) {
    return { ...explained, lines: explainer.explainImages(), others: explainer.linesWithLookalikes() };
  }
  if (place.line < 1 || place.line > explainer.lines) {
    const { lines } = explainer;
    throw new ImgferryError('USAGE_INVALID', { path: document, lines, found: String(place.line) });
  }
  const line = explainer.explainLine(place.line);
  return { ...explained, lines: [place.column === undefined ? line : narrowed(line, place.column)], others: [] };
}

/** Files of a site beside its posts are found in other ways, and what lies elsewhere must be named anyhow. */
async function isScanned(path: string, { cwd, settings, signal }: UseCaseContext): Promise<boolean> {
  if (!isDocumentName(basename(path)) || !path.startsWith(join(cwd, sep))) return true;
  const { exclude, include } = settings;
  const name = basename(path);
  for await (const document of findDocuments([cwd], { cwd, exclude, include, signal, onError: () => undefined })) {
    if (document === path) return true;
    // by way of a link, it is read under its other path
    if (basename(document) === name && (await realpath(document)) === (await realpath(path))) return true;
  }
  return false;
}

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** The reading of the argument whose file is there: a colon may be part of a name. */
function findPlace(subject: string, cwd: string): Place {
  const readings = readingsOf(subject);
  const { isFile, isFolder } = createFileLookup();
  const place = readings.find(({ file }) => isFile(resolve(cwd, file)));
  if (place && !hasImageExtension(place.file)) return place;
  const [likely = { file: subject }] = readings.toReversed();
  const isThere = place !== undefined || isFolder(resolve(cwd, likely.file));
  if (!isThere && looksLikePath(likely)) throw new ImgferryError('PATH_NOT_FOUND', { path: likely.file });
  throw new ImgferryError('USAGE_INVALID', {
    expected: 'place-or-code',
    found: subject,
    hint: nearestName(subject, knownIds()),
  });
}

const looksLikePath = ({ file, line }: Place): boolean => line !== undefined || /[./\\]/.test(file);

/** The whole as a name first, then with a line, then with a column too; a colon at the end is what other tools print. */
function readingsOf(subject: string): readonly Place[] {
  const withLine = /^(.+):(\d+):?$/.exec(subject);
  const withColumn = /^(.+):(\d+):(\d+):?$/.exec(subject);
  return [
    { file: subject },
    ...(withLine ? [{ file: withLine[1] ?? '', line: Number(withLine[2]) }] : []),
    ...(withColumn ? [{ file: withColumn[1] ?? '', line: Number(withColumn[2]), column: Number(withColumn[3]) }] : []),
  ];
}

/** What stands at a column, where something does. */
function narrowed(line: LineExplanation, at: number): LineExplanation {
  const isThere = ({ part: { column, length } }: { readonly part: LinePart }): boolean =>
    column <= at && at <= column + length;
  const references = line.references.filter(isThere);
  const lookalikes = line.lookalikes.filter(isThere);
  return references.length + lookalikes.length === 0 ? line : { ...line, references, lookalikes };
}
