import { decodeHTMLStrict } from 'entities/decode';

/**
 * An address as CommonMark reads a destination: backslash escapes (2.4), entity and numeric character references
 * (2.5), U+0000 as U+FFFD (2.3).
 */
export function decodeMarkdown(raw: string): string {
  if (!mayHoldEscapes.test(raw)) return raw;
  return raw.replace(escapes, (whole, escaped: string | undefined, digits: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (digits !== undefined)
      return fromCodePoint(Number.parseInt(digits.replace(/^x/i, '0x'), digits.match(/^x/i) ? 16 : 10));
    return whole === '\0' ? '\ufffd' : decodeHTMLStrict(whole);
  });
}

const mayHoldEscapes = /[\\&\0]/;
const escapes = /\\([!-/:-@[-`{-~])|&#([xX][0-9a-fA-F]{1,6}|[0-9]{1,7});|&[A-Za-z][A-Za-z0-9]{1,31};|\0/g;

/** CommonMark 2.5: what is no Unicode scalar value, and U+0000, is U+FFFD. */
function fromCodePoint(code: number): string {
  const isScalar = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isScalar ? String.fromCodePoint(code) : '\ufffd';
}
