/** One way to encode a picture; everything that decides its bytes, apart from its size and the libraries' versions. */
export type EncodingTry = QualityTry | ExactTry | NearLosslessTry;

/** Loses something; `quality` from 1 to 100 says how much. */
export type QualityTry =
  | { readonly format: 'jpeg'; readonly quality: number; readonly subsampling: '4:4:4' | '4:2:0' }
  | {
      readonly format: 'webp';
      readonly lossless: false;
      readonly quality: number;
      readonly smartSubsample: boolean;
      readonly effort: number;
    }
  | { readonly format: 'avif'; readonly quality: number; readonly effort: number };

/** Every pixel stays. */
export type ExactTry =
  | { readonly format: 'png'; readonly isFiltered: boolean }
  /** Packed anew by oxipng, at its level 0 to 6. */
  | { readonly format: 'png'; readonly oxipng: number }
  | { readonly format: 'webp'; readonly lossless: true; readonly effort: number };

/** WebP without loss, of pixels that were made a little more alike first: 0 to 100, where 100 changes none. */
export interface NearLosslessTry {
  readonly format: 'webp';
  readonly lossless: 'near';
  readonly near: number;
  readonly effort: number;
}

/** How tries lead to a result. */
export type EncodingWay =
  /** Made once; every pixel must be as before. */
  | { readonly kind: 'exact'; readonly attempt: ExactTry }
  /** Made once and not measured: a quality that a person asked for, or one that is safe without a look. */
  | { readonly kind: 'unmeasured'; readonly attempt: QualityTry }
  /** Made once and measured. */
  | { readonly kind: 'measured'; readonly attempt: NearLosslessTry; readonly maxError: number }
  /** The quality moves until the score is just above the target. */
  | QualitySearch;

export interface QualitySearch {
  readonly kind: 'searched';
  /** The first try. */
  readonly start: QualityTry;
  /** Qualities within which it moves. */
  readonly from: number;
  readonly to: number;
  /** How many results may be made. */
  readonly tries: number;
  /** A score this far above the target is near enough. */
  readonly slack: number;
  readonly maxError: number;
}

/** Ways of which the smallest acceptable result is taken. */
export type EncodingChoice = readonly EncodingWay[];
export type EncodingChoices = readonly EncodingChoice[];
