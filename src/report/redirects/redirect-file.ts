import type { LeftOut } from '../../core/redirect.js';

/** What a server is told, and what it can't be told. */
export interface RedirectFile {
  readonly text: string;
  readonly leftOut: readonly LeftOut[];
}
