import type { ReportedPost, RunReport } from '../../core/run-report.js';
import { printable } from '../../messages/printable.js';
import { mostListed } from './image-table.js';
import { mostPosts } from './post-list.js';
import { countConcerns, sizeTotals } from './run-totals.js';
import type { RunWords } from './run-words.js';

/** A sentence, or one with files below it. */
export type ConcernLine = string | { readonly says: string; readonly files: readonly string[] };

const shownFiles = 8;

/** What a person should look at, the gravest first. */
export function concernLines({ run, images, posts }: RunReport, { plain }: RunWords): readonly ConcernLine[] {
  const counts = countConcerns(images);
  const ended = run.state === 'done' ? [] : [plain(`report-run-${run.state}`)];
  const ofImages = (['failed', 'broken', 'unsettled', 'grew', 'warned'] as const).flatMap((concern) => {
    const n = counts.get(concern);
    return n === undefined ? [] : [plain(`report-concern-${concern}`, { n })];
  });
  const ofPosts = postConcerns.flatMap(([id, isMeant]) => {
    const files = posts.filter(isMeant).map(({ file }) => printable(file));
    if (files.length === 0) return [];
    const more = files.length - shownFiles;
    const shown = [...files.slice(0, shownFiles), ...(more > 0 ? [plain('more', { n: more })] : [])];
    return [{ says: plain(id, { n: files.length }), files: shown }];
  });
  return [...ended, ...ofImages, ...ofPosts];
}

const postConcerns = [
  ['report-posts-unsettled', ({ state }: ReportedPost) => state === 'planned'],
  ['report-posts-missing', ({ now, state }: ReportedPost) => state === 'written' && now === 'missing'],
  ['report-posts-unreadable', ({ now, state }: ReportedPost) => state === 'written' && now === 'unreadable'],
  ['report-posts-edited', ({ now, state }: ReportedPost) => state === 'written' && now === 'changed'],
  ['report-posts-reverted', ({ now, state }: ReportedPost) => state === 'written' && now === 'as-before'],
] as const;

/** What the page does not say, and who would know. */
export function limitLines({ run, images, posts, pictured }: RunReport, { plain }: RunWords): readonly string[] {
  const { measured } = sizeTotals(images);
  const unchecked = images.filter(({ check }) => check === undefined).length;
  const unseen = images.slice(0, pictured).filter(({ before, after }) => !before && !after).length;
  const count = (id: Parameters<typeof plain>[0], n: number): readonly string[] => (n > 0 ? [plain(id, { n })] : []);
  return [
    plain('report-limit-failed'),
    ...count('report-limit-checks', unchecked),
    ...count('report-limit-sizes', images.length - measured),
    ...(images.length > pictured ? [plain('report-limit-pictures', { n: pictured, all: images.length })] : []),
    ...count('report-limit-unseen', unseen),
    ...(images.length > mostListed
      ? [plain('report-limit-rows', { n: mostListed, all: images.length, run: run.id })]
      : []),
    ...(posts.length > mostPosts ? [plain('report-limit-posts', { n: mostPosts, all: posts.length })] : []),
  ];
}
