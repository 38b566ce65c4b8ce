import { type Credits, firstCredits, readXmpCredits } from './credits.js';

/** What an XMP packet tells of its maker, as attribute or element. */
export interface XmpTraces extends Credits {
  /** A place (XMP specification part 2: exif:GPSLatitude and its kin). */
  readonly hasPlace: boolean;
  /** The number of a camera or lens, or its owner's name. */
  readonly hasSerial: boolean;
}

export function readXmpTraces(...packets: readonly Uint8Array[]): XmpTraces {
  const texts = packets.map((packet) => Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength));
  return {
    ...firstCredits(...packets.map(readXmpCredits)),
    hasPlace: texts.some((text) => text.includes('exif:GPSL')),
    hasSerial: texts.some((text) => serialNames.some((name) => text.includes(name))),
  };
}

const serialNames = ['SerialNumber=', 'SerialNumber>', 'aux:OwnerName', 'exifEX:CameraOwnerName'];

/** Overwrites with spaces what tells a place or a number, so that nothing moves. */
export const blankXmpTraces = (packet: string): string => packet.replace(traces, (trace) => ' '.repeat(trace.length));

const names = String.raw`exif:GPS\w+|\w+:\w*SerialNumber|aux:OwnerName|exifEX:CameraOwnerName`;
const traces = new RegExp(String.raw`(?:${names})=(?:"[^"]*"|'[^']*')|<(${names})>[^<]*</\1>`, 'g');
