import type { StateReason } from '../core/asset.js';
import type { ErrorCode } from '../core/errors.js';
import type { CheckFinding, CheckId } from '../core/finding.js';
import type { UnsupportedReason } from '../core/image-reference.js';
import type { PreparedReason } from '../core/keep-reason.js';
import type { LeftBehind, NoteId } from '../core/outcome.js';
import type { VerdictReason } from '../core/verdict.js';
import type { LabelId } from './label-ids.js';
import type { TermId } from './term-ids.js';

export type Language = 'en' | 'zh';

/** One error's sentences, as templates (`fillTemplate`). */
export interface ErrorText {
  readonly title: string;
  /** What was expected, and found; without them the facts of these names are shown. */
  readonly expected?: string;
  readonly found?: string;
  /** What to do. */
  readonly advice: string;
  /** Other sentences where a fact has a certain value (`found=missing`) or is there (`variable`). The first that fits counts. */
  readonly cases?: Readonly<Record<string, Partial<Pick<ErrorText, 'title' | 'expected' | 'found' | 'advice'>>>>;
}

export type ErrorTexts = Readonly<Record<ErrorCode, ErrorText>>;

/** Every reason id that a person may meet. */
export type ReasonId = StateReason | UnsupportedReason | BytesReason | PreparedReason | LeftBehind['reason'];

/** What keeps an image from being moved. */
type BytesReason = Extract<
  VerdictReason,
  | 'empty'
  | 'not-an-image'
  | 'truncated'
  | 'undecodable'
  | 'too-many-pixels'
  | 'not-for-browsers'
  | 'missing-trailer'
  | 'damaged-frames'
  | 'type-mismatch'
>;

/** What a check of `doctor` is called, and what it says when it saw something; a problem has its error's sentences. */
export type CheckText = { readonly name: string } & Readonly<Record<Exclude<CheckFinding['level'], 'problem'>, string>>;

/** What one language says; every language has every id. */
export interface Catalogue {
  readonly errors: ErrorTexts;
  readonly notes: Readonly<Record<NoteId, string>>;
  readonly reasons: Readonly<Record<ReasonId, string>>;
  /** Words for the ids that stand in facts as `expected`, `found`, `hint`, … */
  readonly terms: Readonly<Record<TermId, string>>;
  readonly checks: Readonly<Record<CheckId, CheckText>>;
  readonly labels: Readonly<Record<LabelId, string>>;
}
