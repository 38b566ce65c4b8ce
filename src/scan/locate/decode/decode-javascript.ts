/** The content of a JavaScript string or of a template without substitutions (ECMA-262, 12.9.4), escapes resolved. */
export function decodeJavaScript(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    escapes,
    (_, hex: string | undefined, point: string | undefined, character: string | undefined) => {
      const digits = hex ?? point;
      if (digits === undefined) return character === undefined ? '' : (singleEscapes[character] ?? character);
      const code = Number.parseInt(digits, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

const escapes =
  /\\(?:[xu]((?<=x)[0-9a-fA-F]{2}|(?<=u)[0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|\r\n|[\n\r\u2028\u2029]|([\s\S]))/g;

const singleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
};
