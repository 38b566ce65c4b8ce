import { describe, expect, it } from 'vitest';
import { crc64, createCrc64 } from '../../src/storage/crc64.js';

describe('crc64', () => {
  it.each([
    ['nothing', '', '0'],
    ['the check string of the catalogue of CRCs', '123456789', '11051210869376104954'],
  ])('gives the published value of %s', (_, text, expected) => {
    expect(crc64(Buffer.from(text))).toBe(expected);
  });

  it('equals the definition, bit by bit, at every length around a step', () => {
    const bytes = Buffer.from(Array.from({ length: 40 }, (_, index) => (index * 73 + 41) & 0xff));
    for (let length = 0; length <= bytes.length; length++) {
      expect(crc64(bytes.subarray(0, length)), `length ${length}`).toBe(byDefinition(bytes.subarray(0, length)));
    }
  });

  it('gives the same for bytes in one piece and in pieces', () => {
    const bytes = Buffer.from('一张图片, cut where it hurts: 🚢');
    for (let at = 0; at <= bytes.length; at++) {
      expect(createCrc64().update(bytes.subarray(0, at)).update(bytes.subarray(at)).digest()).toBe(crc64(bytes));
    }
  });
});

function byDefinition(bytes: Uint8Array): string {
  let crc = 0xffffffffffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  }
  return (crc ^ 0xffffffffffffffffn).toString();
}
