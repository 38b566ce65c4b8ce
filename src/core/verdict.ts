/** What a look at an image says: `ok` shows, `warn` shows but, `broken` does not show, `unverifiable` could not be seen. */
export type VerdictLevel = 'ok' | 'warn' | 'broken' | 'unverifiable';

/** Why; permanent, shown to people and scripts. */
export type VerdictReason =
  | 'empty'
  | 'not-an-image'
  | 'truncated'
  | 'undecodable'
  | 'too-many-pixels'
  | 'not-for-browsers'
  | 'missing-trailer'
  | 'damaged-frames'
  | 'type-mismatch';

/** What was seen, as plain JSON. */
export type Evidence = Readonly<Record<string, string | number | boolean>>;

export interface Verdict {
  readonly level: VerdictLevel;
  readonly reasons: readonly VerdictReason[];
  readonly evidence: Evidence;
}
