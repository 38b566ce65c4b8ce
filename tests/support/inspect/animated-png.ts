import { pngChunk, pngChunks } from '../../../src/lib/formats/png-chunks.js';

/** An animated PNG of stills of one size and kind; each is shown for 100 ms. */
export function animatedPng(stills: readonly Buffer[]): Buffer {
  const [first] = stills;
  if (first === undefined) throw new Error('an animation needs a picture');
  const control = Buffer.alloc(8);
  control.writeUInt32BE(stills.length);
  let sequence = 0;
  const frames = stills.flatMap((still, index) => {
    const header = pngChunk('fcTL', frameControl(still, sequence++));
    const pixels = [...pngChunks(still)].filter(({ type }) => type === 'IDAT');
    return [
      header,
      ...pixels.map(({ data }) =>
        index === 0 ? pngChunk('IDAT', data) : pngChunk('fdAT', Buffer.concat([word(sequence++), data])),
      ),
    ];
  });
  return Buffer.concat([
    first.subarray(0, 33),
    pngChunk('acTL', control),
    ...frames,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** W3C PNG, 11.3.6.2: the whole picture, for 1/10 s. */
function frameControl(still: Buffer, sequence: number): Buffer {
  const control = Buffer.alloc(26);
  control.writeUInt32BE(sequence, 0);
  still.copy(control, 4, 16, 24);
  control.writeUInt16BE(1, 20);
  control.writeUInt16BE(10, 22);
  return control;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
