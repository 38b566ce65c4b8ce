import type { ImageFormat } from './image-format.js';

/** What an image's bytes say about it, read without decoding a pixel. */
export interface ImageFacts {
  readonly format: ImageFormat;
  /** Size of the file. */
  readonly bytes: number;
  /** Pixels, as oriented; 0 where the format has no size of its own (SVG) or no reader here (JPEG XL). */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; 1 where none is given. */
  readonly orientation: number;
  /** Frames of an animation, pages of a TIFF; 1 for a still. An animated PNG counts its frames. */
  readonly pages: number;
  /** Time of one round of an animation in ms, as browsers show it; 0 for a still. */
  readonly duration: number;
  /** Rounds of an animation, 0 for ever; 1 for a still. */
  readonly loop: number;
  readonly hasAlpha: boolean;
  readonly hasIcc: boolean;
  readonly hasExif: boolean;
  /** A place in EXIF or XMP. */
  readonly hasGps: boolean;
  /** The number of a camera or lens, its owner's name, or a maker's note, which may hold either. */
  readonly hasSerial: boolean;
  /** As EXIF says it, else XMP, IPTC or a PNG's text. */
  readonly copyright?: string;
  readonly artist?: string;
  /** Bits a channel. */
  readonly bitDepth: number;
  readonly isCmyk: boolean;
  readonly isGrey: boolean;
  readonly isAnimatedPng: boolean;
  /** PNG only: colours by index, which an encoder here would write out in full. */
  readonly isPalette: boolean;
  /** Pixels were lost when this file was made; AVIF counts as lossy, its bytes hardly tell. */
  readonly isLossy: boolean;
  /** A second picture that brightens the first on HDR screens. */
  readonly hasGainMap: boolean;
  /** Colours that an encoder would not carry over: PNG with `cICP`, or a `gAMA` that isn't sRGB's. */
  readonly hasOddColour: boolean;
  /** JPEG only. */
  readonly jpeg?: JpegFacts;
}

export interface JpegFacts {
  /** 1 to 100, from the quantisation tables on the scale of libjpeg; files by mozjpeg read lower than they were made. */
  readonly quality: number;
  readonly subsampling: ChromaSubsampling;
  readonly isProgressive: boolean;
}

export type ChromaSubsampling = '4:4:4' | '4:2:2' | '4:2:0' | '4:4:0' | 'grey' | 'other';
