import type { HeaderFields } from './cache-headers.js';

/** A media type without parameters, lower case; empty where there is none. */
export const typeOf = ({ 'content-type': type = '' }: HeaderFields): string =>
  type.split(';')[0]?.trim().toLowerCase() ?? '';
