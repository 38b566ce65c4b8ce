import { sniffFormat } from '../../core/image-format.js';
import { type BitmapFault, lookAtBitmap } from './look-at-bitmap.js';
import { lookAtPng } from './look-at-png.js';

/** What a browser makes of a Windows icon or cursor. */
export interface IconLook {
  /** Of the picture that it shows: the largest. */
  readonly width: number;
  readonly height: number;
  readonly fault: BitmapFault | 'bad-directory' | undefined;
  /** Smaller pictures that cannot be shown. */
  readonly damagedPictures: number;
}

/**
 * Reads a Windows icon as browsers do: its directory, then the bitmap or PNG of each entry, which has to be as large as
 * the entry says.
 *
 * @param available bytes of the file that there are, where these are only its first ones
 */
export async function lookAtIcon(
  bytes: Uint8Array,
  { signal, available = bytes.length }: { readonly signal: AbortSignal; readonly available?: number },
): Promise<IconLook> {
  const [shown, ...others] = readDirectory(bytes, available);
  if (shown === undefined) return { width: 0, height: 0, fault: 'bad-directory', damagedPictures: 0 };
  let damagedPictures = 0;
  for (const entry of others) damagedPictures += (await findFault(bytes, entry, available, signal)) ? 1 : 0;
  const { width, height } = shown;
  return { width, height, fault: await findFault(bytes, shown, available, signal), damagedPictures };
}

interface Entry {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly at: number;
  readonly length: number;
}

/** The largest first, of equal ones that with the most colours; none where the directory is cut. */
function readDirectory(bytes: Uint8Array, available: number): readonly Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length < 6 ? 0 : view.getUint16(4, true);
  const end = 6 + count * 16;
  if (bytes.length < end || available < end) return [];
  const entries = Array.from({ length: count }, (_, index) => {
    const at = 6 + index * 16;
    return {
      width: bytes[at] || 256,
      height: bytes[at + 1] || 256,
      bits: view.getUint16(at + 6, true),
      length: view.getUint32(at + 8, true),
      at: view.getUint32(at + 12, true),
    };
  });
  return entries.sort((one, other) => other.width * other.height - one.width * one.height || other.bits - one.bits);
}

async function findFault(
  bytes: Uint8Array,
  { width, height, at }: Entry,
  available: number,
  signal: AbortSignal,
): Promise<IconLook['fault']> {
  if (at + 8 > available) return 'pixels-missing';
  if (at + 64 > bytes.length && bytes.length < available) return undefined; // it lies behind the first bytes
  const picture = bytes.subarray(at);
  if (picture[0] === 0x89 && picture[1] === 0x50) {
    if (sniffFormat(picture) !== 'png') return 'bad-header';
    if (picture.length < 24) return 'pixels-missing';
    const view = new DataView(picture.buffer, picture.byteOffset);
    if (view.getUint32(16) !== width || view.getUint32(20) !== height) return 'bad-header';
    if (bytes.length < available) return undefined;
    const { isFirstWhole, fault } = await lookAtPng(picture, { signal });
    return isFirstWhole
      ? undefined
      : fault === 'pixels-missing' || fault === 'chunk-cut'
        ? 'pixels-missing'
        : 'bad-pixels';
  }
  const look = lookAtBitmap(picture, { available: available - at, isInIcon: true });
  if (look.fault !== undefined && look.fault !== 'end-missing') return look.fault;
  return look.width === width && look.height === height ? undefined : 'bad-header';
}
