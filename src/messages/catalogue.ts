import type { StateReason } from '../core/asset.js';
import type { CdnFindingId } from '../core/cdn-finding.js';
import type { ErrorCode } from '../core/errors.js';
import type { LookalikeRule, ResolutionRule } from '../core/explanation.js';
import type { CheckFinding, CheckId } from '../core/finding.js';
import type { ReferenceSyntax, UnsupportedReason } from '../core/image-reference.js';
import type { PreparedReason } from '../core/keep-reason.js';
import type { LeftBehind, NoteId } from '../core/outcome.js';
import type { RepairProof } from '../core/repair.js';
import type { StandingReason } from '../core/replacement.js';
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

/** Every id that says why an image or a link is in its state; what is wrong with an image is a verdict's reason. */
export type ReasonId =
  | StateReason
  | UnsupportedReason
  | PreparedReason
  | RepairProof
  | StandingReason
  | LeftBehind['reason'];

/** What there is to say of one reason of a verdict. */
export interface VerdictText {
  /** A few words that follow a colon or stand alone. */
  readonly name: string;
  /** What it means for a reader; a sentence without facts. */
  readonly says: string;
  /** What was seen, part by part, as templates (`fillTemplate`); a part whose facts are missing is left out. */
  readonly seen?: readonly string[];
  /** What to do; without facts, so that it can be said once for many images. */
  readonly advice: string;
}

export type VerdictTexts = Readonly<Record<VerdictReason, VerdictText>>;

/** What an audit of a CDN finds; `advice` names the setting to change. */
export type CdnFindingTexts = Readonly<Record<CdnFindingId, VerdictText>>;

/** What a check of `doctor` is called, and what it says when it saw something; a problem has its error's sentences. */
export type CheckText = { readonly name: string } & Readonly<Record<Exclude<CheckFinding['level'], 'problem'>, string>>;

/** A syntax as `explain` calls it; the tags of generators share one text. */
export type SyntaxName = Exclude<ReferenceSyntax, `tag:${string}`> | 'tag';

/** What `explain` says of a place in a document. */
export interface ExplanationTexts {
  readonly syntaxes: Readonly<Record<SyntaxName, string>>;
  /** Why something is no image. */
  readonly lookalikes: Readonly<Record<LookalikeRule, string>>;
  /** How an address was understood. */
  readonly resolutions: Readonly<Record<ResolutionRule, string>>;
  /** Why an address can't be followed. */
  readonly unsupported: Readonly<Record<UnsupportedReason, string>>;
}

/** What one language says; every language has every id. */
export interface Catalogue {
  readonly errors: ErrorTexts;
  readonly notes: Readonly<Record<NoteId, string>>;
  readonly reasons: Readonly<Record<ReasonId, string>>;
  readonly verdicts: VerdictTexts;
  readonly cdnFindings: CdnFindingTexts;
  /** Words for the ids that stand in facts as `expected`, `found`, `hint`, … */
  readonly terms: Readonly<Record<TermId, string>>;
  readonly checks: Readonly<Record<CheckId, CheckText>>;
  readonly labels: Readonly<Record<LabelId, string>>;
  readonly explanations: ExplanationTexts;
}
