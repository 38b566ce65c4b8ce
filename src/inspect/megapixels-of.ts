import { open } from 'node:fs/promises';
import { sniffFormat } from '../core/image-format.js';
import { readGifBlocks } from '../lib/formats/gif-blocks.js';
import { readByDecoder } from './read-by-decoder.js';
import { readBmp } from './read-icon.js';
import { readJpeg } from './read-jpeg.js';
import { readPng } from './read-png.js';
import { readWebp } from './read-webp.js';

/**
 * How large an image is in memory, in millions of pixels over all its frames, as its header says: what a limit on
 * encoding weighs it by. Cheap: no more than the first 256 KiB are read, frames beyond are reckoned from the file's
 * length, and 0 stands for whatever says nothing.
 */
export async function megapixelsOf(image: Uint8Array | { readonly path: string }): Promise<number> {
  if (!('path' in image)) return megapixelsBy(image.subarray(0, headLength), image.length, image);
  const { head, length } = await readHead(image.path);
  return megapixelsBy(head, length, image.path);
}

const headLength = 256 * 1024;

async function megapixelsBy(head: Uint8Array, length: number, source: string | Uint8Array): Promise<number> {
  const { width, height, pages = 1 } = (await readSize(source, head)) ?? { width: 0, height: 0 };
  const wholePages = pages > 1 && head.length < length ? Math.ceil((pages * length) / head.length) : pages;
  return (width * height * wholePages) / 1e6;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly pages?: number;
}

async function readSize(source: string | Uint8Array, head: Uint8Array): Promise<Size | undefined> {
  const format = sniffFormat(head);
  switch (format) {
    case 'jpeg':
      return readJpeg(head);
    case 'png':
      return readPng(head)?.facts;
    case 'webp':
      return readWebp(head)?.facts;
    case 'bmp':
      return readBmp(head)?.facts;
    case 'gif': {
      const { width, height, frames } = readGifBlocks(head);
      return { width, height, pages: frames.length };
    }
    case 'avif':
    case 'tiff': {
      const reading = await readByDecoder(source, format);
      return 'reason' in reading ? undefined : reading;
    }
    default:
      return undefined;
  }
}

async function readHead(path: string): Promise<{ readonly head: Uint8Array; readonly length: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, headLength));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return { head: buffer.subarray(0, bytesRead), length: size };
  } finally {
    await file.close();
  }
}
