/** What a look at an image says: `ok` shows, `warn` shows but, `broken` does not show, `unverifiable` could not be seen. */
export type VerdictLevel = 'ok' | 'warn' | 'broken' | 'unverifiable';

/** Why, and how bad it is for whoever reads the post. Ids are permanent, shown to people and scripts. */
const verdictTable = {
  // its address
  'address-empty': 'broken',
  'address-invalid': 'broken',
  'address-scheme': 'broken',
  'address-ambiguous': 'unverifiable',
  // its file
  'file-missing': 'broken',
  'file-case': 'broken',
  'file-composition': 'broken',
  'file-unreadable': 'unverifiable',
  // the way to its server
  'blocked-by-guard': 'broken',
  'dns-failure': 'broken',
  'tls-failure': 'broken',
  'connection-failure': 'broken',
  'no-answer': 'broken',
  'redirect-loop': 'broken',
  'too-many-redirects': 'broken',
  'redirect-invalid': 'broken',
  offline: 'unverifiable',
  'given-up': 'unverifiable',
  // what its server said
  'not-found': 'broken',
  gone: 'broken',
  forbidden: 'broken',
  'http-error': 'broken',
  'server-error': 'broken',
  'expired-signature': 'broken',
  'length-mismatch': 'broken',
  'encoding-mismatch': 'broken',
  'blocked-by-nosniff': 'broken',
  'blocked-by-type': 'broken',
  'blocked-by-corp': 'broken',
  'blocked-mixed-content': 'broken',
  'type-breaks-svg': 'broken',
  'rate-limited': 'unverifiable',
  'login-wall': 'unverifiable',
  'bot-challenge': 'unverifiable',
  'too-large': 'unverifiable',
  'too-slow': 'unverifiable',
  'encoding-unsupported': 'unverifiable',
  'answer-malformed': 'unverifiable',
  'error-status-with-image': 'warn',
  'octet-stream': 'warn',
  attachment: 'warn',
  redirected: 'warn',
  insecure: 'warn',
  'hotlink-protected': 'warn',
  'expiring-soon': 'warn',
  // its bytes
  empty: 'broken',
  'not-an-image': 'broken',
  truncated: 'broken',
  undecodable: 'broken',
  'too-many-pixels': 'broken',
  'svg-not-rendered': 'broken',
  'not-for-browsers': 'broken',
  'missing-trailer': 'warn',
  'damaged-frames': 'warn',
  'type-mismatch': 'warn',
  // its use
  oversized: 'warn',
  'one-picture-many-addresses': 'warn',
  'data-uri-large': 'warn',
  'missing-alt': 'warn',
} as const satisfies Record<string, Exclude<VerdictLevel, 'ok'>>;

export type VerdictReason = keyof typeof verdictTable;

/** In the table's order: by where on an image's way it is seen. */
export const verdictReasons = Object.keys(verdictTable) as readonly VerdictReason[];

export function levelOf(reason: VerdictReason): Exclude<VerdictLevel, 'ok'> {
  return verdictTable[reason];
}

/** What was seen, as plain JSON. */
export type Evidence = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Verdict {
  readonly level: VerdictLevel;
  /** The worst first; none for `ok`. */
  readonly reasons: readonly VerdictReason[];
  readonly evidence: Evidence;
}

const badness: readonly VerdictLevel[] = ['broken', 'unverifiable', 'warn', 'ok'];

/** Sorts verdicts and levels, the worst first. */
export function compareLevels(one: VerdictLevel, other: VerdictLevel): number {
  return badness.indexOf(one) - badness.indexOf(other);
}

/** The verdict that these reasons make; each counts once, the worst decides. */
export function verdictOf(reasons: readonly VerdictReason[], evidence: Evidence): Verdict {
  const sorted = [...new Set(reasons)].sort((one, other) => compareLevels(levelOf(one), levelOf(other)));
  return { level: sorted[0] === undefined ? 'ok' : levelOf(sorted[0]), reasons: sorted, evidence };
}

/** Whether a reader sees the image, perhaps with something to look after. */
export const shows = ({ level }: Pick<Verdict, 'level'>): boolean => level === 'ok' || level === 'warn';
