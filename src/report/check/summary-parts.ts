import type { CheckOutcome } from '../../core/check-outcome.js';
import type { VerdictLevel } from '../../core/verdict.js';
import type { Language } from '../../messages/catalogue.js';
import { label } from '../../messages/label.js';

/** A check in a few words, part by part. */
export interface SummaryParts {
  /** How many images, in how many posts. */
  readonly found: string;
  /** How many of each level, the worst first; levels that none has are left out. */
  readonly counts: readonly { readonly level: VerdictLevel; readonly text: string }[];
  /** What it cost, and what was left out of it. */
  readonly cost: readonly string[];
}

const levels = ['broken', 'unverifiable', 'warn', 'ok'] as const satisfies readonly VerdictLevel[];

/** Counts as the totals have them. */
export function summaryParts({ totals }: CheckOutcome, lang: Language): SummaryParts {
  const { documents, images, known, ignored, remembered, requests, bytes, elapsed } = totals;
  const found = { n: images, documents };
  const some = (id: 'check-known' | 'check-ignored' | 'check-remembered', n: number): readonly string[] =>
    n > 0 ? [label(id, lang, { n })] : [];
  return {
    found: documents > 0 ? label('check-images', lang, found) : label('images-count', lang, found),
    counts: levels.flatMap((level) =>
      totals[level] > 0 ? [{ level, text: label(`check-${level}`, lang, { n: totals[level] }) }] : [],
    ),
    cost: [
      ...some('check-known', known),
      ...some('check-ignored', ignored),
      ...some('check-remembered', remembered),
      ...(requests > 0 ? [label('check-cost', lang, { requests, bytes })] : []),
      label('elapsed', lang, { ms: elapsed }),
    ],
  };
}

/** Whether there is nothing that anyone has to know: all was looked at, and all shows. */
export const isWell = ({ images, unread, stopped, interrupted }: CheckOutcome): boolean =>
  unread.length === 0 && !stopped && !interrupted && images.every(({ verdict }) => verdict === 'ok');
