import type { AssetLedger } from '../../core/ledger.js';

/** Workers remember nothing: what became of an image goes back to the coordinator, which has the ledger. */
export const noLedger: AssetLedger = {
  fetched: () => undefined,
  recordFetched: () => undefined,
  prepared: () => undefined,
  recordPrepared: () => undefined,
  preparedAs: () => undefined,
  encodedHere: () => undefined,
  objectOf: () => undefined,
  objectAt: () => undefined,
  knowsObject: () => false,
  keysWithoutObject: (_, keys) => new Set(keys),
  recordObject: () => undefined,
  recordCopy: () => undefined,
  recordMove: () => undefined,
  recordAddress: () => undefined,
  flush: () => undefined,
};
