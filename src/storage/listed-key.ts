import type { ObjectKey } from '../core/object-key.js';

/**
 * A key as a provider lists it. It names an object that is there, also where we would refuse to make such a key
 * (`a//b`, say), so it is taken as it is; `ObjectStore` checks keys that are written.
 */
export const listedKey = (text: string): ObjectKey => text as ObjectKey;
