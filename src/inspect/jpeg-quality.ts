/**
 * Estimates the quality a JPEG was made with: the setting of libjpeg whose tables weigh as much as these. Encoders with
 * tables of their own are placed where they quantise alike; mozjpeg reads lower than its setting.
 *
 * @param luminance the 64 values of the first table, in any order
 * @param chrominance those of the second, if there is one
 * @returns 1 to 100
 */
export function estimateJpegQuality(luminance: readonly number[], chrominance?: readonly number[]): number {
  const found = sum(luminance) + (chrominance ? sum(chrominance) : 0);
  let best = 1;
  let smallest = Number.POSITIVE_INFINITY;
  for (let quality = 1; quality <= 100; quality += 1) {
    const expected = (luminanceSums[quality] ?? 0) + (chrominance ? (chrominanceSums[quality] ?? 0) : 0);
    const distance = Math.abs(found - expected);
    if (distance <= smallest) {
      smallest = distance;
      best = quality;
    }
  }
  return best;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** libjpeg, jcparam.c: jpeg_quality_scaling and jpeg_add_quant_table, held to 1 to 255 as for baseline. */
function scaledSum(table: readonly number[], quality: number): number {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
  return sum(table.map((value) => Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100)))));
}

/** ITU-T T.81, tables K.1 and K.2. */
const standardLuminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
];
const standardChrominance = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99,
];

/** By quality from 0, reckoned once: every JPEG is compared with all of them. */
const sumsOf = (table: readonly number[]): readonly number[] =>
  Array.from({ length: 101 }, (_, quality) => scaledSum(table, Math.max(1, quality)));
const luminanceSums = sumsOf(standardLuminance);
const chrominanceSums = sumsOf(standardChrominance);
