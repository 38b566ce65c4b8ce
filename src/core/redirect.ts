/** An address that moved. */
export interface Redirect {
  /** An absolute address, or a path from the site's root, as the URL parser writes them; the scheme does not count. */
  readonly from: string;
  /** An absolute address, or a path from the site's root. */
  readonly to: string;
}

/** Why something that moved has no redirect; permanent. */
export type NoRedirectReason =
  /** No reader knew an address of it: a file whose place on the site isn't known. */
  | 'no-old-address'
  /** Its store has no public address. */
  | 'no-new-address'
  /** What serves the redirects can't be told of this address. */
  | 'not-expressible';

export interface LeftOut {
  /** The address, the path or the object. */
  readonly what: string;
  readonly reason: NoRedirectReason;
}

/** What moved in one run. */
export interface RunRedirects {
  readonly run: string;
  readonly redirects: readonly Redirect[];
  readonly leftOut: readonly LeftOut[];
}
