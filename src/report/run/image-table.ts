import { concernOf, type ReportedImage, type RunReport, type Thumbnail } from '../../core/run-report.js';
import { compareLevels } from '../../core/verdict.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { formatBytes, formatInstant } from '../../messages/amounts.js';
import { describeVerdict, levelName } from '../../messages/describe-verdict.js';
import { shownAddress } from '../check/describe-image.js';
import { addressLink, placesOf } from '../check/html/html-section.js';
import { inParts } from './in-parts.js';
import { changeInPercent } from './run-totals.js';
import type { RunWords } from './run-words.js';

/** More of them are in the table of `--csv` alone. */
export const mostListed = 10_000;

/** Rows that are laid out together, and not at all while they are out of sight. */
const rowsInPart = 10;

/** Every image with its pictures, addresses, outcome and sizes; choices that a script makes work stand above it. */
export function imageTable(
  { images }: Pick<RunReport, 'images'>,
  words: RunWords,
  more: MoreOfImage = () => ({}),
): readonly string[] {
  const shown = images.slice(0, mostListed);
  const hosts = hostNames(shown, words);
  const rows = shown.map((image, index) => rowOf(image, hosts, words, more(index)));
  const parts = inParts(rows, rowsInPart);
  return [
    '<section id="images">',
    `<h2>${words.say('report-images')} <span class="count">${images.length}</span></h2>`,
    ...filterForm(shown, hosts, words),
    '<div class="parts">',
    ...parts.flatMap((part, index) => [
      `<div class="part${part.length === rowsInPart ? ' whole' : ''}">`,
      '<table>',
      '<colgroup><col class="c1"><col class="c2"><col class="c3"><col class="c4"></colgroup>',
      `<thead${index === 0 ? '' : ' class="again"'}><tr>${columns.map((id) => `<th scope="col">${words.say(id)}</th>`).join('')}</tr></thead>`,
      '<tbody>',
      ...part,
      '</tbody>',
      '</table>',
      '</div>',
    ]),
    '</div>',
    `<p id="none" hidden>${words.say('report-none-fits')}</p>`,
    '</section>',
    ...viewer(words),
  ];
}

const columns = ['report-picture', 'image', 'report-outcome', 'report-size'] as const;

/** Every host with its number. */
function hostNames(images: readonly ReportedImage[], words: RunWords): ReadonlyMap<string, number> {
  const names = [...new Set(images.map((image) => hostName(image, words)))].sort();
  return new Map(names.map((name, index) => [name, index]));
}

export const hostName = ({ host }: ReportedImage, words: RunWords): string => host ?? words.plain('local-files');

function filterForm(
  images: readonly ReportedImage[],
  hosts: ReadonlyMap<string, number>,
  words: RunWords,
): readonly string[] {
  const outcomes = [...new Set(images.map(({ outcome }) => outcome))];
  const levels = [...new Set(images.flatMap(({ check }) => check?.verdict.level ?? []))].sort(compareLevels);
  const needs = images.some((image) => concernOf(image) !== undefined);
  const option = (value: string, text: string): string => `<option value="${value}">${text}</option>`;
  return [
    '<form id="filter" class="choose" hidden>',
    `<span><label for="by-state">${words.say('report-show')}</label> <select id="by-state">`,
    option('', words.say('check-all')),
    ...(needs ? [option('need', words.say('needs-you'))] : []),
    ...outcomes.map((outcome) => option(`o-${outcome}`, words.say(`reported-${outcome}`))),
    ...levels.map((level) =>
      option(`v-${level}`, `${words.say('report-check')} ${escapeMarkup(levelName(level, words.lang))}`),
    ),
    '</select></span>',
    `<span><label for="by-host">${words.say('host')}</label> <select id="by-host">`,
    option('', words.say('check-all')),
    ...[...hosts].map(([name, index]) => option(String(index), escapeMarkup(shownAddress(name)))),
    '</select></span>',
    `<span><label for="by-text">${words.say('report-text')}</label> <input type="search" id="by-text" autocomplete="off"></span>`,
    `<output id="shown" for="by-state by-host by-text">${images.length} / ${images.length}</output>`,
    '</form>',
  ];
}

/** What a page has of an image beside what every page has; escaped. */
export type MoreOfImage = (index: number) => {
  readonly why?: string;
  readonly controls?: string;
  /** Takes the place of pictures that come later. */
  readonly pictures?: string;
};

