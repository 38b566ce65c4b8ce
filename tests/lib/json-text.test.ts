import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/lib/json-text.js';

describe('jsonText', () => {
  it('writes what a terminal would obey as escapes, and reads back the same', () => {
    const value = { name: '\u009b31m\u007f\u202egnp.图\u2066\u0000\n', list: [1] };
    const text = jsonText(value);
    expect(text).toBe('{"name":"\\u009b31m\\u007f\\u202egnp.图\\u2066\\u0000\\n","list":[1]}');
    expect(JSON.parse(text)).toEqual(value);
    expect(jsonText(value, 2)).toBe(`{\n  "name": ${text.slice(8, -12)},\n  "list": [\n    1\n  ]\n}`);
  });
});
