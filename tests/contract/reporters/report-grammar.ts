/** What a format's own grammar reads in a report. */
export interface ReadReport {
  /** Addresses of the images that are told of, as they are shown, in order. */
  readonly addresses: readonly string[];
}

/** Reads a report by its format's grammar; throws, or fails an expectation, where the text breaks it. */
export type ReadByGrammar = (text: string) => ReadReport;
