import { encodeKey } from '../../../core/object-key.js';

/**
 * A query as it is signed and sent: sorted by encoded name.
 *
 * @param ofNothing what follows the name of an empty value
 */
export function encodeQuery(query: Readonly<Record<string, string>>, ofNothing: '' | '='): string {
  return Object.entries(query)
    .map(([name, value]) => [encodeName(name), encodeName(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => (value === '' ? name + ofNothing : `${name}=${value}`))
    .join('&');
}

/** Slashes too: in a query they are encoded. */
const encodeName = (text: string): string => encodeKey(text).replaceAll('/', '%2F');
