import type { ChromaSubsampling, ImageFacts } from '../core/image-facts.js';
import { type Credits, firstCredits, readIptcCredits } from '../lib/formats/credits.js';
import { type ExifTags, readExifTags } from '../lib/formats/exif-tags.js';
import {
  isStartOfFrame,
  type JpegSegment,
  jpegMarker,
  jpegSegments,
  startsWithText,
} from '../lib/formats/jpeg-segments.js';
import { readXmpTraces } from '../lib/formats/xmp-traces.js';
import { estimateJpegQuality } from './jpeg-quality.js';
import { exifFacts, orientedSize, stillFacts } from './still-facts.js';

/** Facts of a JPEG from the segments before its first scan; undefined where no frame header is among them. */
export function readJpeg(bytes: Uint8Array): ImageFacts | undefined {
  const tables: number[][] = [];
  let frame: FrameHeader | undefined;
  let exif: ExifTags | undefined;
  let hasIcc = false;
  let hasGainMap = false;
  const packets: Uint8Array[] = [];
  let iptc: Credits = {};
  for (const segment of jpegSegments(bytes)) {
    if (segment.marker === jpegMarker.dqt) readTables(segment.payload, tables);
    else if (isStartOfFrame(segment.marker)) frame ??= readFrameHeader(segment);
    else if (isExif(segment)) exif ??= readExifTags(segment.payload);
    else if (isXmp(segment)) {
      packets.push(segment.payload);
      hasGainMap ||= namesGainMap(segment.payload);
    } else if (segment.marker === jpegMarker.app13) {
      iptc = firstCredits(iptc, readIptcCredits(segment.payload));
    } else if (segment.marker === jpegMarker.app2) {
      hasIcc ||= startsWithText(segment.payload, 'ICC_PROFILE\0');
      hasGainMap ||= startsWithText(segment.payload, 'urn:iso:std:iso:ts:21496:-1\0');
    }
  }
  if (frame === undefined) return undefined;
  const orientation = exif?.orientation ?? 1;
  return {
    ...stillFacts('jpeg', bytes.length),
    ...orientedSize(frame.width, frame.height, orientation),
    hasIcc,
    ...exifFacts(exif, readXmpTraces(...packets), iptc),
    bitDepth: frame.bitDepth,
    isCmyk: frame.components.length === 4,
    isGrey: frame.components.length === 1,
    isLossy: true,
    hasGainMap,
    jpeg: {
      quality: estimateQuality(tables, frame.components),
      subsampling: readSubsampling(frame.components),
      isProgressive: frame.isProgressive,
    },
  };
}

interface FrameHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly isProgressive: boolean;
  readonly components: readonly { readonly horizontal: number; readonly vertical: number; readonly table: number }[];
}

/** ITU-T T.81, B.2.2. */
function readFrameHeader({ marker, payload }: JpegSegment): FrameHeader | undefined {
  if (payload.length < 6) return undefined;
  const byte = (at: number): number => payload[at] ?? 0;
  const components = Array.from({ length: Math.min(byte(5), 4) }, (_, index) => ({
    horizontal: byte(7 + index * 3) >> 4,
    vertical: byte(7 + index * 3) & 15,
    table: byte(8 + index * 3),
  }));
  return {
    bitDepth: byte(0),
    height: (byte(1) << 8) | byte(2),
    width: (byte(3) << 8) | byte(4),
    isProgressive: marker === 0xc2 || marker === 0xc6 || marker === 0xca,
    components,
  };
}

/** ITU-T T.81, B.2.4.1: one segment may hold several tables, of one or two bytes a value. */
function readTables(payload: Uint8Array, tables: number[][]): void {
  let at = 0;
  while (at < payload.length) {
    const isWide = (payload[at] ?? 0) >> 4 === 1;
    const length = isWide ? 128 : 64;
    const values = payload.subarray(at + 1, at + 1 + length);
    if (values.length < length) return;
    tables[(payload[at] ?? 0) & 15] = Array.from({ length: 64 }, (_, index) =>
      isWide ? ((values[index * 2] ?? 0) << 8) | (values[index * 2 + 1] ?? 0) : (values[index] ?? 0),
    );
    at += 1 + length;
  }
}

function estimateQuality(tables: readonly number[][], components: FrameHeader['components']): number {
  const luminance = tables[components[0]?.table ?? 0];
  const chrominance = components.length === 3 ? tables[components[1]?.table ?? 1] : undefined;
  if (luminance === undefined) return 100; // tables that cannot be read promise nothing
  return chrominance === undefined || chrominance === luminance
    ? estimateJpegQuality(luminance)
    : estimateJpegQuality(luminance, chrominance);
}

function readSubsampling(components: FrameHeader['components']): ChromaSubsampling {
  const [luma, blue, red] = components;
  if (components.length === 1) return 'grey';
  if (luma === undefined || blue === undefined || red === undefined || components.length !== 3) return 'other';
  if (blue.horizontal !== red.horizontal || blue.vertical !== red.vertical) return 'other';
  const ratio = `${luma.horizontal / blue.horizontal}x${luma.vertical / blue.vertical}`;
  const names: Readonly<Record<string, ChromaSubsampling>> = {
    '1x1': '4:4:4',
    '2x1': '4:2:2',
    '2x2': '4:2:0',
    '1x2': '4:4:0',
  };
  return names[ratio] ?? 'other';
}

const isExif = ({ marker, payload }: JpegSegment): boolean =>
  marker === jpegMarker.app1 && startsWithText(payload, 'Exif\0\0');

const isXmp = ({ marker, payload }: JpegSegment): boolean =>
  marker === jpegMarker.app1 && startsWithText(payload, 'http://ns.adobe.com/x');

/** Adobe's and Google's gain maps (Ultra HDR) are declared in XMP, Apple's too. */
function namesGainMap(packet: Uint8Array): boolean {
  const text = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  return text.includes('ns.adobe.com/hdr-gain-map/') || text.includes('ns.apple.com/HDRGainMap/');
}
