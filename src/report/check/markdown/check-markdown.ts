import type { CheckedImage, CheckOutcome } from '../../../core/check-outcome.js';
import type { Language } from '../../../messages/catalogue.js';
import { errorMessage } from '../../../messages/describe-error.js';
import { describeNote } from '../../../messages/describe-note.js';
import { describeVerdict } from '../../../messages/describe-verdict.js';
import { label } from '../../../messages/label.js';
import { printable } from '../../../messages/printable.js';
import { punctuation } from '../../../messages/punctuation.js';
import type { View } from '../../view.js';
import { describeImage, nameAndSeen, shownAddress } from '../describe-image.js';
import { unreadMessage } from '../describe-unread.js';
import { isWell, summaryParts } from '../summary-parts.js';
import { groupByVerdict, type LevelGroup } from '../verdict-groups.js';
import { codeSpan, escapeMarkdown, escapeSentence } from './escape-markdown.js';

/** GitHub takes 1 MiB of a step's summary; something is left for what else a step says. */
const mostBytes = 1_000_000;

const shownPlaces = 5; // of one image

/** A part of the page, and how many images it shows. */
interface Piece {
  readonly text: string;
  readonly images?: number;
}

/** Markdown for a job's summary or a comment; what would make it too large is left out, and counted. */
export function checkMarkdown(outcome: CheckOutcome, view: View): string {
  const { lang } = view;
  const images = outcome.images.filter(({ verdict }) => view.verbose || verdict !== 'ok');
  const pieces = [...headPieces(outcome, lang), ...groupByVerdict(images).flatMap((group) => levelPieces(group, lang))];
  const { text, shown } = fitting(pieces);
  const leftOut = images.length - shown;
  return leftOut > 0 ? `${text}\n**${label('check-left-out', lang, { n: leftOut })}**\n` : text;
}

function fitting(pieces: readonly Piece[]): { readonly text: string; readonly shown: number } {
  const taken: string[] = [];
  let bytes = 0;
  let shown = 0;
  for (const { text, images = 0 } of pieces) {
    bytes += Buffer.byteLength(text);
    if (bytes > mostBytes) break;
    taken.push(text);
    shown += images;
  }
  return { text: taken.join(''), shown };
}

function headPieces(outcome: CheckOutcome, lang: Language): readonly Piece[] {
  const { images, interrupted, notes, stopped, unread } = outcome;
  const { found, counts, cost } = summaryParts(outcome, lang);
  const well = isWell(outcome) ? [`✓ ${label(images.length > 0 ? 'check-well' : 'check-none', lang)}\n\n`] : [];
  const paragraphs = [
    `## ${label('check-heading', lang)}\n\n`,
    ...well,
    `${[found, ...counts.map(({ level, text }) => (level === 'broken' ? `**${text}**` : text))].join(' · ')}\n\n`,
    `${cost.join(' · ')}\n`,
    ...(stopped ? [`\n**${label('stopped', lang)}** · ${escapeSentence(errorMessage(stopped, lang))}\n`] : []),
    ...(interrupted ? [`\n**${label('check-interrupted', lang)}**\n`] : []),
    ...(unread.length === 0 ? [] : [`\n### ${label('check-unread', lang)}${counted(unread.length, lang)}\n\n`]),
    ...unread.map(
      (document) => `- ${codeSpan(printable(document.file))} ${escapeSentence(unreadMessage(document, lang))}\n`,
    ),
    ...(notes.length === 0 ? [] : [`\n### ${label('notes', lang)}\n\n`]),
    ...[...new Set(notes.map((note) => describeNote(note, lang)))].map((text) => `- ${escapeSentence(text)}\n`),
  ];
  return paragraphs.map((text) => ({ text }));
}

function levelPieces({ level, images, reasons }: LevelGroup, lang: Language): readonly Piece[] {
  return [
    { text: `\n### ${label(`verdicts-${level}`, lang)}${counted(images.length, lang)}\n` },
    ...reasons.flatMap(({ reason, images: ofReason }) => [
      ...(reason === undefined ? [{ text: '\n' }] : reasonPieces(reason, ofReason.length, lang)),
      ...ofReason.map((image) => ({ text: imageItem(image, lang), images: 1 })),
    ]),
  ];
}

function reasonPieces(reason: Parameters<typeof describeVerdict>[0], count: number, lang: Language): readonly Piece[] {
  const { name, says, advice } = describeVerdict(reason, {}, lang);
  const { openParenthesis, closeParenthesis } = punctuation[lang];
  const title = `#### ${escapeMarkdown(name)}${openParenthesis}${count}${closeParenthesis} ${codeSpan(reason)}`;
  return [{ text: `\n${title}\n\n${escapeSentence(says)}\n**→** ${escapeSentence(advice)}\n\n` }];
}

function imageItem(image: CheckedImage, lang: Language): string {
  const [worst, ...others] = describeImage(image, lang);
  const { colon, comma } = punctuation[lang];
  const also = others.map((other) => nameAndSeen(other, lang)).join(comma);
  const words = [
    ...(worst && worst.seen !== '' ? [worst.seen] : []),
    ...(also === '' ? [] : [`${label('check-also', lang)}${colon}${also}`]),
    ...(image.isKnown ? [label('check-known-mark', lang)] : []),
  ];
  const places = image.places
    .slice(0, shownPlaces)
    .map(({ file, line, column }) => codeSpan(`${printable(file)}:${line}:${column}`));
  const beyond = image.places.length - places.length;
  const where = [...places, ...(beyond > 0 ? [label('check-more-places', lang, { n: beyond })] : [])].join(' · ');
  return [
    `- ${[codeSpan(shownAddress(image.url)), ...words.map(escapeMarkdown)].join(' · ')}\n`,
    ...(where === '' ? [] : [`  - ${where}\n`]),
  ].join('');
}

function counted(n: number, lang: Language): string {
  const { openParenthesis, closeParenthesis } = punctuation[lang];
  return `${openParenthesis}${n}${closeParenthesis}`;
}
