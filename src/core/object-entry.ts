import type { DocumentPlace } from './asset.js';
import type { ObjectHeaders } from './storage.js';

/** An object as a listing, or a look at it alone, tells of it. */
export interface ObjectEntry {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Undefined where it wasn't asked for, or the store keeps none. */
  readonly contentType?: string;
  /** In the provider's words; undefined: its usual one. */
  readonly storageClass?: string;
  readonly etag?: string;
  /** Epoch ms. */
  readonly lastModified?: number;
  /** Undefined: they were not asked for. */
  readonly headers?: ObjectHeaders;
  /** Public address; undefined where the store has none. */
  readonly url?: string;
  /** Where posts name it; undefined: no posts were looked at. */
  readonly places?: readonly DocumentPlace[];
}
