import type { ErrorReport } from '../../core/errors.js';
import type { PostOutcome } from '../../core/outcome.js';
import type { ReportedImage } from '../../core/run-report.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { describeError } from '../../messages/describe-error.js';
import { describeReason } from '../../messages/describe-reason.js';
import { printable } from '../../messages/printable.js';
import { htmlPage, type PageMore, pagePolicy } from '../check/html/html-page.js';
import { htmlSentence } from '../check/html/html-section.js';
import { cellsOf, imageTable, type MoreOfImage } from '../run/image-table.js';
import { themeChoice } from '../run/page-parts.js';
import { diffMarkup, postParts } from '../run/post-list.js';
import { sizeTotals } from '../run/run-totals.js';
import { createRunWords, type RunReportOptions, type RunWords } from '../run/run-words.js';
import { reviewScript } from './review-script.js';
import { reviewStyle } from './review-style.js';

/** One image of a plan, and what was decided of it; undefined: there is nothing to decide. */
export interface ImageInReview {
  readonly image: ReportedImage;
  readonly reason?: string;
  readonly error?: ErrorReport;
  readonly choice?: { readonly isTaken: boolean; readonly quality?: number; readonly key?: string };
}

export interface PostInReview {
  readonly file: string;
  readonly edits: number;
}

/** A plan as it stands. */
export interface PlanInReview {
  readonly images: readonly ImageInReview[];
  readonly posts: readonly PostInReview[];
  /** Posts that nothing can be done with, and why. */
  readonly leftAlone: readonly Pick<PostOutcome, 'file' | 'error'>[];
}

const more: PageMore = { style: reviewStyle, script: reviewScript, connects: true };

/** The page before it has anything to show: it gets the plan by its key, which is not in it. */
export function reviewShell({ lang, version }: RunReportOptions): { readonly html: string; readonly policy: string } {
  const words = createRunWords(lang);
  const { say, plain } = words;
  const html = htmlPage({
    title: say('review-title'),
    lang,
    version,
    more,
    header: [
      '<header>',
      '<div class="top">',
      `<h1>${say('review-title')}</h1>`,
      themeChoice(words),
      '</div>',
      `<p>${say('review-says')}</p>`,
      `<p class="dim">${say('review-key')}</p>`,
      `<noscript><p class="message">${htmlSentence(plain('review-no-script'))}</p></noscript>`,
      '</header>',
    ],
    main: [
      `<div id="words" hidden data-no-key="${say('review-no-key')}" data-away="${say('review-away')}" data-working="${say('review-working')}"></div>`,
      `<div id="review"><p class="dim">${say('review-opening')}</p></div>`,
    ],
  });
  return { html, policy: pagePolicy(more) };
}

/** The plan: its images with what can be decided, its posts, and what applying would do. */
export function reviewMarkup(plan: PlanInReview, { lang }: Pick<RunReportOptions, 'lang'>): string {
  const words = createRunWords(lang);
  const { say } = words;
  const { images, posts, leftAlone } = plan;
  const rows = imageTable({ images: images.map(({ image }) => image) }, words, (at) => moreOf(images[at], words));
  return [
    ...rows,
    '<section id="posts">',
    `<h2>${say('report-posts')} <span class="count">${posts.length}</span></h2>`,
    ...postParts(posts.map((post, at) => postItem(post, at, words))),
    '</section>',
    ...leftAloneSection(leftAlone, words),
    `<section id="bar" aria-label="${say('review-apply')}">`,
    `<output id="chosen">${chosenMarkup(plan, { lang })}</output>`,
    `<button type="button" id="take">${say('review-take-shown')}</button>`,
    `<button type="button" id="leave">${say('review-leave-shown')}</button>`,
    `<button type="button" id="apply" class="main">${say('review-apply')}</button>`,
    '<output id="said"></output>',
    '</section>',
  ].join('\n');
}

/** What stands in an image's row beside its pictures. */
export function reviewCells(one: ImageInReview, { lang }: Pick<RunReportOptions, 'lang'>): readonly string[] {
  const words = createRunWords(lang);
  return cellsOf(one.image, words, moreOf(one, words)).slice(1);
}

