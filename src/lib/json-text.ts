/**
 * A value as JSON that a terminal may show too: JSON needs no escape for DEL, the C1 controls (U+009B begins a command as
 * ESC `[` does) and what turns text around, so that they are escaped here. What reads it sees no difference.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(shown, escaped);
}

/**
 * An object as JSON, indented by two, piece by piece: what a property holds as a function that gives items one by one
 * becomes a list, and is never in memory as a whole.
 */
export function* jsonPieces(object: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{';
  for (const [name, value] of Object.entries(object)) {
    yield `${before}\n  ${jsonText(name)}: `;
    if (typeof value === 'function') yield* listPieces(value());
    else yield jsonText(value, 2).replaceAll('\n', '\n  ');
    before = ',';
  }
  yield '\n}';
}

function* listPieces(items: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n    ${jsonText(item, 2).replaceAll('\n', '\n    ')}`;
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}

const shown = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
