/** ECMA-48, 8.3.117 (SGR): what starts a style, and what ends it. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type StyleName = keyof typeof codes;

/** Puts a style around a text. */
export type TextStyle = (name: StyleName, text: string) => string;

/** Colours, or the text as it is. */
export function createTextStyle(options: { readonly color: boolean }): TextStyle {
  if (!options.color) return (_, text) => text;
  return (name, text) => {
    const [start, end] = codes[name];
    return text === '' ? '' : `\u001b[${start}m${text}\u001b[${end}m`;
  };
}
