import type { ImageLook } from '../../../core/image-look.js';

/** One address to look at. */
export interface LookTask {
  readonly url: string;
  /** What an earlier look saw: it is asked whether that changed. */
  readonly known?: ImageLook;
}
