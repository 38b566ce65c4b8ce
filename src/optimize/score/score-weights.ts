export type ScoreChannel = 'x' | 'y' | 'b';
export type ScoreMap = 'difference' | 'ringing' | 'blur';

/** One of the parts that a score is the weighted sum of: one map's norm, of one channel at one scale. */
export interface ScorePart {
  readonly channel: ScoreChannel;
  /** 0 is the picture itself; each one after it half as wide. */
  readonly scale: number;
  readonly norm: 'first' | 'fourth';
  readonly map: ScoreMap;
  readonly weight: number;
}

/**
 * The parts of a score, of those the ones that matter. The published list counts on where fewer than six scales fit, so
 * there its weights belong to other parts.
 *
 * @param scales how many there are, 1 to 6
 */
export function scoreParts(scales: number): readonly ScorePart[] {
  return weights
    .filter(([place]) => place < scales * 3 * partsAtScale)
    .map(([place, weight]) => ({
      channel: (['x', 'y', 'b'] as const)[Math.floor(place / (scales * partsAtScale))] ?? 'b',
      scale: Math.floor(place / partsAtScale) % scales,
      norm: place % partsAtScale < 3 ? 'first' : 'fourth',
      map: (['difference', 'ringing', 'blur'] as const)[place % 3] ?? 'blur',
      weight,
    }));
}

/** Three maps, by two norms. */
const partsAtScale = 6;

/**
 * Places in the list of 108, and weights. Those under 0.01 are left out: together they move no score by a hundredth, and
 * without them the two finest scales, nearly all of the work, need no yellow and blue.
 */
const weights: readonly (readonly [number, number])[] = [
  [3, 1.0035479352512353],
  [9, 8.982542997575905],
  [10, 0.9899785796045556],
  [12, 0.9748315131207942],
  [13, 0.9581575169937973],
  [15, 0.5133611777952946],
  [16, 1.0423189317331243],
  [18, 12.149584966240063],
  [19, 0.9565577248115467],
  [21, 1.0406668123136824],
  [22, 81.51139046057362],
  [23, 0.30593391895330946],
  [24, 1.0752214433626779],
  [25, 1.1039042369464611],
  [27, 1.021911638819618],
  [28, 1.1141823296855722],
  [29, 0.9730845751441705],
  [33, 0.9833918426095505],
  [34, 0.7920385137059867],
  [35, 0.9710740411514053],
  [39, 0.5387077903152638],
  [41, 3.4036945601155804],
  [45, 2.337569295661117],
  [47, 5.707946510901609],
  [48, 37.83086423878157],
  [51, 3.8258200594305185],
  [54, 24.073659674271497],
  [57, 13.181871265286068],
  [63, 10.00750121262895],
  [69, 52.51428385603891],
  [85, 0.9946464267894417],
  [91, 0.9945171491374072],
  [93, 2.8260043809454376],
  [94, 1.0052642766534516],
  [96, 12.154041855876695],
  [97, 32.292928706201266],
  [98, 0.992837130387521],
  [100, 30.71925517844603],
  [103, 0.9826260237051734],
  [106, 0.9980928367837651],
  [107, 0.012142430067163312],
];
