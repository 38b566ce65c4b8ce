import { expect, it } from 'vitest';
import { printable } from '../../src/messages/printable.js';

it.each([
  ['https://user:pass@h/a.png', 'https://user:…@h/a.png'],
  ['https://h/a.png?Expires=1&Signature=ab%2Bc&x=1', 'https://h/a.png?Expires=1&Signature=…&x=1'],
  [
    'https://h/a.png?X-Amz-Signature=ab&X-Amz-Security-Token=cd#top',
    'https://h/a.png?X-Amz-Signature=…&X-Amz-Security-Token=…#top',
  ],
  ['https://h/a.png?x-oss-signature=ab', 'https://h/a.png?x-oss-signature=…'],
  ['https://h/@a:b@2x.png?v=1', 'https://h/@a:b@2x.png?v=1'],
  ['a@2x.png', 'a@2x.png'],
])('shows %s as %s', (address, shown) => {
  expect(printable(address)).toBe(shown);
});
