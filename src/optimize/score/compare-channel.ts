import { gaussianTaps } from './gaussian-taps.js';

/** What two channels differ by: sums over all pixels of three maps, and of their fourth powers. */
export interface ChannelSums {
  /** One less SSIM, without its gamma correction. */
  readonly difference: NormSums;
  /** Edges where the source is smooth. */
  readonly ringing: NormSums;
  /** Smooth where the source has edges. */
  readonly blur: NormSums;
}

export interface NormSums {
  readonly first: number;
  readonly fourth: number;
}

export interface ChannelComparison {
  /** Where the next row of source and result goes, from `rowOffset` on; call `take` when it is there. */
  readonly next: () => { readonly source: Float32Array; readonly result: Float32Array };
  readonly take: () => void;
  /** After the last row. */
  readonly finish: () => ChannelSums;
}

/** The filter's reach, on both sides of a pixel: rows begin and end with as many zeros. */
export const rowOffset = 4;

const rowsKept = rowOffset * 2 + 1;

interface Slot {
  readonly source: Float32Array;
  readonly result: Float32Array;
  /** Blurred along the row: source, result, and their products. */
  readonly across: Moments;
}

interface Moments {
  readonly source: Float32Array;
  readonly result: Float32Array;
  readonly sourceSquare: Float32Array;
  readonly resultSquare: Float32Array;
  readonly product: Float32Array;
}

/** Compares two channels row by row; what lies outside the picture counts as 0. */
export function compareChannel(width: number): ChannelComparison {
  const slots = Array.from({ length: rowsKept }, () => createSlot(width));
  const slotAt = (row: number): Slot => slots[((row % rowsKept) + rowsKept) % rowsKept] ?? createSlot(width);
  const product = new Float32Array(width + 2 * rowOffset);
  const means = createMoments(width);
  const sums = new Float64Array(6);
  let rows = 0;

  function blurRow({ source, result, across }: Slot): void {
    blurAcross(source, across.source);
    blurAcross(result, across.result);
    blurAcross(multiply(source, source, product), across.sourceSquare);
    blurAcross(multiply(result, result, product), across.resultSquare);
    blurAcross(multiply(source, result, product), across.product);
  }

  function addMiddleRow(): void {
    const nine = Array.from({ length: rowsKept }, (_, index) => slotAt(rows - rowsKept + index));
    const middle = slotAt(rows - 1 - rowOffset);
    for (const moment of momentNames)
      blurDown(
        nine.map(({ across }) => across[moment]),
        means[moment],
      );
    addDifferences(means, sums);
    addEdges(middle, means, sums);
  }

  const advance = (): void => {
    rows += 1;
    if (rows > rowOffset) addMiddleRow();
  };

  return {
    next: () => slotAt(rows),
    take: () => {
      blurRow(slotAt(rows));
      advance();
    },
    finish: () => {
      const total = rows;
      for (let row = 0; row < Math.min(rowOffset, total); row += 1) {
        for (const blurred of Object.values(slotAt(rows).across)) blurred.fill(0);
        advance();
      }
      const [difference = 0, difference4 = 0, ringing = 0, ringing4 = 0, blur = 0, blur4 = 0] = sums;
      return {
        difference: { first: difference, fourth: difference4 },
        ringing: { first: ringing, fourth: ringing4 },
        blur: { first: blur, fourth: blur4 },
      };
    },
  };
}

const momentNames = ['source', 'result', 'sourceSquare', 'resultSquare', 'product'] as const;

const createMoments = (width: number): Moments => ({
  source: new Float32Array(width),
  result: new Float32Array(width),
  sourceSquare: new Float32Array(width),
  resultSquare: new Float32Array(width),
  product: new Float32Array(width),
});

const createSlot = (width: number): Slot => ({
  source: new Float32Array(width + 2 * rowOffset),
  result: new Float32Array(width + 2 * rowOffset),
  across: createMoments(width),
});

function multiply(left: Float32Array, right: Float32Array, product: Float32Array): Float32Array {
  for (let at = 0; at < product.length; at += 1) product[at] = (left[at] ?? 0) * (right[at] ?? 0);
  return product;
}

const [tap0, tap1, tap2, tap3, tap4] = gaussianTaps;

function blurAcross(row: Float32Array, blurred: Float32Array): void {
  for (let x = 0; x < blurred.length; x += 1) {
    blurred[x] =
      tap0 * (row[x + 4] ?? 0) +
      tap1 * ((row[x + 3] ?? 0) + (row[x + 5] ?? 0)) +
      tap2 * ((row[x + 2] ?? 0) + (row[x + 6] ?? 0)) +
      tap3 * ((row[x + 1] ?? 0) + (row[x + 7] ?? 0)) +
      tap4 * ((row[x] ?? 0) + (row[x + 8] ?? 0));
  }
}

function blurDown(rows: readonly Float32Array[], blurred: Float32Array): void {
  const [r0 = blurred, r1 = blurred, r2 = blurred, r3 = blurred, r4 = blurred] = rows;
  const [r5 = blurred, r6 = blurred, r7 = blurred, r8 = blurred] = rows.slice(5);
  for (let x = 0; x < blurred.length; x += 1) {
    blurred[x] =
      tap0 * (r4[x] ?? 0) +
      tap1 * ((r3[x] ?? 0) + (r5[x] ?? 0)) +
      tap2 * ((r2[x] ?? 0) + (r6[x] ?? 0)) +
      tap3 * ((r1[x] ?? 0) + (r7[x] ?? 0)) +
      tap4 * ((r0[x] ?? 0) + (r8[x] ?? 0));
  }
}

/** ssimulacra2.cc, SSIMMap. */
function addDifferences({ source, result, sourceSquare, resultSquare, product }: Moments, sums: Float64Array): void {
  let first = 0;
  let fourth = 0;
  for (let x = 0; x < source.length; x += 1) {
    const mean = source[x] ?? 0;
    const other = result[x] ?? 0;
    const covariance = 2 * ((product[x] ?? 0) - mean * other) + stabilizer;
    const variance = (sourceSquare[x] ?? 0) - mean * mean + ((resultSquare[x] ?? 0) - other * other) + stabilizer;
    const likeness = ((1 - (mean - other) * (mean - other)) * covariance) / variance;
    const difference = likeness < 1 ? 1 - likeness : 0;
    const square = difference * difference;
    first += difference;
    fourth += square * square;
  }
  sums[0] = (sums[0] ?? 0) + first;
  sums[1] = (sums[1] ?? 0) + fourth;
}

const stabilizer = 0.0009;

/** ssimulacra2.cc, EdgeDiffMap. */
function addEdges({ source, result }: Slot, means: Moments, sums: Float64Array): void {
  const [sourceMeans, resultMeans] = [means.source, means.result];
  let [ringing, ringing4, blur, blur4] = [0, 0, 0, 0];
  for (let x = 0; x < sourceMeans.length; x += 1) {
    const before = Math.abs((source[x + rowOffset] ?? 0) - (sourceMeans[x] ?? 0));
    const after = Math.abs((result[x + rowOffset] ?? 0) - (resultMeans[x] ?? 0));
    const change = (1 + after) / (1 + before) - 1;
    const square = change * change;
    if (change > 0) {
      ringing += change;
      ringing4 += square * square;
    } else {
      blur -= change;
      blur4 += square * square;
    }
  }
  sums[2] = (sums[2] ?? 0) + ringing;
  sums[3] = (sums[3] ?? 0) + ringing4;
  sums[4] = (sums[4] ?? 0) + blur;
  sums[5] = (sums[5] ?? 0) + blur4;
}
