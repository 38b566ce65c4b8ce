import type { ImageFacts } from '../core/image-facts.js';
import type { ImageFormat } from '../core/image-format.js';
import type { Evidence, VerdictReason } from '../core/verdict.js';
import { findSvgFault } from './find-svg-fault.js';
import { readByDecoder } from './read-by-decoder.js';
import { readGif } from './read-gif.js';
import { readBmp, readIco } from './read-icon.js';
import { readJpeg } from './read-jpeg.js';
import { readPng } from './read-png.js';
import { readWebp } from './read-webp.js';
import { stillFacts } from './still-facts.js';

/** What the headers of an image say. */
export type FactsReading =
  | { readonly fault: { readonly reason: VerdictReason; readonly evidence: Evidence } }
  | {
      readonly fault?: undefined;
      readonly facts: ImageFacts;
      /** What to give a decoder; undefined where there is none for the format. */
      readonly decodable: Uint8Array | undefined;
      readonly isWithoutTrailer: boolean;
    };

/** Reads an image's headers by its format. Only AVIF, HEIC and TIFF ask the decoder, for their header; no pixel is decoded. */
export async function readFacts(bytes: Uint8Array, format: ImageFormat): Promise<FactsReading> {
  switch (format) {
    case 'jpeg':
      return orTruncated(readJpeg(bytes), (facts) => whole(facts, bytes));
    case 'png':
      return orTruncated(readPng(bytes), ({ facts, hasEnd, missingFrames }) => {
        if (missingFrames > 0) return fault('truncated', { missingFrames });
        return hasEnd ? whole(facts, bytes) : withoutTrailer(facts, bytes, pngEnd);
      });
    case 'gif':
      return orTruncated(readGif(bytes), ({ facts, hasTrailer, damagedFrames, isCut }) => {
        const evidence = { frames: facts.pages, damagedFrames };
        if (damagedFrames > 0 || isCut) return fault(hasTrailer ? 'damaged-frames' : 'truncated', evidence);
        return hasTrailer ? whole(facts, bytes) : withoutTrailer(facts, bytes, gifEnd);
      });
    case 'webp':
      return orTruncated(readWebp(bytes), ({ facts, isCut }) => (isCut ? fault('truncated', {}) : whole(facts, bytes)));
    case 'bmp':
      return orTruncated(readBmp(bytes), ({ facts, isCut }) => (isCut ? fault('truncated', {}) : undecoded(facts)));
    case 'ico':
      return orTruncated(readIco(bytes), ({ facts, isCut }) => (isCut ? fault('truncated', {}) : undecoded(facts)));
    case 'svg': {
      const found = findSvgFault(bytes);
      return found ? fault('undecodable', { ...found }) : undecoded(stillFacts('svg', bytes.length));
    }
    case 'jxl':
      return undecoded(stillFacts('jxl', bytes.length));
    case 'avif':
    case 'heic':
    case 'tiff': {
      const reading = await readByDecoder(bytes, format);
      if ('reason' in reading) return { fault: reading };
      return format === 'heic' ? undecoded(reading) : whole(reading, bytes);
    }
  }
}

const fault = (reason: VerdictReason, evidence: Evidence): FactsReading => ({ fault: { reason, evidence } });

const whole = (facts: ImageFacts, decodable: Uint8Array): FactsReading => ({
  facts,
  decodable,
  isWithoutTrailer: false,
});

const undecoded = (facts: ImageFacts): FactsReading => ({ facts, decodable: undefined, isWithoutTrailer: false });

/** Decoders stumble over a trailer that is missing, browsers don't: with one hung on, the decoder judges the rest. */
const withoutTrailer = (facts: ImageFacts, bytes: Uint8Array, trailer: Uint8Array): FactsReading => ({
  facts,
  decodable: Buffer.concat([bytes, trailer]),
  isWithoutTrailer: true,
});

const pngEnd = Buffer.from('0000000049454e44ae426082', 'hex');
const gifEnd = Buffer.from('003b', 'hex');

/** A header that cannot be read to its end belongs to a file that was cut. */
function orTruncated<Reading>(reading: Reading | undefined, judge: (reading: Reading) => FactsReading): FactsReading {
  return reading === undefined ? fault('truncated', { found: 'header' }) : judge(reading);
}
