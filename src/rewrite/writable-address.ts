import type { Escaping } from '../core/image-reference.js';

/**
 * An address as it reads back once it is written through these layers: the same, but for characters that some layer
 * can't hold or that an address need not hold raw, which are percent-encoded. Percent signs and every script's
 * letters stay as they are.
 */
export function writableAddress(address: string, layers: readonly Escaping[]): string {
  const raw = [...new Set(layers)].map((layer) => unwritable[layer]).filter((pattern) => pattern !== undefined);
  if (isAbsolute(address)) raw.push(neverInUrls);
  let written = address.toWellFormed();
  for (const pattern of [...raw, neverRaw]) written = percentEncode(written, pattern);
  if (layers.includes('srcset')) written = percentEncode(written, /^,+|,+$/g);
  return written;
}

/** Whether an address names its host: with a scheme, or from `//`. */
export const isAbsolute = (address: string): boolean => /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address);

/** Control characters, and what opens a tag or a filter for most generators (`{{`, `{%`, `|`). */
const neverRaw = /[\p{Cc}\u2028\u2029\ufeff{|}]/gu;

/** White space, and what the URL standard encodes in a path or a query, or calls no URL code point. */
const neverInUrls = /[\s"<>\\^`|]/g;

/** What a layer can't hold, or readers take differently: a `<` or a `` ` `` can pair with one in the text around. */
const unwritable: Partial<Record<Escaping, RegExp>> = {
  'markdown-bare': /[<>`]|(?! )\s/g,
  'markdown-angle': /[<>`]|(?! )\s/g,
  'markdown-lenient': /[\s<>`]/g,
  mdx: /[<>]/g,
  'html-unquoted': /[\s<>`]/g,
  srcset: /\s/g,
  'css-unquoted': /\s/g,
  'toml-literal': /'/g,
  'yaml-block': /^\s+|\s+$/g,
  'shortcode-double': /["`]|(?! )\s/g,
  'shortcode-single': /['`]|(?! )\s/g,
  'shortcode-word': /["`]|(?! )\s/g,
  'shortcode-bare': /[\s"'`]|%(?=\})|>(?=[>}])|,$/g,
  wikilink: /[[\]|^]/g,
};

function percentEncode(text: string, characters: RegExp): string {
  return text.replace(characters, (found) => [...found].map(percentEncoded).join(''));
}

function percentEncoded(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
