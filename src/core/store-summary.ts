/** A store as a look at all its objects tells of it. */
export interface StoreSummary {
  /** As `ObjectStore.id` has it. */
  readonly store: string;
  /** Public prefixes, the one that addresses are made with first. */
  readonly addresses: readonly string[];
  readonly all: ObjectTotals;
  /** By the ending of the key, lower case, without its dot; most bytes first. */
  readonly endings: ReadonlyMap<string, ObjectTotals>;
  /** By storage class in the provider's words; empty where the listing tells none. */
  readonly classes: ReadonlyMap<string, ObjectTotals>;
  /** Of the newest object, epoch ms; undefined where there is none or the listing doesn't say. */
  readonly lastModified?: number;
  /** The objects that posts name; undefined: no posts were looked at. */
  readonly used?: ObjectTotals;
}

export interface ObjectTotals {
  readonly objects: number;
  readonly bytes: number;
}
