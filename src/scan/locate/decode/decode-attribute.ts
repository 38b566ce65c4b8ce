import { decodeHTMLAttribute, decodeHTMLStrict } from 'entities/decode';

/** An attribute's value as the WHATWG tokenizer reads it (13.2.5.36 and on): character references, U+0000 as U+FFFD. */
export function decodeAttribute(raw: string): string {
  const decoded = raw.includes('&') ? decodeHTMLAttribute(raw) : raw;
  return decoded.includes('\0') ? decoded.replaceAll('\0', '\ufffd') : decoded;
}

/** An attribute's string in JSX: character references end in a semicolon, and backslashes escape nothing. */
export function decodeJsxAttribute(raw: string): string {
  return raw.includes('&') ? decodeHTMLStrict(raw) : raw;
}
