import type { ReportedPost, RunReport } from '../../core/run-report.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import { printable } from '../../messages/printable.js';
import { shortenText } from '../../messages/shorten-text.js';
import { inParts } from './in-parts.js';
import type { RunWords } from './run-words.js';

export const mostPosts = 2000;

const postsInPart = 50;

/** Characters of all diffs together; posts behind them are listed without. */
const mostDiff = 4_000_000;

/** Every post with what was changed in it, folded. */
export function postList({ posts }: RunReport, words: RunWords): readonly string[] {
  const shown = posts.slice(0, mostPosts);
  let room = mostDiff;
  const items = shown.map((post) => {
    const text = linesOf(post, words);
    room -= text.length;
    return postItem(post, room < 0 ? undefined : text, words);
  });
  return [
    '<section id="posts">',
    `<h2>${words.say('report-posts')} <span class="count">${posts.length}</span></h2>`,
    ...postParts(items),
    '</section>',
  ];
}

/** Posts in parts that are laid out only while they are in sight. */
export const postParts = (items: readonly string[]): readonly string[] =>
  inParts(items, postsInPart).flatMap((part) => [
    `<div class="posts${part.length === postsInPart ? ' whole' : ''}">`,
    ...part,
    '</div>',
  ]);

function postItem(post: ReportedPost, text: string | undefined, { say }: RunWords): string {
  const { file, edits, state, now } = post;
  const marks = [
    ...(state === 'written' ? [] : [say(`report-post-${state}`)]),
    ...(now === 'as-written' || now === 'as-before' ? [] : [say(`report-post-${now}`)]),
  ].map((mark) => `<span class="known">${mark}</span>`);
  const links = say('report-links', { n: edits.length });
  const body = text === undefined ? `<p class="dim">${say('report-diff-left-out')}</p>` : `<pre>${text}</pre>`;
  return `<details><summary><code>${escapeMarkup(printable(file))}</code> ${links}${marks.join('')}</summary>${body}</details>`;
}

/** A diff without the names of its files; of a post that has another text by now, the links alone. */
function linesOf({ diff, edits }: ReportedPost, { say }: RunWords): string {
  if (diff !== undefined) return diffMarkup(diff);
  return edits
    .map(({ line, old, new: written }) =>
      [`@@ ${say('report-line', { line })} @@`, `-${old}`, `+${written}`].map(diffLine).join(''),
    )
    .join('');
}

/** A diff as `git diff` writes it, without the names of its files. */
export const diffMarkup = (diff: string): string => diff.split('\n').slice(3).map(diffLine).join('');

const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk' };

function diffLine(line: string): string {
  if (line === '') return '';
  const kind = kinds[line[0] ?? ''];
  const text = escapeMarkup(printable(cut(line)));
  return `<span class="${kind ?? 'kept'}">${text}</span>`;
}

/** A picture in a line of text can have millions of characters. */
const cut = (line: string): string => (line.length > 2000 ? shortenText(line) : line.replace(/\r$/, ''));
