import { gzipSync } from 'node:zlib';

/** What happens to files on their way, by the name of the accident. */
export const mangles: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'cut at 99 %': (bytes) => cutAt(bytes, 0.99),
  'cut at 90 %': (bytes) => cutAt(bytes, 0.9),
  'cut at 50 %': (bytes) => cutAt(bytes, 0.5),
  'cut at 5 %': (bytes) => cutAt(bytes, 0.05),
  'less its last byte': (bytes) => bytes.subarray(0, -1),
  'less its last two bytes': (bytes) => bytes.subarray(0, -2),
  'less its last twelve bytes': (bytes) => bytes.subarray(0, -12),
  'cut at 60 %, an end of JPEG hung on': (bytes) => Buffer.concat([cutAt(bytes, 0.6), Buffer.from('ffd9', 'hex')]),
  'cut at 60 %, an end of GIF hung on': (bytes) => Buffer.concat([cutAt(bytes, 0.6), Buffer.from('003b', 'hex')]),
  'line feeds become CRLF': (bytes) => replaceAll(bytes, '\n', '\r\n'),
  'CRLF become line feeds': (bytes) => replaceAll(bytes, '\r\n', '\n'),
  'carriage returns are dropped': (bytes) => replaceAll(bytes, '\r', ''),
  'Latin-1 taken for text and written as UTF-8': (bytes) => Buffer.from(bytes.toString('latin1')),
  'read as UTF-8 and written again': (bytes) => Buffer.from(bytes.toString('utf8')),
  'a byte order mark in front': (bytes) => Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes]),
  'a line feed in front': (bytes) => Buffer.concat([Buffer.from('\n'), bytes]),
  gzip: (bytes) => gzipSync(bytes),
  'Base64 text': (bytes) => Buffer.from(bytes.toString('base64')),
  'bytes behind its end': (bytes) => Buffer.concat([bytes, Buffer.from('\n<!-- cached -->')]),
  twice: (bytes) => Buffer.concat([bytes, bytes]),
};

export const cutAt = (bytes: Buffer, share: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));

/** All bits of one byte turned. */
export function flipAt(bytes: Buffer, at: number, mask = 0xff): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ mask;
  return flipped;
}

const replaceAll = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