function rowOf(
  image: ReportedImage,
  hosts: ReadonlyMap<string, number>,
  words: RunWords,
  more: ReturnType<MoreOfImage>,
): string {
  const [pictures, address, outcome, sizes] = cellsOf(image, words, more);
  return [
    `<tr data-k="${kindsOf(image)}" data-h="${hosts.get(hostName(image, words))}">`,
    `<td>${pictures}</td>`,
    `<th scope="row">${address}</th>`,
    `<td>${outcome}</td>`,
    `<td>${sizes}</td>`,
    '</tr>',
  ].join('');
}

/** What the choice above the table goes by. */
export function kindsOf(image: ReportedImage): string {
  const { outcome, check } = image;
  return [`o-${outcome}`, ...(check ? [`v-${check.verdict.level}`] : []), ...(concernOf(image) ? ['need'] : [])].join(
    ' ',
  );
}

/** The row's cells: pictures, address, outcome, sizes. */
export function cellsOf(
  image: ReportedImage,
  words: RunWords,
  { why = '', controls = '', pictures }: ReturnType<MoreOfImage> = {},
): readonly [string, string, string, string] {
  const { to, outcome } = image;
  const now = to === undefined || to === image.from ? '' : `<div>→ ${addressLink(to)}</div>`;
  return [
    pictures ?? picturesOf(image, words),
    `<div>${addressLink(image.from)}</div>${now}${placesOf(image.places, words.lang)}${controls}`,
    `${words.say(`reported-${outcome}`)}${why}${checkOf(image, words)}`,
    sizesOf(image, words),
  ];
}

export function picturesOf(image: ReportedImage, words: RunWords): string {
  const { before, after } = image;
  if (!before && !after) return '';
  const name = shownAddress(image.to ?? image.from);
  const text = words.say(before && after ? 'report-compare' : 'report-look', { name });
  const pictures = [
    ...(before ? [thumbnail(before, 'was', words.say('size-before'))] : []),
    ...(after ? [thumbnail(after, 'now', words.say('size-after'))] : []),
  ];
  return `<button type="button" class="thumb" aria-label="${text}">${pictures.join('')}</button>`;
}

const thumbnail = ({ webp, width, height }: Thumbnail, side: string, alt: string): string =>
  `<img class="${side}" alt="${alt}" width="${width}" height="${height}" decoding="async" src="data:image/webp;base64,${Buffer.from(webp).toString('base64')}">`;

function checkOf({ check }: ReportedImage, { lang, say }: RunWords): string {
  if (!check) return '';
  const { level, reasons } = check.verdict;
  const names = reasons.map((reason) => describeVerdict(reason, {}, lang).name);
  const says = [levelName(level, lang), ...names].map(escapeMarkup).join(' · ');
  return `<div class="${level}"><span class="mark">${say('report-check')} ${says}</span></div><div class="dim">${formatInstant(check.at)}</div>`;
}

function sizesOf(image: ReportedImage, { say }: RunWords): string {
  const { bytesBefore, bytesAfter, width, height, isSame } = image;
  const size = (bytes: number | undefined): string =>
    bytes === undefined ? say('report-unknown') : formatBytes(bytes);
  const pixels = width === undefined || height === undefined ? '' : `<div class="dim">${width} × ${height}</div>`;
  if (isSame === true)
    return `${size(bytesAfter ?? bytesBefore)}<div class="dim">${say('report-same-bytes')}</div>${pixels}`;
  if (bytesBefore === undefined && bytesAfter === undefined) return `<span class="dim">${say('report-unknown')}</span>`;
  const change =
    bytesBefore === undefined || bytesAfter === undefined ? undefined : changeInPercent(bytesBefore, bytesAfter);
  return `${size(bytesBefore)} → ${size(bytesAfter)}${change === undefined ? '' : ` <strong>${change}</strong>`}${pixels}`;
}

/** Filled and opened by the script. */
function viewer({ say }: RunWords): readonly string[] {
  return [
    '<dialog id="viewer" aria-labelledby="viewer-name">',
    '<h2 id="viewer-name"></h2>',
    '<div class="compare"><img class="now" alt=""><img class="was" alt=""><span class="line"></span>',
    `<span class="tag left">${say('size-before')}</span><span class="tag right">${say('size-after')}</span>`,
    `<input type="range" id="slider" min="0" max="100" value="50" aria-label="${say('report-slider')}"></div>`,
    '<p id="viewer-facts"></p>',
    `<form method="dialog"><button type="button" id="previous">← ${say('report-previous')}</button> `,
    `<button type="button" id="next">${say('report-next')} →</button> <button id="close">${say('report-close')}</button></form>`,
    '</dialog>',
  ];
}
