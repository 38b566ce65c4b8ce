import type { FileCandidate, ResolutionRule } from '../../core/explanation.js';
import type { ReferenceTarget } from '../../core/image-reference.js';
import type { Site } from './site.js';

/** What a document adds to its site when an address is resolved. */
export interface ResolveContext {
  /** Absolute path of the document. */
  readonly path: string;
  readonly site: Site;
  /** `typora-root-url` of the post. */
  readonly rootUrl?: string;
  /** Chirpy's `media_subpath` of the post. */
  readonly mediaSubpath?: string;
  /** Told of each place where a local file is looked for. */
  readonly onCandidate?: (candidate: FileCandidate) => void;
}

export interface ResolvedAddress {
  readonly target: ReferenceTarget;
  /** Decoded, with its `#`; empty where there is none. */
  readonly fragment: string;
  /** The rule that decided. */
  readonly matched: ResolutionRule;
}
