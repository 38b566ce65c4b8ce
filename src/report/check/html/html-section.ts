import type { DocumentPlace } from '../../../core/asset.js';
import type { CheckedImage } from '../../../core/check-outcome.js';
import type { VerdictLevel } from '../../../core/verdict.js';
import { escapeMarkup } from '../../../lib/escape-markup.js';
import type { Language } from '../../../messages/catalogue.js';
import { describeVerdict } from '../../../messages/describe-verdict.js';
import { label } from '../../../messages/label.js';
import { printable } from '../../../messages/printable.js';
import { shortenText } from '../../../messages/shorten-text.js';
import { describeImage, nameAndSeen, shownAddress } from '../describe-image.js';
import type { LevelGroup, ReasonGroup } from '../verdict-groups.js';

interface SectionOptions {
  readonly lang: Language;
  /** All that was seen of each image too. */
  readonly verbose: boolean;
}

const openPlaces = 5; // more of them are folded

/** All images of a level, a card for each reason. */
export function htmlSection({ level, images, reasons }: LevelGroup, options: SectionOptions): readonly string[] {
  return [
    `<section class="${level}">`,
    `<h2>${escapeMarkup(label(`verdicts-${level}`, options.lang))} <span class="count">${images.length}</span></h2>`,
    ...reasons.flatMap((group) => reasonCard(group, level, options)),
    '</section>',
  ];
}

/** One of our sentences; what stands in backticks is code. */
export function htmlSentence(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${escapeMarkup(part)}</code>` : escapeMarkup(part)))
    .join('');
}

const marks: Readonly<Record<VerdictLevel, string>> = { broken: '✗', unverifiable: '?', warn: '!', ok: '✓' };

function reasonCard({ reason, images }: ReasonGroup, level: VerdictLevel, options: SectionOptions): readonly string[] {
  const described = reason && describeVerdict(reason, {}, options.lang);
  const head = described
    ? [
        `<h3><span><span class="mark" aria-hidden="true">${marks[level]}</span> <span class="name">${escapeMarkup(described.name)}</span></span> <code class="dim">${described.reason}</code> <span class="count">${images.length}</span></h3>`,
        `<p>${htmlSentence(described.says)}</p>`,
        `<p class="advice">→ ${htmlSentence(described.advice)}</p>`,
      ]
    : [];
  return [
    '<article>',
    ...head,
    '<ul class="images">',
    ...images.map((image) => imageItem(image, options)),
    '</ul>',
    '</article>',
  ];
}

function imageItem(image: CheckedImage, { lang, verbose }: SectionOptions): string {
  const [worst, ...others] = describeImage(image, lang);
  const known = image.isKnown ? `<span class="known">${escapeMarkup(label('check-known-mark', lang))}</span>` : '';
  const also = others.map((other) => nameAndSeen(other, lang)).join(' · ');
  const lines = [
    `<div>${addressLink(image.url)}${known}</div>`,
    ...(worst && worst.seen !== '' ? [`<div class="dim">${escapeMarkup(worst.seen)}</div>`] : []),
    ...(also === '' ? [] : [`<div class="dim">${escapeMarkup(label('check-also', lang))} ${escapeMarkup(also)}</div>`]),
    placesOf(image.places, lang),
    verbose ? evidenceOf(image) : '',
  ];
  return `<li>${lines.join('')}</li>`;
}

/** A link only where it leads to a web address: a page of a reader's own machine runs nothing. */
export function addressLink(url: string): string {
  const shown = escapeMarkup(shownAddress(url));
  const href = /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).href : undefined;
  if (href === undefined) return `<code>${shown}</code>`;
  return `<a href="${escapeMarkup(href)}" rel="noopener noreferrer" target="_blank">${shown}</a>`;
}

export function placesOf(places: readonly DocumentPlace[], lang: Language): string {
  if (places.length === 0) return '';
  const items = places.map(
    ({ file, line, column }) => `<li><code>${escapeMarkup(`${printable(file)}:${line}:${column}`)}</code></li>`,
  );
  const list = `<ul class="places">${items.join('')}</ul>`;
  if (places.length <= openPlaces) return list;
  const summary = escapeMarkup(label('check-places', lang, { n: places.length }));
  return `<details><summary>${summary}</summary>${list}</details>`;
}

function evidenceOf({ evidence }: CheckedImage): string {
  const facts = Object.entries(evidence).map(
    ([name, value]) =>
      `<dt>${escapeMarkup(printable(shortenText(name)))}</dt><dd>${escapeMarkup(printable(shortenText(String(value))))}</dd>`,
  );
  return facts.length === 0 ? '' : `<dl>${facts.join('')}</dl>`;
}
