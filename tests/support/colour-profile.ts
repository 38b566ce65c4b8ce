/** Colour profiles made here (ICC.1, version 2), so that what a picture shows with them is known. */

export interface ProfileRequest {
  /** `GRAY` has one curve; `RGB ` a matrix whose red and green are exchanged, and three curves. */
  readonly space: 'RGB ' | 'GRAY';
  /** Gamma of the curves. */
  readonly gamma: number;
  /** RGB only: a table instead of matrix and curves. */
  readonly isTable?: boolean;
  /** `XYZ ` by default. */
  readonly connection?: 'XYZ ' | 'Lab ';
}

export function colourProfile({ space, gamma, isTable = false, connection = 'XYZ ' }: ProfileRequest): Buffer {
  const curve = curveTag(gamma);
  const [red, green, blue] = primaries;
  const matrix = { rXYZ: xyzTag(green), gXYZ: xyzTag(red), bXYZ: xyzTag(blue), rTRC: curve, gTRC: curve, bTRC: curve };
  const colours = space === 'GRAY' ? { kTRC: curve } : isTable ? { A2B0: tableTag(gamma) } : matrix;
  return writeProfile(space, connection, { desc: descriptionTag, wtpt: xyzTag(white), cprt: textTag, ...colours });
}

const white = [0.9642, 1, 0.8249] as const;
/** Of sRGB, as D50 sees them. */
const primaries = [
  [0.4361, 0.2225, 0.0139],
  [0.3851, 0.7169, 0.0971],
  [0.1431, 0.0606, 0.7141],
] as const;

function writeProfile(space: string, connection: string, tags: Readonly<Record<string, Buffer>>): Buffer {
  const entries = Object.entries(tags);
  const head = Buffer.alloc(132 + 12 * entries.length);
  head.writeUInt32BE(0x02400000, 8);
  head.write(`mntr${space}${connection}`, 12, 'latin1');
  head.write('acsp', 36, 'latin1');
  for (const [index, value] of white.entries()) head.writeInt32BE(Math.round(value * 65_536), 68 + 4 * index);
  head.writeUInt32BE(entries.length, 128);
  let end = head.length;
  for (const [index, [name, tag]] of entries.entries()) {
    head.write(name, 132 + 12 * index, 'latin1');
    head.writeUInt32BE(end, 136 + 12 * index);
    head.writeUInt32BE(tag.length, 140 + 12 * index);
    end += tag.length;
  }
  head.writeUInt32BE(end, 0);
  return Buffer.concat([head, ...entries.map(([, tag]) => tag)]);
}

function xyzTag(values: readonly number[]): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 'latin1');
  for (const [index, value] of values.entries()) tag.writeInt32BE(Math.round(value * 65_536), 8 + 4 * index);
  return tag;
}

function curveTag(gamma: number): Buffer {
  const tag = Buffer.alloc(16);
  tag.write('curv', 'latin1');
  tag.writeUInt32BE(1, 8);
  tag.writeUInt16BE(Math.round(gamma * 256), 12);
  return tag;
}

const descriptionTag = Buffer.concat([Buffer.from('desc\0\0\0\0\0\0\0\u0005test\0', 'latin1'), Buffer.alloc(79)]);
const textTag = Buffer.from('text\0\0\0\0CC0\0', 'latin1');

/** `mft2` (ICC.1, 10.10): curves of 256 entries, then a table whose corners are enough, as light adds up. */
function tableTag(gamma: number): Buffer {
  const words: number[] = [];
  for (let channel = 0; channel < 3; channel += 1)
    for (let entry = 0; entry < 256; entry += 1) words.push(Math.round(65_535 * (entry / 255) ** gamma));
  for (let corner = 0; corner < 8; corner += 1) {
    const [green, red, blue] = [corner >> 2, (corner >> 1) & 1, corner & 1];
    for (let axis = 0; axis < 3; axis += 1) {
      const [ofRed, ofGreen, ofBlue] = primaries.map((primary) => primary[axis] ?? 0);
      words.push(Math.round(32_768 * ((ofRed ?? 0) * red + (ofGreen ?? 0) * green + (ofBlue ?? 0) * blue)));
    }
  }
  for (let channel = 0; channel < 3; channel += 1) words.push(0, 65_535);
  const tag = Buffer.alloc(52 + words.length * 2);
  tag.write('mft2', 'latin1');
  tag.set([3, 3, 2], 8);
  for (const index of [0, 4, 8]) tag.writeInt32BE(65_536, 12 + 4 * index);
  tag.writeUInt16BE(256, 48);
  tag.writeUInt16BE(2, 50);
  for (const [index, word] of words.entries()) tag.writeUInt16BE(word, 52 + 2 * index);
  return Buffer.concat([tag, Buffer.alloc(tag.length % 4)]);
}

/** A JPEG with a profile that its pixels know nothing of (ICC.1, B.4). */
export function withProfile(jpeg: Buffer, profile: Buffer): Buffer {
  const head = Buffer.from('\xff\xe2\0\0ICC_PROFILE\0\u0001\u0001', 'latin1');
  head.writeUInt16BE(head.length - 2 + profile.length, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, profile, jpeg.subarray(2)]);
}
