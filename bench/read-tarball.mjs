import { gunzipSync } from 'node:zlib';

const blockSize = 512;

/**
 * The files of an npm package's tarball (POSIX.1-2001, "pax Interchange Format": ustar with extended headers).
 *
 * @param {Buffer} tarball
 * @returns {Generator<{path: string, content: Buffer}>}
 */
export function* readTarball(tarball) {
  const archive = gunzipSync(tarball);
  let longPath;
  for (let at = 0; at + blockSize <= archive.length && archive[at] !== 0; ) {
    const header = archive.subarray(at, at + blockSize);
    const size = Number.parseInt(textAt(header, 124, 12), 8);
    const content = archive.subarray(at + blockSize, at + blockSize + size);
    const type = textAt(header, 156, 1);
    if (type === 'x') longPath = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];
    else {
      if (type === '0' || type === '') yield { path: longPath ?? pathOf(header), content };
      longPath = undefined;
    }
    at += blockSize + Math.ceil(size / blockSize) * blockSize;
  }
}

function pathOf(header) {
  const prefix = textAt(header, 345, 155);
  return `${prefix}${prefix === '' ? '' : '/'}${textAt(header, 0, 100)}`;
}

const textAt = (header, start, length) =>
  header
    .subarray(start, start + length)
    .toString('utf8')
    .replace(/\0.*$/s, '');
