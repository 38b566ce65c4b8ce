/** Why an image keeps its bytes; permanent, shown to people and scripts. */
export type KeepReason =
  /** Optimizing was not asked for. */
  | 'optimize-off'
  /** A JPEG whose quantisation tables say that there is little left to take. */
  | 'already-optimized'
  /** It was tried; the result was not smaller enough: by a twentieth, or a tenth where it loses something. */
  | 'saves-too-little'
  /** It was tried; no result that is smaller looks enough like it. */
  | 'below-target'
  /** It was tried; some pixels were too far off, whatever the whole looks like. */
  | 'error-too-large'
  /** It was tried without loss, and some pixels changed. */
  | 'pixels-differ'
  /** None of the formats that are allowed would do. */
  | 'format-not-allowed'
  /** Other sites show it beside a link, and many of them have no AVIF. */
  | 'share-card'
  /** Lossy WebP or AVIF (or any lossy source where only lossless is allowed): a second generation costs more than it saves. */
  | 'lossy-source'
  /** The format is to be kept and has no recompression that is safe. */
  | 'no-safe-recompression'
  | 'vector'
  | 'animated-png'
  /** The target format has no animation, or would not show the same one. */
  | 'animation'
  /** Several pages that are no animation. */
  | 'multi-page'
  | 'cmyk'
  | 'high-bit-depth'
  | 'gain-map'
  /** PNG with `cICP` or an unusual `gAMA`, or AVIF with a profile that can't be used: the result would have other colours, or none. */
  | 'odd-colour'
  /** The target format has no transparency. */
  | 'transparency'
  /** A side over 16,383 pixels: more than WebP and AVIF can hold. */
  | 'side-too-long'
  /** More pixels, over all frames, than are decoded at once. */
  | 'too-many-frames'
  /** No decoder here: HEIC, BMP, ICO, JPEG XL. */
  | 'no-decoder';

/** What became of an image's bytes: `encoded`, its pixels kept but private metadata cut out, or why it is as it was. */
export type PreparedReason = KeepReason | 'encoded' | 'metadata-removed';
