/** YAML 1.2, 5.7: escapes in double quotes, but those that span lines. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/**
 * Decodes what stands between double quotes on one line.
 *
 * @returns undefined where an escape is none of YAML's
 */
export function decodeYamlDouble(inner: string): string | undefined {
  if (!inner.includes('\\')) return inner;
  let isValid = true;
  const value = inner.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (_, byte?: string, short?: string, long?: string, letter?: string) => {
      const code = Number.parseInt(byte ?? short ?? long ?? '', 16);
      if (letter === undefined && code <= 0x10ffff) return String.fromCodePoint(code);
      const decoded = letter === undefined ? undefined : escapes[letter];
      if (decoded === undefined) isValid = false;
      return decoded ?? '';
    },
  );
  return isValid ? value : undefined;
}
