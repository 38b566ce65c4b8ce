import type { ReportedImage } from '../../core/run-report.js';
import { formatBytes } from '../../messages/amounts.js';
import type { RunWords } from './run-words.js';

/** Upper bounds in bytes; the last class has none. */
const bounds = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];

interface SizeClass {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** How many images are of which size, before and after; the same numbers stand in a table below. */
export function sizeChart(images: readonly ReportedImage[], words: RunWords): readonly string[] {
  const { say } = words;
  const measured = images.filter(
    ({ bytesBefore, bytesAfter }) => bytesBefore !== undefined && bytesAfter !== undefined,
  );
  const heading = ['<section id="sizes">', `<h2>${say('report-sizes')}</h2>`];
  if (measured.length === 0) return [...heading, `<p>${say('report-no-sizes')}</p>`, '</section>'];
  const classes = countBySize(measured);
  return [
    ...heading,
    `<p class="key"><span class="before">■</span> ${say('size-before')} <span class="after">■</span> ${say('size-after')}</p>`,
    ...drawing(classes, say('report-chart', { n: measured.length })),
    `<details><summary>${say('report-chart-numbers')}</summary>`,
    '<table class="numbers">',
    `<thead><tr><th scope="col">${say('report-size')}</th><th scope="col">${say('size-before')}</th><th scope="col">${say('size-after')}</th></tr></thead>`,
    '<tbody>',
    ...classes.map(
      ({ name, before, after }) => `<tr><th scope="row">${name}</th><td>${before}</td><td>${after}</td></tr>`,
    ),
    '</tbody></table></details>',
    '</section>',
  ];
}

function countBySize(images: readonly ReportedImage[]): readonly SizeClass[] {
  const classOf = (bytes: number): number => bounds.filter((bound) => bytes >= bound).length;
  const before = images.map(({ bytesBefore = 0 }) => classOf(bytesBefore));
  const after = images.map(({ bytesAfter = 0 }) => classOf(bytesAfter));
  const count = (list: readonly number[], at: number): number => list.filter((one) => one === at).length;
  return [...bounds, undefined].map((bound, at) => ({
    name: bound === undefined ? `≥ ${round(bounds.at(-1) ?? 0)}` : `&lt; ${round(bound)}`,
    before: count(before, at),
    after: count(after, at),
  }));
}

const round = (bytes: number): string => formatBytes(bytes).replace('.0', '');

const [step, bar, high] = [90, 34, 160];

function drawing(classes: readonly SizeClass[], name: string): readonly string[] {
  const most = Math.max(1, ...classes.flatMap(({ before, after }) => [before, after]));
  const column = (count: number, kind: 'before' | 'after', left: number): string => {
    const height = count === 0 ? 0 : Math.max(2, Math.round((count / most) * high));
    const top = 20 + high - height;
    const text = count === 0 ? '' : `<text x="${left + bar / 2}" y="${top - 4}">${count}</text>`;
    return `<rect class="${kind}" x="${left}" y="${top}" width="${bar}" height="${height}" rx="2"/>${text}`;
  };
  return [
    `<svg class="chart" viewBox="0 0 ${classes.length * step} ${high + 48}" role="img" aria-label="${name}">`,
    ...classes.map(({ name: title, before, after }, at) => {
      const left = at * step + (step - 2 * bar - 2) / 2;
      const under = `<text class="under" x="${at * step + step / 2}" y="${high + 38}">${title}</text>`;
      return column(before, 'before', left) + column(after, 'after', left + bar + 2) + under;
    }),
    `<line x1="0" y1="${high + 20}" x2="${classes.length * step}" y2="${high + 20}"/>`,
    '</svg>',
  ];
}
