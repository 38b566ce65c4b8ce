import { describe, expect, it } from 'vitest';
import { jsonPieces, jsonText } from '../../src/lib/json-text.js';

describe('jsonText', () => {
  it('writes what a terminal would obey as escapes, and reads back the same', () => {
    const value = { name: '\u009b31m\u007f\u202egnp.图\u2066\u0000\n', list: [1] };
    const text = jsonText(value);
    expect(text).toBe('{"name":"\\u009b31m\\u007f\\u202egnp.图\\u2066\\u0000\\n","list":[1]}');
    expect(JSON.parse(text)).toEqual(value);
    expect(jsonText(value, 2)).toBe(`{\n  "name": ${text.slice(8, -12)},\n  "list": [\n    1\n  ]\n}`);
  });
});

describe('jsonPieces', () => {
  it('gives what jsonText would, and each item of a list that comes one by one by itself', () => {
    const items = [{ name: 'a\u009b\n' }, { name: 'b', places: [1, 2] }, 3];
    const rest = { version: 1, none: null, facts: { deep: { list: [] } }, empty: [], text: '"\n' };
    const pieces = [...jsonPieces({ ...rest, items: () => items, no: () => [] })];
    expect(pieces.join('')).toBe(jsonText({ ...rest, items, no: [] }, 2));
    expect(pieces.filter((piece) => piece.includes('"name"'))).toHaveLength(2);
  });
});
