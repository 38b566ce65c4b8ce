/** Character codes that the grammars of CommonMark, HTML and MDX name. */
export const NUL = 0x00;
export const TAB = 0x09;
export const LF = 0x0a;
export const FF = 0x0c;
export const CR = 0x0d;
export const SPACE = 0x20;
export const EXCLAMATION = 0x21;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const DOLLAR = 0x24;
export const APOSTROPHE = 0x27;
export const LEFT_PAREN = 0x28;
export const RIGHT_PAREN = 0x29;
export const ASTERISK = 0x2a;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const HYPHEN = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;
export const LESS_THAN = 0x3c;
export const EQUALS = 0x3d;
export const GREATER_THAN = 0x3e;
export const QUESTION = 0x3f;
export const LEFT_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const RIGHT_BRACKET = 0x5d;
export const CARET = 0x5e;
export const UNDERSCORE = 0x5f;
export const BACKTICK = 0x60;
export const LEFT_BRACE = 0x7b;
export const PIPE = 0x7c;
export const RIGHT_BRACE = 0x7d;
export const TILDE = 0x7e;
export const DELETE = 0x7f;

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

export const isLetter = (code: number): boolean => {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
};

export const isAlphanumeric = (code: number): boolean => isLetter(code) || isDigit(code);

export const isSpaceOrTab = (code: number): boolean => code === SPACE || code === TAB;

/** Space, tab and line endings: CommonMark 2.1; in the text of a leaf block every line ending is LF. */
export const isMarkdownSpace = (code: number): boolean => code === SPACE || code === TAB || code === LF || code === CR;

/** ASCII whitespace of the Infra standard, 4.6. */
export const isHtmlSpace = (code: number): boolean =>
  code === SPACE || code === LF || code === TAB || code === CR || code === FF;

/** ASCII punctuation characters: CommonMark 2.1; these can be escaped by a backslash (2.4). */
export const isPunctuation = (code: number): boolean =>
  (code >= 0x21 && code <= 0x2f) ||
  (code >= 0x3a && code <= 0x40) ||
  (code >= 0x5b && code <= 0x60) ||
  (code >= 0x7b && code <= 0x7e);

/** ASCII control characters: CommonMark 2.1; U+0000 is read as U+FFFD (2.3) and so is none. */
export const isControl = (code: number): boolean => (code > NUL && code < SPACE) || code === DELETE;

/** The first position from `at` on, below `limit`, that is neither space nor tab. */
export function skipSpacesAndTabs(text: string, at: number, limit: number): number {
  let position = at;
  while (position < limit && isSpaceOrTab(text.charCodeAt(position))) position++;
  return position;
}

/** Where the text that ends at `limit` ends without its spaces and tabs. */
export function trimSpacesAndTabs(text: string, start: number, limit: number): number {
  let position = limit;
  while (position > start && isSpaceOrTab(text.charCodeAt(position - 1))) position--;
  return position;
}

/** Where a run of one character that starts at `at` ends. */
export function skipRun(text: string, at: number, limit: number, code: number): number {
  let position = at;
  while (position < limit && text.charCodeAt(position) === code) position++;
  return position;
}
