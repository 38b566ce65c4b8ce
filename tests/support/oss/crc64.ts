/**
 * CRC-64/XZ of some bytes as OSS gives it: an unsigned decimal number. Reflected ECMA-182 polynomial, all ones in and
 * out; `123456789` gives 11051210869376104954, no bytes give 0.
 */
export function crc64(bytes: Uint8Array): string {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const entry = ((low ^ byte) & 0xff) * 2;
    low = ((low >>> 8) | (high << 24)) ^ (table[entry + 1] ?? 0);
    high = (high >>> 8) ^ (table[entry] ?? 0);
  }
  return ((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)).toString();
}

/** High and low half of each byte's remainder, side by side: 64-bit BigInts would be a hundred times slower. */
const table = makeTable();

function makeTable(): Uint32Array {
  const polynomial = 0xc96c5795d7870f42n;
  const halves = new Uint32Array(512);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    halves[byte * 2] = Number(value >> 32n);
    halves[byte * 2 + 1] = Number(value & 0xffffffffn);
  }
  return halves;
}
