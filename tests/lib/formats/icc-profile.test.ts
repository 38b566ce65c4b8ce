import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readProfileEffect } from '../../../src/lib/formats/icc-profile.js';
import { colourProfile } from '../../support/colour-profile.js';
import { picture } from '../../support/images.js';

const matrix = colourProfile({ space: 'RGB ', gamma: 2.2 });
const grey = colourProfile({ space: 'GRAY', gamma: 2.2 });

async function builtIn(name: 'srgb' | 'p3'): Promise<Buffer> {
  const { icc } = await sharp(await picture().withIccProfile(name).jpeg().toBuffer()).metadata();
  if (icc === undefined) throw new Error('no profile');
  return icc;
}

describe('readProfileEffect', () => {
  it.each([
    ['a matrix and curves', matrix, 'sound', 'odd'],
    ['a table', colourProfile({ space: 'RGB ', gamma: 2.2, isTable: true }), 'sound', 'odd'],
    ['a curve for grey', grey, 'odd', 'sound'],
    ['a curve for grey by lightness', colourProfile({ space: 'GRAY', gamma: 2.2, connection: 'Lab ' }), 'odd', 'odd'],
    ['no more than its beginning', matrix.subarray(0, 300), 'odd', 'odd'],
    ['no tag table', matrix.subarray(0, 130), 'odd', 'odd'],
    ['nothing', Buffer.alloc(0), 'odd', 'odd'],
    ['words', Buffer.alloc(500, 'words '), 'odd', 'odd'],
  ] as const)('knows a profile of %s', (_, profile, inColours, inGrey) => {
    expect(readProfileEffect(profile, { isGrey: false })).toBe(inColours);
    expect(readProfileEffect(profile, { isGrey: true })).toBe(inGrey);
  });

  it('knows that the greys of sRGB and of Display P3 are those of a picture without a profile', async () => {
    for (const name of ['srgb', 'p3'] as const) {
      expect(readProfileEffect(await builtIn(name), { isGrey: true })).toBe('without-effect');
      expect(readProfileEffect(await builtIn(name), { isGrey: false })).toBe('sound');
    }
  });
});
