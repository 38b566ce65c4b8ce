/** Whether an XMP packet names a place (XMP specification part 2: exif:GPSLatitude and its kin), as attribute or element. */
export function hasXmpPlace(packet: Uint8Array): boolean {
  return Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength).includes('exif:GPSL');
}
