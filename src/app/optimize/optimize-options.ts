/** What `optimize` is asked for, beside the settings. */
export interface OptimizeOptions {
  /** Folders and files, relative to the working directory; stores by name or address. */
  readonly places: readonly string[];
  /** Posts follow where an image gets another name: the settings' `posts`. */
  readonly followsPosts: boolean;
  readonly write: boolean;
  /** Redis of a queue whose workers read and encode; undefined: this process does. Stores only. */
  readonly queue?: string | undefined;
  /** Only files that git says changed: since this commit, by default since the last. */
  readonly changes?: { readonly base?: string };
}
