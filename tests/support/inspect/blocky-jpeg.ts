/**
 * A grey baseline JPEG of flat blocks, with a restart marker behind every `interval` of them: sharp writes none.
 * ITU-T T.81, B.2.4.4, F.1.2, K.3.
 */
export function blockyJpeg({ columns = 8, rows = 6, interval = 4 } = {}): Buffer {
  return Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    segment(0xdb, [0, ...new Array<number>(64).fill(8)]),
    segment(0xc0, [8, 0, rows * 8, 0, columns * 8, 1, 1, 0x11, 0]),
    segment(0xc4, [0x00, ...dcCounts, ...dcSymbols]),
    segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0]),
    segment(0xdd, [0, interval]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    scan(columns * rows, interval),
    Buffer.from('ffd9', 'hex'),
  ]);
}

function segment(marker: number, payload: readonly number[]): Buffer {
  return Buffer.from([0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 255, ...payload]);
}

/** T.81, table K.3: code lengths of the DC differences' categories. */
const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcSymbols = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const dcCodes = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110'];

function scan(blocks: number, interval: number): Buffer {
  const bytes: number[] = [];
  let bits = '';
  let previous = 0;
  const flush = (): void => {
    const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
    for (let at = 0; at < padded.length; at += 8) {
      const byte = Number.parseInt(padded.slice(at, at + 8), 2);
      bytes.push(byte, ...(byte === 0xff ? [0] : []));
    }
    bits = '';
    previous = 0;
  };
  for (let block = 0; block < blocks; block += 1) {
    if (block > 0 && block % interval === 0) {
      flush();
      bytes.push(0xff, 0xd0 + ((block / interval - 1) % 8));
    }
    const level = ((block * 37) % 100) - 50;
    bits += `${dcBits(level - previous)}0`; // the end of the block is the only AC code
    previous = level;
  }
  flush();
  return Buffer.from(bytes);
}

function dcBits(difference: number): string {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const value = difference < 0 ? difference + (1 << size) - 1 : difference;
  return `${dcCodes[size]}${size === 0 ? '' : value.toString(2).padStart(size, '0')}`;
}
