import type { ErrorReport } from './errors.js';

/** What one address did when it was asked as a reader's browser asks: an answer, or why there was none. */
export type Observation = AnsweredAddress | SilentAddress;

export interface AnsweredAddress {
  readonly kind: 'answered';
  readonly status: number;
  /** Lower-case names, values as Latin-1. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address that answered, without name and password. */
  readonly url: string;
  readonly redirects: readonly SeenRedirect[];
  /** Referer that it was told; undefined: none. */
  readonly referer?: string;
  readonly body: SeenBody;
}

export interface SilentAddress {
  readonly kind: 'silent';
  /** `out-of-time`: all the time for one image went by before an answer. */
  readonly error: ErrorReport | 'out-of-time';
  readonly redirects: readonly SeenRedirect[];
}

/** A redirect that was followed, or that ended the way. */
export interface SeenRedirect {
  readonly status: number;
  /** Its query left out: it may be a signature. */
  readonly from: string;
  /** In full, without name and password. */
  readonly to: string;
  /** It set a cookie that a browser gives back on this way: `cross-site` even to an image on another site's page. */
  readonly cookie?: 'same-site' | 'cross-site';
}

/** What was read of a body. */
export interface SeenBody {
  /** Without Content-Encoding. */
  readonly bytes: Uint8Array;
  readonly end: BodyEnd;
  /** Of the whole image, where the server announced it and no coding hides it. */
  readonly size?: number;
}

/**
 * Why reading ended: `whole`, all was read; `enough`, more wasn't wanted; `over-limit`, there is more than may be read;
 * `cut`, the connection ended before the body; `silent`, nothing came any more; `out-of-time`, it still came;
 * `false-coding`, its Content-Encoding is another one; `unknown-coding`, nothing here unpacks it.
 */
export type BodyEnd =
  | 'whole'
  | 'enough'
  | 'over-limit'
  | 'cut'
  | 'silent'
  | 'out-of-time'
  | 'false-coding'
  | 'unknown-coding';
