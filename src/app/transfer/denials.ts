import type { ImgferryError } from '../../core/errors.js';

/** Objects that may not be read: one has rights of its own, or a key of its own that encrypts it. */
export interface Denials {
  /** Whether an error is of one object, and the rest can go on; false where it looks like the store's. */
  isOfOne(error: ImgferryError): boolean;
  /** An object could be read. */
  clear(): void;
}

const mostInARow = 100;

export function createDenials(): Denials {
  let inARow = 0;
  return {
    isOfOne({ code, facts: { method, path } }) {
      const isRead = method === 'GET' || method === 'HEAD' || path !== undefined;
      if (code !== 'STORE_ACCESS_DENIED' || !isRead) return false;
      inARow += 1;
      return inARow <= mostInARow;
    },
    clear() {
      inARow = 0;
    },
  };
}
