/** A store as the configuration has it; `publicUrl` of a folder may be `relative`. */
export interface AnsweredStore {
  readonly url: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly cname?: string;
  readonly pathStyle?: boolean;
  readonly publicUrl?: string;
  /** What points at the keys; undefined: the usual variables and files. */
  readonly credentials?: string;
}

/** What a configuration is made of. */
export interface InitAnswers {
  /** Undefined: none was recognised. */
  readonly generator?: string;
  readonly posts: readonly string[];
  readonly site?: string;
  readonly store: AnsweredStore;
  readonly allowHosts: readonly string[];
}
