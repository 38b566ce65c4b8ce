/** One row of a picture in linear light, 0 to 1 a channel. */
export interface LinearRow {
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
}

export const linearRow = (width: number): LinearRow => ({
  red: new Float32Array(width),
  green: new Float32Array(width),
  blue: new Float32Array(width),
});

/** Reads a row of 8-bit sRGB. */
export function readLinearRow(pixels: Uint8Array, start: number, row: LinearRow): void {
  const { red, green, blue } = row;
  for (let x = 0, at = start; x < red.length; x += 1, at += 3) {
    red[x] = linearOf[pixels[at] ?? 0] ?? 0;
    green[x] = linearOf[pixels[at + 1] ?? 0] ?? 0;
    blue[x] = linearOf[pixels[at + 2] ?? 0] ?? 0;
  }
}

/** IEC 61966-2-1. */
const linearOf = Float32Array.from({ length: 256 }, (_, level) => {
  const value = level / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** X and Y, from the given place on; the third channel takes a third of the time and is seldom needed. */
export function writeXy({ red, green, blue }: LinearRow, x: Float32Array, y: Float32Array, offset: number): void {
  for (let at = 0; at < red.length; at += 1) {
    const [r, g, b] = [red[at] ?? 0, green[at] ?? 0, blue[at] ?? 0];
    const long = rootOf(0.3 * r + 0.622 * g + 0.078 * b);
    const medium = rootOf(0.23 * r + 0.692 * g + 0.078 * b);
    x[at + offset] = (long - medium) / 2 + 0.5;
    y[at + offset] = (long + medium) / 2 + 0.05;
  }
}

/** B less Y, where Y is as `writeXy` left it. */
export function writeB({ red, green, blue }: LinearRow, y: Float32Array, b: Float32Array, offset: number): void {
  for (let at = 0; at < red.length; at += 1) {
    const short =
      0.24342268924547819 * (red[at] ?? 0) +
      0.20476744424496821 * (green[at] ?? 0) +
      0.5518098665095535 * (blue[at] ?? 0);
    b[at + offset] = rootOf(short) - (y[at + offset] ?? 0) + 1.15;
  }
}

/** XYB is the colour space of JPEG XL. libjxl, opsin_params.h: added before the cube root, its own root taken off afterwards. */
const bias = 0.0037930732552754493;

/** Steps from 0 to 1. With the line between two of them the error stays under 2e-6. */
const rootSteps = 16_384;
const roots = Float64Array.from(
  { length: rootSteps + 2 },
  (_, step) => Math.cbrt(step / rootSteps + bias) - Math.cbrt(bias),
);

function rootOf(value: number): number {
  const place = value * rootSteps;
  const step = place | 0;
  const below = roots[step] ?? 0;
  return below + ((roots[step + 1] ?? 0) - below) * (place - step);
}
