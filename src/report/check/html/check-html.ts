import type { CheckOutcome } from '../../../core/check-outcome.js';
import { escapeMarkup } from '../../../lib/escape-markup.js';
import type { Language } from '../../../messages/catalogue.js';
import { errorMessage } from '../../../messages/describe-error.js';
import { label } from '../../../messages/label.js';
import { printable } from '../../../messages/printable.js';
import type { CheckReportOptions } from '../check-report-options.js';
import { unreadMessage } from '../describe-unread.js';
import { isWell, summaryParts } from '../summary-parts.js';
import { groupByVerdict, type LevelGroup } from '../verdict-groups.js';
import { articleOf, htmlPage, noteLines } from './html-page.js';
import { htmlSection, htmlSentence } from './html-section.js';

/**
 * One page that needs nothing beside itself: no script, no image, nothing from the net; its policy forbids them. A level
 * is chosen by a style rule. Fine images are listed where `verbose` asks for them.
 */
export function checkHtml(outcome: CheckOutcome, options: CheckReportOptions): string {
  const { lang, verbose, version } = options;
  const groups = groupByVerdict(outcome.images).filter(({ level }) => verbose || level !== 'ok');
  const title = escapeMarkup(label('check-heading', lang));
  return htmlPage({
    title,
    lang,
    version,
    header: headerLines(outcome, title, lang),
    main: [
      ...filterLines(groups, lang),
      ...messageLines(outcome, lang),
      ...groups.flatMap((group) => htmlSection(group, { lang, verbose })),
      ...noteLines(outcome.notes, lang),
    ],
  });
}

function headerLines(outcome: CheckOutcome, title: string, lang: Language): readonly string[] {
  const { found, counts, cost } = summaryParts(outcome, lang);
  const summary = [found, ...counts.map(({ text }) => text)].map(escapeMarkup).join(' · ');
  return [
    '<header>',
    `<h1>${title}</h1>`,
    `<p>${summary}</p>`,
    `<p class="cost">${cost.map(escapeMarkup).join(' · ')}</p>`,
    '</header>',
  ];
}

/** A choice of levels, where there is something to choose from. */
function filterLines(groups: readonly LevelGroup[], lang: Language): readonly string[] {
  if (groups.length < 2) return [];
  const all = groups.reduce((total, { images }) => total + images.length, 0);
  const choice = (id: string, word: string, n: number, checked = ''): string =>
    `<label><input type="radio" name="show" id="show-${id}"${checked}>${escapeMarkup(word)} ${n}</label>`;
  return [
    '<fieldset class="filter">',
    `<legend>${escapeMarkup(label('check-filter', lang))}</legend>`,
    choice('all', label('check-all', lang), all, ' checked'),
    ...groups.map(({ level, images }) => choice(level, label(`verdicts-${level}`, lang), images.length)),
    '</fieldset>',
  ];
}

/** What there is to know before the images. */
function messageLines(outcome: CheckOutcome, lang: Language): readonly string[] {
  const { images, interrupted, stopped, unread } = outcome;
  const well = label(images.length > 0 ? 'check-well' : 'check-none', lang);
  return [
    ...(isWell(outcome) ? [`<p class="well">✓ ${escapeMarkup(well)}</p>`] : []),
    ...(stopped ? articleOf(label('stopped', lang), [htmlSentence(errorMessage(stopped, lang))]) : []),
    ...(interrupted ? [`<p><strong>${escapeMarkup(label('check-interrupted', lang))}</strong></p>`] : []),
    ...(unread.length === 0
      ? []
      : articleOf(
          label('check-unread', lang),
          unread.map(
            (document) =>
              `<code>${escapeMarkup(printable(document.file))}</code> ${htmlSentence(unreadMessage(document, lang))}`,
          ),
        )),
  ];
}
