// Unicode, UAX #11: East Asian Wide and Fullwidth, and pictures that terminals draw as wide.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
// ASCII, Latin, punctuation, arrows and our marks: one column each, and none that joins another
const narrow = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u2193\u2713\u2717]*$/;
const withoutWidth = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const styles = /\u001b\[[0-9;]*m/g;
let graphemes: Intl.Segmenter | undefined; // to make it takes longer than most texts

/** Columns that a text takes in a terminal: two for a Chinese character or an emoji, none for a style. */
export function textWidth(text: string): number {
  const plain = text.replace(styles, '');
  if (narrow.test(plain)) return plain.length;
  return charactersOf(plain).reduce((total, character) => total + characterWidth(character), 0);
}

/** Fills up with spaces to so many columns, at the end or at the start. */
export function padText(text: string, width: number, side: 'end' | 'start' = 'end'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return side === 'end' ? text + space : space + text;
}

/** Cuts in the middle to so many columns, so that the host and the file's name stay; for texts without styles. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 2) return width === 1 ? '…' : '';
  const characters = charactersOf(text);
  const head = takeWidth(characters, Math.ceil((width - 1) / 2));
  const tail = takeWidth([...characters].reverse(), width - 1 - textWidth(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** Breaks a text into lines of so many columns: at spaces, and between Chinese characters. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.match(words) ?? []) {
    if (line !== '' && textWidth(line) + textWidth(word.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}

// A code in backticks stays whole; no line starts with a closing mark (GB/T 15834).
const words =
  /(?:`[^`]*`|[^\s\u2e80-\u9fff\uff00-\uffef`]+|[\u2e80-\u9fff\uff00-\uffef])[，。；：、？！）”’》.,;:?!)]*\s*|\s+/gu;

/** Piece by piece: V8 copies the whole text for every character that it finds. */
function charactersOf(text: string): readonly string[] {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const characters: string[] = [];
  for (let at = 0; at < text.length; at += segmentedAtOnce) {
    for (const { segment } of graphemes.segment(text.slice(at, at + segmentedAtOnce))) characters.push(segment);
  }
  return characters;
}

const segmentedAtOnce = 512;

function characterWidth(character: string): number {
  if (withoutWidth.test(character)) return 0;
  return wide.test(character) || character.includes('\ufe0f') ? 2 : 1;
}

function takeWidth(characters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > width) break;
    taken.push(character);
  }
  return taken;
}
