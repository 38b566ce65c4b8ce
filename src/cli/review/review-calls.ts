import { applyPlan } from '../../app/apply-plan.js';
import type { UseCaseContext } from '../../app/context.js';
import { follow } from '../../app/follow.js';
import type { Review } from '../../app/review/review.js';
import { ImgferryError } from '../../core/errors.js';
import type { Outcome } from '../../core/outcome.js';
import type { Language } from '../../messages/catalogue.js';
import { errorMessage } from '../../messages/describe-error.js';
import { label } from '../../messages/label.js';
import { htmlSentence } from '../../report/check/html/html-section.js';
import {
  chosenMarkup,
  linksText,
  type PlanInReview,
  postMarkup,
  reviewCells,
  reviewMarkup,
} from '../../report/review/review-html.js';
import { kindsOf, picturesOf } from '../../report/run/image-table.js';
import { createRunWords } from '../../report/run/run-words.js';
import type { ReviewCall } from '../../serve/review-server.js';

/** What the page of a review can ask for, and what it is told; the browser's words are checked here. */
export function reviewCalls(
  review: Review,
  { context, lang, onApplied }: { context: UseCaseContext; lang: Language; onApplied: (outcome: Outcome) => void },
): Readonly<Record<string, ReviewCall>> {
  const planNow = (): PlanInReview => ({
    images: review.images(),
    posts: review.posts(),
    leftAlone: review.leftAlone(),
  });
  const shown = new Map<number, string>();

  /** The rows that read otherwise than they did. */
  const changes = () => {
    const plan = planNow();
    const rows = plan.images.flatMap((one, image) => {
      const cells = reviewCells(one, { lang });
      const before = shown.get(image);
      shown.set(image, cells.join(''));
      return before === cells.join('') ? [] : [{ image, cells, kinds: kindsOf(one.image) }];
    });
    return {
      rows,
      chosen: chosenMarkup(plan, { lang }),
      isEmpty: !plan.images.some(({ choice }) => choice?.isTaken),
      posts: plan.posts.map((post) => linksText(post, { lang })),
    };
  };

  async function* apply(isAnyway: boolean): AsyncGenerator<unknown> {
    const changed = isAnyway ? [] : await review.changedPosts();
    if (changed.length > 0) {
      const files = changed.join(', ');
      const button = label('review-apply-anyway', lang);
      return yield { changed: htmlSentence(label('review-changed', lang, { files })), button };
    }
    const plan = review.plan();
    const run = follow((following) => applyPlan(plan, following), context);
    let [done, saidAt] = [0, 0];
    for await (const event of run) {
      if (event.type !== 'asset-settled') continue;
      done += 1;
      if (event.at - saidAt < 200) continue; // ms
      saidAt = event.at;
      yield { says: label('review-applying', lang, { done, total: plan.assets.length }) };
    }
    const { outcome } = await run.finished;
    yield { html: applied(outcome, lang) };
    onApplied(outcome);
  }

  return {
    view: async () => {
      changes();
      return { html: reviewMarkup(planNow(), { lang }) };
    },
    take: async ({ images, take }) => {
      review.take(Array.isArray(images) ? images.map(Number) : [], take === true);
      return changes();
    },
    choose: async ({ image, quality, key }) => {
      await review.choose(Number(image), {
        ...(isGiven(quality) ? { quality: asQuality(quality) } : {}),
        ...(isGiven(key) ? { key: String(key) } : {}),
      });
      return { ...changes(), pictures: true };
    },
    pictures: async ({ image }) => {
      const one = review.images()[Number(image)];
      if (!one) return {};
      const pictures = await review.pictures(Number(image));
      return { html: picturesOf({ ...one.image, ...pictures }, createRunWords(lang)) };
    },
    post: async ({ post }) => {
      const { diff, before, after } = await review.post(Number(post));
      const { file = '' } = review.posts()[Number(post)] ?? {};
      return { html: postMarkup(file, diff, { lang }), before, after };
    },
    apply: ({ anyway }) => apply(anyway === true),
  };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== '';

/** @throws ImgferryError USAGE_INVALID */
function asQuality(given: unknown): number {
  const quality = Number(given);
  if (Number.isInteger(quality) && quality >= 1 && quality <= 100) return quality;
  throw new ImgferryError('USAGE_INVALID', { option: '--quality', expected: ['1 … 100'], found: String(given) });
}

function applied({ totals, run, stopped, interrupted }: Outcome, lang: Language): string {
  const facts = { moved: totals.stored + totals.reused, edits: totals.edits, posts: totals.postsEdited, run };
  return [
    ...(stopped ? [errorMessage(stopped, lang)] : []),
    ...(stopped || interrupted ? [label('review-stopped', lang)] : [label('review-done', lang, facts)]),
    ...(totals.failed > 0 ? [label('review-done-failed', lang, { n: totals.failed })] : []),
  ]
    .map((line) => `<p>${htmlSentence(line)}</p>`)
    .join('');
}

/** An error as the page shows it; anything else is a bug, and the command's to tell. */
export function explainToPage(error: unknown, lang: Language): string {
  return error instanceof ImgferryError ? errorMessage(error.toReport(), lang) : label('bug', lang);
}
