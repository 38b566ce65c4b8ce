import type { CdnAuditOutcome } from '../../../core/cdn-finding.js';
import { escapeMarkup } from '../../../lib/escape-markup.js';
import type { Language } from '../../../messages/catalogue.js';
import { describeCdnFinding } from '../../../messages/describe-cdn-finding.js';
import { errorMessage } from '../../../messages/describe-error.js';
import { label } from '../../../messages/label.js';
import type { CheckReportOptions } from '../../check/check-report-options.js';
import { articleOf, htmlPage, noteLines } from '../../check/html/html-page.js';
import { addressLink, htmlSentence, placesOf } from '../../check/html/html-section.js';
import { auditSummary, isWell } from './audit-summary.js';
import { type FindingGroup, groupByFinding } from './finding-groups.js';

/** One page that needs nothing beside itself: a card for each finding. */
export function auditHtml(outcome: CdnAuditOutcome, { lang, version }: CheckReportOptions): string {
  const { found, counts, cost } = auditSummary(outcome, lang);
  const title = escapeMarkup(label('cdn-audit-heading', lang));
  return htmlPage({
    title,
    lang,
    version,
    header: [
      '<header>',
      `<h1>${title}</h1>`,
      `<p>${[found, ...counts.map(({ text }) => text)].map(escapeMarkup).join(' · ')}</p>`,
      `<p class="cost">${cost.map(escapeMarkup).join(' · ')}</p>`,
      '</header>',
    ],
    main: [
      ...messageLines(outcome, lang),
      ...groupByFinding(outcome.addresses).flatMap((group) => findingSection(group, lang)),
      ...noteLines(outcome.notes, lang),
    ],
  });
}

function messageLines(outcome: CdnAuditOutcome, lang: Language): readonly string[] {
  const { addresses, interrupted, stopped } = outcome;
  const well = label(addresses.length > 0 ? 'cdn-audit-well' : 'cdn-audit-none', lang);
  return [
    ...(isWell(outcome) ? [`<p class="well">✓ ${escapeMarkup(well)}</p>`] : []),
    ...(stopped ? articleOf(label('stopped', lang), [htmlSentence(errorMessage(stopped, lang))]) : []),
    ...(interrupted ? [`<p><strong>${escapeMarkup(label('cdn-audit-interrupted', lang))}</strong></p>`] : []),
  ];
}

/** The page's style knows the levels of a check. */
const classes = { error: 'broken', warn: 'warn', info: 'unverifiable' } as const;
const marks = { error: '✗', warn: '!', info: '·' } as const;

function findingSection({ id, severity, addresses }: FindingGroup, lang: Language): readonly string[] {
  const { name, says, advice } = describeCdnFinding(id, {}, lang);
  return [
    `<section class="${classes[severity]}">`,
    '<article>',
    `<h3><span><span class="mark" aria-hidden="true">${marks[severity]}</span> <span class="name">${escapeMarkup(name)}</span></span> <code class="dim">${id}</code> <span class="count">${addresses.length}</span></h3>`,
    `<p>${htmlSentence(says)}</p>`,
    `<p class="advice">→ ${htmlSentence(advice)}</p>`,
    '<ul class="images">',
    ...addresses.map(({ url, places, evidence }) => {
      const { seen } = describeCdnFinding(id, evidence, lang);
      const what = seen === '' ? '' : `<div class="dim">${escapeMarkup(seen)}</div>`;
      return `<li><div>${addressLink(url)}</div>${what}${placesOf(places, lang)}</li>`;
    }),
    '</ul>',
    '</article>',
    '</section>',
  ];
}
