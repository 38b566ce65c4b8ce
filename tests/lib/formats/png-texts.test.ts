import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { creditsOf, readPngTexts } from '../../../src/lib/formats/png-texts.js';

const packed = (keyword: string, text: Buffer) => ({
  type: 'zTXt',
  data: Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), text]),
});

it('say who made a picture, packed or not', () => {
  const texts = readPngTexts([
    { type: 'IDAT', data: Buffer.from('Author\0no') },
    { type: 'tEXt', data: Buffer.from('Copyright\0© Li', 'latin1') },
    packed('Author', deflateSync('Li')),
    { type: 'tEXt', data: Buffer.from('no end') },
  ]);
  expect(texts.map(creditsOf)).toEqual([{ copyright: '© Li' }, { artist: 'Li' }]);
});

it('unpack to no more than a few MB together, however many they are', () => {
  const bomb = deflateSync(Buffer.alloc(1024 * 1024));
  const texts = readPngTexts(Array.from({ length: 500 }, () => packed('x', bomb)));
  expect(texts.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
});

it('are read behind some that are damaged', () => {
  const cut = packed('x', deflateSync(Buffer.alloc(1000)).subarray(0, 5));
  expect(readPngTexts([cut, cut, packed('Author', deflateSync('Li'))]).map(creditsOf)).toEqual([{ artist: 'Li' }]);
});
