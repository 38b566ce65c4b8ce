import { type LinearRow, linearRow, writeB, writeXy } from './colour-rows.js';
import { type ChannelComparison, type ChannelSums, compareChannel, rowOffset } from './compare-channel.js';
import type { ScoreChannel } from './score-weights.js';

export interface ScaleComparison {
  /** The next row of source and result. */
  readonly push: (source: LinearRow, result: LinearRow) => void;
  /** After the last row: what was found at this scale and at each after it. */
  readonly finish: () => readonly ScaleSums[];
}

export interface ScaleSums {
  readonly pixels: number;
  readonly channels: Readonly<Partial<Record<ScoreChannel, ChannelSums>>>;
}

/**
 * Compares two pictures at one scale and hands them on, halved in linear light, to the next.
 *
 * @param channels those to be compared, by scale from here on; the last list ends it
 */
export function compareScales(
  width: number,
  height: number,
  [wanted = [], ...later]: readonly (readonly ScoreChannel[])[],
): ScaleComparison {
  const comparisons = new Map(wanted.map((channel) => [channel, compareChannel(width)]));
  const takeRow = rowTaker(comparisons, width);
  const halves = later.length === 0 ? undefined : halveInto(width, height, later);
  return {
    push(source, result) {
      takeRow(source, result);
      halves?.push(source, result);
    },
    finish: () => [
      {
        pixels: width * height,
        channels: Object.fromEntries([...comparisons].map(([channel, { finish }]) => [channel, finish()])),
      },
      ...(halves?.finish() ?? []),
    ],
  };
}

function rowTaker(
  comparisons: ReadonlyMap<ScoreChannel, ChannelComparison>,
  width: number,
): (source: LinearRow, result: LinearRow) => void {
  const unused = new Float32Array(width + 2 * rowOffset);
  return (source, result) => {
    for (const [side, row] of [
      ['source', source],
      ['result', result],
    ] as const) {
      const next = (channel: ScoreChannel): Float32Array => comparisons.get(channel)?.next()[side] ?? unused;
      writeXy(row, next('x'), next('y'), rowOffset);
      if (comparisons.has('b')) writeB(row, next('y'), next('b'), rowOffset);
    }
    for (const { take } of comparisons.values()) take();
  };
}

/** Means of two by two pixels; an odd last row or column counts twice. */
function halveInto(width: number, height: number, later: readonly (readonly ScoreChannel[])[]): ScaleComparison {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const scale = compareScales(halfWidth, halfHeight, later);
  const sums = [linearRow(halfWidth), linearRow(halfWidth)] as const;
  let row = 0;
  const push = (source: LinearRow, result: LinearRow): void => {
    const isUpper = row % 2 === 0;
    addHalved(source, sums[0], isUpper);
    addHalved(result, sums[1], isUpper);
    if (!isUpper) scale.push(...sums);
    row += 1;
    if (isUpper && row === height) push(source, result);
  };
  return { push, finish: scale.finish };
}

function addHalved(row: LinearRow, sum: LinearRow, isUpper: boolean): void {
  for (const colour of ['red', 'green', 'blue'] as const) addPairs(row[colour], sum[colour], isUpper);
}

function addPairs(row: Float32Array, sum: Float32Array, isUpper: boolean): void {
  const last = row.length - 1;
  for (let x = 0; x < sum.length; x += 1) {
    const pair = ((row[2 * x] ?? 0) + (row[Math.min(last, 2 * x + 1)] ?? 0)) / 4;
    sum[x] = isUpper ? pair : (sum[x] ?? 0) + pair;
  }
}
