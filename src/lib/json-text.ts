/**
 * A value as JSON that a terminal may show too: JSON needs no escape for DEL, the C1 controls (U+009B begins a command as
 * ESC `[` does) and what turns text around, so that they are escaped here. What reads it sees no difference.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(shown, escaped);
}

const shown = /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
