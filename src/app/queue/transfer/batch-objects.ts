import type { KeyPair } from '../../transfer/join-listings.js';

const bytesAtOnce = 8 * 2 ** 20;
const objectsAtOnce = 32;

/**
 * Small objects together, large ones alone. The same listing of a source gives the same batches, whatever stands at the
 * target by then.
 */
export async function* batchObjects(pairs: AsyncIterable<KeyPair>): AsyncGenerator<readonly KeyPair[]> {
  let batch: KeyPair[] = [];
  let bytes = 0;
  for await (const pair of pairs) {
    const size = pair.source?.size ?? 0;
    if (batch.length > 0 && (bytes + size > bytesAtOnce || batch.length === objectsAtOnce)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(pair);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
