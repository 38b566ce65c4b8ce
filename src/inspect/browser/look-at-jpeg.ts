import { endOfJpegImage } from '../../lib/formats/jpeg-segments.js';
import { followJpegScans } from './jpeg-scan.js';
import { countAddedReturns, lacksReturns } from './text-mode.js';

/**
 * Whether a JPEG that lacks its end, 0xFFD9, is shown whole all the same: browsers lose the last rows then, but for
 * some whose codes end early enough.
 */
export function showsWithoutEnd(bytes: Uint8Array): boolean {
  return endOfJpegImage(bytes, 2) === undefined && followJpegScans(bytes)?.isWhole === true;
}

/**
 * Whether a transfer in text mode changed a JPEG in a way that no decoder sees: short ones lose or gain a byte or two
 * among their codes, and still have codes enough. Only bytes left over show it, which some cameras leave, too; so what
 * the transfer does to line ends has to be seen as well.
 */
export function isChangedByTextMode(bytes: Uint8Array): boolean {
  if (countAddedReturns(bytes) === 0 && !lacksReturns(bytes)) return false;
  const end = followJpegScans(bytes);
  return end !== undefined && (!end.isWhole || end.spareBytes > 0);
}

/**
 * A JPEG without the bytes that stand between its segments, which browsers pass over and the decoder complains of.
 *
 * @returns undefined where there are none
 */
export function withoutStrayBytes(bytes: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let hasStray = false;
  for (let at = 2; ; ) {
    const start = bytes.indexOf(0xff, at);
    if (start < 0) return undefined;
    hasStray ||= start > at;
    let marker = start + 1;
    while (bytes[marker] === 0xff) marker += 1;
    const type = bytes[marker] ?? 0;
    if (type === 0) {
      at = marker;
      hasStray = true;
      continue;
    }
    const end = marker + 1 + (((bytes[marker + 1] ?? 0) << 8) | (bytes[marker + 2] ?? 0));
    if (type === 0xd9 || end > bytes.length) return undefined;
    if (type === 0xda) return hasStray ? Buffer.concat([...parts, bytes.subarray(start)]) : undefined;
    parts.push(bytes.subarray(start, end));
    at = end;
  }
}
