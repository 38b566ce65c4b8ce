import { ImgferryError } from './errors.js';

/** An object's name in its bucket or folder, below the store's prefix: decoded, `/` between segments, NFC. */
export type ObjectKey = string & { readonly __brand: 'ObjectKey' };

const maxKeyBytes = 1023; // OSS, "Naming conventions for objects": 1 to 1,023 bytes of UTF-8

/**
 * Takes a string for a key, or says why it can't be one. Nothing is mended silently: `a//b`, `a/../b`, a leading `/`,
 * a control character or a backslash would name another object on one store than on the next.
 *
 * @throws ImgferryError KEY_INVALID
 */
export function asObjectKey(text: string): ObjectKey {
  const found = keyFault(text);
  if (found !== undefined) throw new ImgferryError('KEY_INVALID', { key: text, found });
  return text as ObjectKey;
}

export const isObjectKey = (text: string): text is ObjectKey => keyFault(text) === undefined;

/** The order of keys in a listing: that of their bytes in UTF-8. */
export function compareKeys(one: string, other: string): number {
  if (one === other) return 0;
  if (isOrderedAlike(one) && isOrderedAlike(other)) return one < other ? -1 : 1;
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

/** UTF-16 has another order than UTF-8 from its surrogates on. */
const isOrderedAlike = (text: string): boolean => !/[\ud800-\uffff]/.test(text);

/** An object that holds nothing and whose name ends with a slash: consoles make one where a person makes a folder. */
export const isFolderMarker = ({ key, size }: { readonly key: string; readonly size: number }): boolean =>
  size === 0 && key.endsWith('/');

function keyFault(text: string): string | undefined {
  if (text === '') return 'empty';
  if (!text.isWellFormed()) return 'lone-surrogate';
  const canBeTooLong = text.length * 3 > maxKeyBytes; // a UTF-16 unit takes three bytes of UTF-8 at most
  if (canBeTooLong && new TextEncoder().encode(text).length > maxKeyBytes) return 'too-long';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(text)) return 'control-character';
  if (/(?:^|\/)(?:\/|$)/.test(text)) return 'empty-segment';
  if (/(?:^|\/)\.{1,2}(?:\/|$)/.test(text)) return 'dot-segment';
  return undefined;
}

/** A key as it stands in an address: each segment percent-encoded once (RFC 3986, 3.3: unreserved and nothing else). */
export function encodeKey(key: string): string {
  if (/^[\w.~/-]*$/.test(key)) return key; // nothing to encode
  return key.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The key in an address's path; undefined where the percent-encoding is not UTF-8. */
export function decodeKey(path: string): string | undefined {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
