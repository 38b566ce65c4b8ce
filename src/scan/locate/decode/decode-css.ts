/** A CSS string or unquoted `url()` as CSS Syntax 3 reads it (4.3.7): `\26 ` by number, other characters by themselves. */
export function decodeCss(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(escapes, (_, hex: string | undefined, character: string | undefined) => {
    if (hex === undefined) return character ?? '';
    const code = Number.parseInt(hex, 16);
    const isScalar = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isScalar ? String.fromCodePoint(code) : '\ufffd';
  });
}

const escapes = /\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|\r\n|[\n\r\f]|([\s\S]))/g;
