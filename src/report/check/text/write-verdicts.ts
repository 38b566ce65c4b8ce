import type { CheckedImage } from '../../../core/check-outcome.js';
import type { VerdictLevel } from '../../../core/verdict.js';
import { describeVerdict, type VerdictDescription } from '../../../messages/describe-verdict.js';
import { printable } from '../../../messages/printable.js';
import { shortenText } from '../../../messages/shorten-text.js';
import type { ReportWriter } from '../../report-writer.js';
import type { StyleName } from '../../text-style.js';
import { writeMore } from '../../write-more.js';
import { describeImage, nameAndSeen, shownAddress } from '../describe-image.js';
import type { LevelGroup, ReasonGroup } from '../verdict-groups.js';

const shownImages = 8; // of one reason
const shownPlaces = 3; // of one image

const marks: Readonly<Record<VerdictLevel, readonly [string, StyleName]>> = {
  broken: ['✗', 'red'],
  unverifiable: ['?', 'yellow'],
  warn: ['!', 'yellow'],
  ok: ['✓', 'green'],
};

/** All images of a level: what it means, the images with their places, what to do. */
export function writeVerdicts({ level, images, reasons }: LevelGroup, writer: ReportWriter): void {
  writer.countedHeading(writer.word(`verdicts-${level}`), images.length);
  const [mark, color] = marks[level];
  for (const { reason, images: ofReason } of reasons) {
    if (reason === undefined) writeFine(ofReason, `${writer.style(color, mark)} `, writer);
    else writeReason({ reason, images: ofReason }, { mark, color }, writer);
  }
}

/** Images that show: one line each. */
function writeFine(images: readonly CheckedImage[], mark: string, writer: ReportWriter): void {
  for (const { url } of images) writer.line(`${mark}${shownAddress(url)}`, 2);
}

interface Mark {
  readonly mark: string;
  readonly color: StyleName;
}

function writeReason(
  { reason, images }: ReasonGroup & { readonly reason: VerdictDescription['reason'] },
  { mark, color }: Mark,
  writer: ReportWriter,
): void {
  const { lang, view } = writer;
  const { says, advice, ...described } = describeVerdict(reason, {}, lang);
  const seen = new Set(images.map(({ evidence }) => describeVerdict(reason, evidence, lang).seen));
  const isCommon = images.length > 1 && seen.size === 1;
  const title = isCommon ? nameAndSeen({ ...described, seen: [...seen].join('') }, lang) : described.name;
  writer.gap();
  writer.prose(`${writer.style(color, `${mark} ${title}`)} ${writer.style('dim', `· ${reason}`)}`, 2);
  writer.prose(says, 4);
  const some = images.slice(0, view.verbose ? images.length : shownImages);
  for (const image of some) writeImage(image, { withSeen: !isCommon }, writer);
  writeMore(images.length - some.length, writer, 4);
  writer.prose(`→ ${advice}`, 4);
}

function writeImage(image: CheckedImage, { withSeen }: { readonly withSeen: boolean }, writer: ReportWriter): void {
  const { lang, view } = writer;
  const known = image.isKnown ? ` ${writer.style('dim', `[${writer.word('check-known-mark')}]`)}` : '';
  writer.line(`${shownAddress(image.url)}${known}`, 4);
  const [worst, ...others] = describeImage(image, lang);
  if (withSeen && worst !== undefined && worst.seen !== '') writer.prose(worst.seen, 6, 'dim');
  if (others.length > 0) {
    const also = writer.list(others.map((other) => nameAndSeen(other, lang)));
    writer.prose(writer.pair(writer.word('check-also'), also), 6, 'dim');
  }
  if (view.verbose) writeEvidence(image, writer);
  const some = image.places.slice(0, view.verbose ? image.places.length : shownPlaces);
  for (const { file, line, column } of some) {
    writer.line(writer.style('cyan', `${printable(file)}:${line}:${column}`), 6);
  }
  writeMore(image.places.length - some.length, writer, 6);
}

/** All that was seen, under its names in JSON. */
function writeEvidence({ evidence }: CheckedImage, writer: ReportWriter): void {
  const facts = Object.entries(evidence).map(([name, value]) => `${shortenText(name)} ${shortenText(String(value))}`);
  if (facts.length > 0) writer.prose(printable(facts.join(' · ')), 6, 'dim');
}
