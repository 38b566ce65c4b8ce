import { expect, it } from 'vitest';
import { readIptcCredits, readXmpCredits } from '../../../src/lib/formats/credits.js';

it('are found in a nest that is deeper than calls may go', () => {
  const depth = 200_000;
  const packet = `${'<a>'.repeat(depth)}<dc:creator>Li</dc:creator>${'</a>'.repeat(depth)}`;
  expect(readXmpCredits(Buffer.from(packet))).toEqual({ artist: 'Li' });
});

it('are found among very many other words', { timeout: 20_000 }, () => {
  const other = Buffer.from([0x1c, 2, 25, 0, 1, 0x78]);
  const artist = Buffer.from([0x1c, 2, 80, 0, 2, 0x4c, 0x69]);
  const block = Buffer.concat([...Array.from({ length: 600_000 }, () => other), artist]);
  const head = Buffer.from('8BIM\x04\x04\0\0\0\0\0\0', 'latin1');
  head.writeUInt32BE(block.length, 8);
  expect(readIptcCredits(Buffer.concat([head, block]))).toEqual({ artist: 'Li' });
});
