import type { RunReport } from '../../core/run-report.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { formatBytes } from '../../messages/amounts.js';
import { articleOf, htmlPage } from '../check/html/html-page.js';
import { htmlSentence } from '../check/html/html-section.js';
import { hostsTable } from './hosts-table.js';
import { imageTable } from './image-table.js';
import { themeChoice, tile } from './page-parts.js';
import { postList } from './post-list.js';
import { concernLines, limitLines } from './run-lines.js';
import { runScript } from './run-script.js';
import { runStyle } from './run-style.js';
import { changeInPercent, linksChanged, sizeTotals } from './run-totals.js';
import { createRunWords, type RunReportOptions, type RunWords } from './run-words.js';
import { sizeChart } from './size-chart.js';

/**
 * One page that needs nothing beside itself: what needs a person first, then the images with their pictures, hosts, sizes
 * and posts. Every text from posts and servers is escaped, and the page's policy lets nothing in from outside.
 */
export function runHtml(report: RunReport, options: RunReportOptions): string {
  const words = createRunWords(options.lang);
  const { run, images, posts } = report;
  const title = words.say('run-heading', { command: run.command, run: run.id });
  const isEmpty = images.length === 0 && posts.length === 0;
  return htmlPage({
    title,
    lang: options.lang,
    version: options.version,
    more: { style: runStyle, script: runScript },
    header: [...headerLines(report, title, words), ...(isEmpty ? [] : navigation(report, words))],
    main: [
      ...(isEmpty ? [`<p class="message">${words.say('report-nothing')}</p>`] : []),
      ...needLines(report, words),
      ...(images.length === 0 ? [] : [...imageTable(report, words), ...sizeChart(images, words)]),
      ...(images.length === 0 ? [] : hostsTable(images, words)),
      ...(posts.length === 0 ? [] : postList(report, words)),
      ...articleOf(words.plain('report-limits'), limitLines(report, words).map(htmlSentence)),
    ],
  });
}

function headerLines(report: RunReport, title: string, words: RunWords): readonly string[] {
  const { run, images, posts } = report;
  const { before, after, measured } = sizeTotals(images);
  const took = run.finishedAt === undefined ? undefined : run.finishedAt - run.startedAt;
  const undone = run.standing === 0 ? ('run-undone' as const) : ('run-partly-undone' as const);
  const states = [`run-${run.state}` as const, ...(run.undone === 0 ? [] : [undone])].map((id) => words.say(id));
  const saved = changeInPercent(before, after);
  return [
    '<header>',
    '<div class="top">',
    `<h1>${title}</h1>`,
    themeChoice(words),
    '</div>',
    `<p class="dim">${words.say('report-times', { started: run.startedAt, took })} · ${states.join(' · ')}</p>`,
    '<dl class="tiles">',
    tile(words.say('images'), String(images.length)),
    tile(words.say('links'), String(linksChanged(report))),
    tile(words.say('posts'), String(posts.length)),
    ...(measured === 0
      ? []
      : [
          tile(words.say('size-before'), formatBytes(before)),
          tile(words.say('size-after'), formatBytes(after)),
          tile(words.say('size-saved'), `${formatBytes(before - after)}${saved ? ` <small>${saved}</small>` : ''}`),
        ]),
    '</dl>',
    `<noscript><p class="dim">${words.say('report-no-script')}</p></noscript>`,
    '</header>',
  ];
}

function navigation({ images, posts }: RunReport, words: RunWords): readonly string[] {
  const parts = [
    ...(images.length === 0 ? [] : (['images', 'sizes', 'hosts'] as const)),
    ...(posts.length === 0 ? [] : (['posts'] as const)),
  ];
  const links = parts.map((part) => `<a href="#${part}">${words.say(`report-${part}`)}</a>`);
  return [`<nav aria-label="${words.say('report-parts')}">${links.join(' ')}</nav>`];
}

function needLines(report: RunReport, words: RunWords): readonly string[] {
  const lines = concernLines(report, words);
  if (lines.length === 0) return [`<p class="well message">✓ ${words.say('report-well')}</p>`];
  return articleOf(
    words.plain('needs-you'),
    lines.map((line) => (typeof line === 'string' ? htmlSentence(line) : listOf(line))),
  );
}

const listOf = ({ says, files }: { readonly says: string; readonly files: readonly string[] }): string =>
  `${htmlSentence(says)}<ul class="places">${files.map((file) => `<li><code>${escapeMarkup(file)}</code></li>`).join('')}</ul>`;
