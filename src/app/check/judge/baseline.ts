import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import type { CheckedImage, FailOn } from '../../../core/check-outcome.js';
import { ImgferryError } from '../../../core/errors.js';
import { fails } from '../../../core/fold-check.js';
import { levelOf, type VerdictReason, verdictReasons } from '../../../core/verdict.js';
import { errnoOf, replaceFile } from '../../../lib/files.js';

/** What was wrong before: lines `reason address`, sorted. Local images by their path from the baseline's folder. */
export interface Baseline {
  readonly lines: ReadonlySet<string>;
}

export interface BaselineOptions {
  /** Absolute. */
  readonly path: string;
  /** What paths of local images are relative to in an outcome. */
  readonly cwd: string;
  readonly failOn: FailOn;
}

/**
 * Reads a baseline.
 *
 * @throws ImgferryError BASELINE_INVALID {path, found: 'missing' | 'not-readable', or the line}
 */
export async function readBaseline(
  path: string,
  { mayBeMissing }: { readonly mayBeMissing: boolean },
): Promise<Baseline> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const isMissing = errnoOf(error) === 'ENOENT';
    if (isMissing && mayBeMissing) return '';
    const found = isMissing ? 'missing' : 'not-readable';
    throw new ImgferryError('BASELINE_INVALID', { path, found }, { cause: error });
  });
  const lines = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const reason = line.slice(0, line.indexOf(' '));
    if (!/^[a-z-]+ ./.test(line) || reason === '') {
      throw new ImgferryError('BASELINE_INVALID', { path, line: index + 1, found: line });
    }
    lines.add(line);
  }
  return { lines };
}

/** Marks the images whose every reason to fail the baseline has. */
export function markKnown(
  images: readonly CheckedImage[],
  { lines }: Baseline,
  options: BaselineOptions,
): readonly CheckedImage[] {
  return images.map((image) => {
    const expected = linesOf(image, options);
    return expected.length > 0 && expected.every((line) => lines.has(line)) ? { ...image, isKnown: true } : image;
  });
}

/**
 * Writes what is wrong now. Of images that were not looked at, what it had is kept.
 *
 * @throws ImgferryError FOLDER_NOT_WRITABLE, DISK_FULL
 */
export async function writeBaseline(
  images: readonly CheckedImage[],
  before: Baseline | undefined,
  options: BaselineOptions,
): Promise<Baseline> {
  const seen = new Set(images.map(({ url }) => addressIn(url, options)));
  const kept = [...(before?.lines ?? [])].filter((line) => !seen.has(line.slice(line.indexOf(' ') + 1)));
  const lines = [...new Set([...kept, ...images.flatMap((image) => linesOf(image, options))])].sort();
  await replaceFile(options.path, [...lines, ''].join('\n'));
  return { lines: new Set(lines) };
}

/** A line for each reason that makes the image fail. */
function linesOf({ isKnown: _isKnown, ...image }: CheckedImage, options: BaselineOptions): readonly string[] {
  const failOn = options.failOn === 'never' ? 'broken' : options.failOn;
  const isReason = (reason: VerdictReason): boolean => fails({ ...image, verdict: levelOf(reason) }, failOn);
  return verdictReasons
    .filter((reason) => image.reasons.includes(reason) && isReason(reason))
    .map((reason) => `${reason} ${addressIn(image.url, options)}`);
}

/** Without line breaks, which no address has once it is parsed. */
function addressIn(url: string, { path, cwd }: BaselineOptions): string {
  const shown = URL.canParse(url) ? url : relative(dirname(path), resolve(cwd, url)).split(sep).join('/');
  return shown.replace(/[\r\n]+/g, ' ') || '-';
}
