import type { ReportedImage } from '../../core/run-report.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { formatBytes } from '../../messages/amounts.js';
import { shownAddress } from '../check/describe-image.js';
import { groupBy } from '../group-by.js';
import { hostName } from './image-table.js';
import { changeInPercent, sizeTotals } from './run-totals.js';
import type { RunWords } from './run-words.js';

const mostHosts = 200;

/** Where images were, the most first; bytes of those whose sizes are known. */
export function hostsTable(images: readonly ReportedImage[], words: RunWords): readonly string[] {
  const { say } = words;
  const hosts = [...groupBy(images, (image) => hostName(image, words))]
    .map(([name, ofHost]) => ({ name, ...sizeTotals(ofHost) }))
    .sort((one, other) => other.images - one.images);
  const titles = ['host', 'images', 'size-before', 'size-after', 'size-saved'] as const;
  const rest = hosts.length - mostHosts;
  return [
    '<section id="hosts">',
    `<h2>${say('report-hosts')} <span class="count">${hosts.length}</span></h2>`,
    '<table class="numbers">',
    `<thead><tr>${titles.map((id) => `<th scope="col">${say(id)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...hosts.slice(0, mostHosts).map(({ name, images: count, measured, before, after }) => {
      const sizes = measured === 0 ? ['', '', ''] : [formatBytes(before), formatBytes(after), savedText(before, after)];
      const cells = [String(count), ...sizes].map((cell) => `<td>${cell}</td>`).join('');
      return `<tr><th scope="row">${escapeMarkup(shownAddress(name))}</th>${cells}</tr>`;
    }),
    '</tbody>',
    '</table>',
    ...(rest > 0 ? [`<p class="dim">${say('more', { n: rest })}</p>`] : []),
    '</section>',
  ];
}

function savedText(before: number, after: number): string {
  const change = changeInPercent(before, after);
  return `${formatBytes(before - after)}${change === undefined ? '' : ` (${change})`}`;
}
