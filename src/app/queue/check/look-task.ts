import type { ImageLook } from '../../../core/image-look.js';
import type { ObjectInfo } from '../../../core/storage.js';

/** One address to look at, or one object of the store that the job's setup calls `from`. */
export type LookTask = AddressTask | ObjectTask;

export interface AddressTask {
  readonly url: string;
  /** What an earlier look saw: it is asked whether that changed. */
  readonly known?: ImageLook;
}

export interface ObjectTask {
  readonly object: ObjectInfo;
}
