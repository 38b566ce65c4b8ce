import { describe, expect, it } from 'vitest';
import { asObjectKey, decodeKey, encodeKey, isObjectKey } from '../../src/core/object-key.js';

describe('a key', () => {
  it.each([
    ['', 'empty'],
    ['a\ud800b', 'lone-surrogate'],
    ['x'.repeat(1024), 'too-long'],
    ['图'.repeat(342), 'too-long'],
    ['🚢'.repeat(256), 'too-long'],
    ['a\u0000b', 'control-character'],
    ['a\\b', 'control-character'],
    ['/a', 'empty-segment'],
    ['a//b', 'empty-segment'],
    ['a/', 'empty-segment'],
    ['/', 'empty-segment'],
    ['.', 'dot-segment'],
    ['..', 'dot-segment'],
    ['./a', 'dot-segment'],
    ['a/../b', 'dot-segment'],
    ['a/..', 'dot-segment'],
  ])('can’t be %j: %s', (text, found) => {
    expect(isObjectKey(text)).toBe(false);
    expect(() => asObjectKey(text)).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID', facts: { key: text, found } }),
    );
  });

  it.each([
    'x'.repeat(1023),
    '图'.repeat(341),
    '🚢'.repeat(255),
    'a',
    'a/b',
    '...',
    'a/.b/c.',
    'a/..b/c..d',
    'a b+c%d#e?f',
  ])('can be %j', (text) => {
    expect(asObjectKey(text)).toBe(text);
  });
});

describe('a key in an address', () => {
  it.each([
    ['posts/a-b_c.d~e.png', 'posts/a-b_c.d~e.png'],
    ['a b/图.png', 'a%20b/%E5%9B%BE.png'],
    ["it's (1)!*.png", 'it%27s%20%281%29%21%2A.png'],
    ['100%/a+b&c=d.png', '100%25/a%2Bb%26c%3Dd.png'],
    ['a\n', 'a%0A'],
  ])('is encoded: %j', (key, encoded) => {
    expect(encodeKey(key)).toBe(encoded);
    expect(decodeKey(encoded)).toBe(key);
  });

  it('that isn’t UTF-8 is none', () => {
    expect(decodeKey('a%ff')).toBeUndefined();
  });
});