/** What applying would do. */
export function chosenMarkup(
  { images, posts }: Pick<PlanInReview, 'images' | 'posts'>,
  { lang }: Pick<RunReportOptions, 'lang'>,
): string {
  const { say } = createRunWords(lang);
  const taken = images.filter(({ choice }) => choice?.isTaken).map(({ image }) => image);
  if (taken.length === 0) return say('review-nothing-chosen');
  const changed = posts.filter(({ edits }) => edits > 0);
  const links = changed.reduce((sum, { edits }) => sum + edits, 0);
  const { before, after } = sizeTotals(taken);
  const counts = say('review-chosen', { n: taken.length, links, posts: changed.length });
  return `<strong>${counts}</strong> · ${say('review-sizes', { before, after })}`;
}

export const linksText = ({ edits }: PostInReview, { lang }: Pick<RunReportOptions, 'lang'>): string =>
  createRunWords(lang).plain('report-links', { n: edits });

/** A post's diff, and places for what it looks like before and after. */
export function postMarkup(file: string, diff: string, { lang }: Pick<RunReportOptions, 'lang'>): string {
  const { say } = createRunWords(lang);
  const sides = (['before', 'after'] as const).map((side) => {
    const name = say(`review-${side}`);
    const title = say('review-frame', { file, side: name });
    return `<figure data-name="${title}"><figcaption>${name}</figcaption></figure>`;
  });
  return [
    diff === '' ? `<p class="dim">${say('review-nothing-changes')}</p>` : `<pre>${diffMarkup(diff)}</pre>`,
    `<p class="dim">${say('review-unrendered')}</p>`,
    `<div class="sides">${sides.join('')}</div>`,
  ].join('');
}

function postItem(post: PostInReview, at: number, { lang }: RunWords): string {
  const name = `<code>${escapeMarkup(printable(post.file))}</code>`;
  return `<details data-post="${at}"><summary>${name} <span class="links">${escapeMarkup(linksText(post, { lang }))}</span></summary><div class="body"></div></details>`;
}

function leftAloneSection(posts: PlanInReview['leftAlone'], { say, lang }: RunWords): readonly string[] {
  if (posts.length === 0) return [];
  const items = posts.map(({ file, error }) => {
    const told = error && describeError(error, lang);
    const why = told ? `: ${htmlSentence(told.title)}<p class="dim">→ ${htmlSentence(told.advice)}</p>` : '';
    return `<li><code>${escapeMarkup(printable(file))}</code>${why}</li>`;
  });
  return [
    '<section id="left-alone">',
    `<h2>${say('posts-refused')} <span class="count">${posts.length}</span></h2>`,
    `<ul>${items.join('')}</ul>`,
    '</section>',
  ];
}

function moreOf(one: ImageInReview | undefined, words: RunWords): ReturnType<MoreOfImage> {
  if (!one) return {};
  const { reason, error, choice } = one;
  const told = error && describeError(error, words.lang);
  const why = told?.title ?? (reason === undefined ? '' : describeReason(reason, words.lang));
  const advice = told ? `<p class="dim">→ ${htmlSentence(told.advice)}</p>` : '';
  return {
    why: why === '' ? '' : `<div class="dim">${htmlSentence(why)}</div>`,
    controls: choice ? controlsOf(choice, words) : advice,
    ...(choice ? { pictures: '<span class="wait"></span>' } : {}),
  };
}

function controlsOf({ isTaken, quality, key }: NonNullable<ImageInReview['choice']>, { say }: RunWords): string {
  const field = (name: string, type: string, value: string | number, hint: string): string =>
    `<input type="${type}" name="${name}" value="${escapeMarkup(String(value))}" placeholder="${hint}" autocomplete="off">`;
  return [
    '<div class="decide">',
    `<label><input type="checkbox" name="take"${isTaken ? ' checked' : ''}> ${say('review-take')}</label>`,
    `<label>${say('review-quality')} ${field('quality', 'number', quality ?? '', say('review-quality-auto')).replace('>', ' min="1" max="100">')}</label>`,
    `<label>${say('review-name')} ${field('key', 'text', key ?? '', say('review-name-template'))}</label>`,
    '<span class="fault" role="status"></span>',
    '</div>',
  ].join('');
}
