/** The first 16 bytes: as text where all are printable ASCII, else in hex. */
export function showBytes(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 16));
  const text = head.toString('latin1');
  return /^[\x20-\x7e\r\n\t]*$/.test(text) ? text.replace(/[\r\n\t]+/g, ' ') : head.toString('hex');
}
