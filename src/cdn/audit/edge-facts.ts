import type { ImageFormat } from '../../core/image-format.js';
import type { HeaderFields } from './cache-headers.js';

/** One answer of an edge. */
export interface EdgeAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  /** ms from the request to its headers. */
  readonly firstByte: number;
}

/** An answer whose body was read to its end. */
export interface WholeAnswer extends EdgeAnswer {
  readonly size: number;
  readonly sha256: string;
  readonly md5: string;
  /** Undefined where the bytes are none that browsers know. */
  readonly format: ImageFormat | undefined;
  /** In the way that the store sums it, where it is known. */
  readonly sum: string | undefined;
}

/** No answer came: an error's code, and what it says. */
export interface NoAnswer {
  readonly error: string;
  readonly reason?: string;
}

export const isAnswer = <Answer extends EdgeAnswer>(seen: Answer | NoAnswer | undefined): seen is Answer =>
  seen !== undefined && 'status' in seen;

export const isServed = <Answer extends EdgeAnswer>(seen: Answer | NoAnswer | undefined): seen is Answer =>
  isAnswer(seen) && seen.status >= 200 && seen.status < 300;

/** What the store has under an address. */
export interface StoredFacts {
  /** Undefined: nothing. */
  readonly object:
    | {
        readonly size: number;
        readonly contentType: string | undefined;
        /** Of all its bytes; undefined where the edge is asked for others (processing). */
        readonly sum: { readonly kind: string; readonly value: string } | undefined;
      }
    | undefined;
}

/** Everything that was seen of one address. Requests that were not made are undefined. */
export interface EdgeFacts {
  readonly url: string;
  /** As the site's pages ask; no modern format is accepted. */
  readonly first: WholeAnswer | NoAnswer;
  readonly second?: EdgeAnswer | NoAnswer;
  /** Accepts AVIF, WebP and content codings. */
  readonly modern?: EdgeAnswer | NoAnswer;
  readonly withoutReferer?: EdgeAnswer | NoAnswer;
  readonly foreignReferer?: EdgeAnswer | NoAnswer;
  /** Bytes 0 to 0. */
  readonly range?: (EdgeAnswer & { readonly size: number }) | NoAnswer;
  readonly cors?: EdgeAnswer | NoAnswer;
  /** Under a query that nobody asked for before. */
  readonly otherQuery?: WholeAnswer | NoAnswer;
  readonly withoutQuery?: WholeAnswer | NoAnswer;
  /** Undefined: it belongs to no store that is known. */
  readonly stored: StoredFacts | undefined;
  /** Whose hosts were looked at with this address. */
  readonly host?: HostFacts;
}

/** What was seen of a host, with one of its addresses. */
export interface HostFacts {
  readonly host: string;
  /** By http; undefined where the address has a port of its own. */
  readonly plain?: EdgeAnswer | NoAnswer;
  /** By https. */
  readonly secure?: EdgeAnswer | NoAnswer;
  readonly certificateEnds?: number;
  /** The bucket's own address of the same object, asked without keys. */
  readonly origin?: { readonly url: string; readonly answer: EdgeAnswer | NoAnswer };
}

/** What an audit holds an address to. */
export interface AuditRules {
  readonly site: string | undefined;
  readonly hotlink: 'open' | 'closed' | undefined;
  readonly cors: boolean;
  /** ms. */
  readonly minAge: number;
  readonly slowAfter: number;
  readonly certificateAge: number;
  /** Epoch ms. */
  readonly now: number;
}
