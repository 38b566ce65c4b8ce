/**
 * What a colour profile (ICC.1) does to a picture: `sound`: decoders apply it; `without-effect`: an RGB profile whose
 * greys are those of sRGB, in a grey picture; `odd`: what decoders differ about. Browsers pass over a profile that they
 * can't use, but don't draw an AVIF that has it; in a grey picture they apply one for RGB, where decoders drop it.
 */
export type ProfileEffect = 'sound' | 'without-effect' | 'odd';

export function readProfileEffect(profile: Uint8Array, { isGrey }: { readonly isGrey: boolean }): ProfileEffect {
  const bytes = Buffer.from(profile.buffer, profile.byteOffset, profile.byteLength);
  if (bytes.length < tagTableAt + 4 || bytes.toString('latin1', 36, 40) !== 'acsp') return 'odd';
  if (bytes.readUInt32BE(0) > bytes.length) return 'odd';
  const [space, connection] = [bytes.toString('latin1', 16, 20), bytes.toString('latin1', 20, 24)];
  const tags = readTags(bytes);
  if (space === 'GRAY') {
    return isGrey && connection === 'XYZ ' && hasTypes(tags, ['kTRC'], curveTypes) ? 'sound' : 'odd';
  }
  const hasTable = hasTypes(tags, ['A2B0'], /^(?:mft1|mft2|mAB )$/) && /^(?:XYZ |Lab )$/.test(connection);
  const hasMatrix = hasTypes(tags, ['rXYZ', 'gXYZ', 'bXYZ'], /^XYZ $/) && hasTypes(tags, curves, curveTypes);
  if (space !== 'RGB ' || (!hasTable && !hasMatrix)) return 'odd';
  if (!isGrey) return 'sound';
  return !hasTable && curves.every((name) => isSrgbCurve(tags.get(name))) ? 'without-effect' : 'odd';
}

const tagTableAt = 128;
const curves = ['rTRC', 'gTRC', 'bTRC'] as const;
const curveTypes = /^(?:curv|para)$/;

function hasTypes(tags: ReadonlyMap<string, Buffer>, names: readonly string[], types: RegExp): boolean {
  return names.every((name) => types.test(tags.get(name)?.toString('latin1', 0, 4) ?? ''));
}

/** Tags by name; none where one lies outside of the profile. */
function readTags(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const count = bytes.readUInt32BE(tagTableAt);
  const tags = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    const at = tagTableAt + 4 + index * 12;
    if (at + 12 > bytes.length) return new Map();
    const [start, size] = [bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8)];
    if (size < 12 || start + size > bytes.length) return new Map();
    tags.set(bytes.toString('latin1', at, at + 4), bytes.subarray(start, start + size));
  }
  return tags;
}

/** Within half a step of 8 bits, as seen. */
function isSrgbCurve(curve: Buffer | undefined): boolean {
  if (curve === undefined) return false;
  return Array.from({ length: 16 }, (_, index) => (index + 1) / 16).every((value) => {
    const linear = evaluateCurve(curve, value);
    return linear !== undefined && Math.abs(encodeSrgb(linear) - value) < 0.5 / 255;
  });
}

/** IEC 61966-2-1. */
const encodeSrgb = (linear: number): number =>
  linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;

/** ICC.1, 10.6 (`curv`) and 10.18 (`para`, of which sRGB is type 3). */
function evaluateCurve(curve: Buffer, value: number): number | undefined {
  if (curve.toString('latin1', 0, 4) === 'curv') {
    const count = curve.readUInt32BE(8);
    if (count < 2 || 12 + count * 2 > curve.length) return undefined;
    const at = value * (count - 1);
    const entry = (index: number): number => curve.readUInt16BE(12 + Math.min(index, count - 1) * 2) / 65_535;
    const below = Math.floor(at);
    return entry(below) + (entry(below + 1) - entry(below)) * (at - below);
  }
  if (curve.readUInt16BE(8) !== 3 || curve.length < 32) return undefined;
  const [g = 1, a = 1, b = 0, c = 1, d = 0] = [0, 1, 2, 3, 4].map(
    (index) => curve.readInt32BE(12 + index * 4) / 65_536,
  );
  return value >= d ? (a * value + b) ** g : c * value;
}
