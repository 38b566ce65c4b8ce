import type { Ledger } from '../../core/ledger.js';
import type { ObjectStore } from '../../core/storage.js';
import { asIdentity } from '../image-identity.js';
import type { MovedObject } from './move-object.js';
import type { ArrivedObject } from './move-tools.js';
import { placeOf } from './object-contents.js';

/** Puts on record what stands at its new place. */
export interface Recorder {
  arrived(object: ArrivedObject): void;
  /**
   * What was found there and no run has on record was brought by one that was killed, or by another tool: its old address
   * leads here, too.
   */
  found(moved: MovedObject): void;
}

export function createRecorder(
  { source, target }: { readonly source: ObjectStore; readonly target: ObjectStore },
  ledger: Ledger,
  run: string | undefined,
): Recorder {
  const arrived: Recorder['arrived'] = ({ info, digest, checksum, contentType }) => {
    const identity = asIdentity(placeOf(source, info.key));
    const object = { key: info.key, size: info.size, contentType };
    if (digest !== undefined) ledger.recordObject(target.id, { ...object, digest });
    else if (checksum !== undefined) ledger.recordCopy(target.id, { ...object, checksum });
    if (run !== undefined) ledger.recordMove(run, identity, target.id, info.key);
  };
  return {
    arrived,
    found({ outcome, info, ...known }) {
      if (run === undefined || outcome.state !== 'in-place' || !info) return;
      if (ledger.knowsObject(target.id, info.key)) return;
      arrived({ ...known, info, contentType: info.contentType ?? '' });
    },
  };
}
