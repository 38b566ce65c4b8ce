import { describe, expect, it } from 'vitest';
import { readExifTags, writeExifTags } from '../../../src/lib/formats/exif-tags.js';
import { phoneJpeg } from '../../support/images.js';

describe('readExifTags', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('reads orientation %d as it was written', (orientation) => {
    const block = writeExifTags({ orientation, copyright: '© 王 2024', artist: 'Zoë' });
    expect(readExifTags(block ?? Buffer.alloc(0))).toEqual({
      orientation,
      hasGps: false,
      hasSerial: false,
      copyright: '© 王 2024',
      artist: 'Zoë',
    });
  });

  it('reads texts so short that they stand in their entry', () => {
    expect(readExifTags(writeExifTags({ artist: 'Me' }) ?? Buffer.alloc(0)).artist).toBe('Me');
  });

  it('has nothing to write for a picture that stands upright and names nobody', () => {
    expect(writeExifTags({ orientation: 1 })).toBeUndefined();
  });

  it('finds a place written by another program', async () => {
    const bytes = await phoneJpeg({ orientation: 6 });
    const block = bytes.subarray(bytes.indexOf('Exif\0\0'));
    expect(readExifTags(block)).toEqual({
      orientation: 6,
      hasGps: true,
      hasSerial: false,
      copyright: 'Someone',
      artist: 'Photographer',
    });
  });

  it.each([
    ['nothing', ''],
    ['no TIFF', '4578696600004142434445464748'],
    ['a directory beyond the end', '4d4d002a0000ffff'],
    ['a directory that promises more than there is', '4d4d002a00000008ffff0112'],
    ['a text beyond the end', '4d4d002a0000000800018298000200000100fffffff000000000'],
    ['an orientation that does not exist', '4d4d002a00000008000101120003000000010009000000000000'],
  ])('takes %s for absent', (_, hex) => {
    expect(readExifTags(Buffer.from(hex, 'hex'))).toEqual({ orientation: 1, hasGps: false, hasSerial: false });
  });
});
