import type { ImageFormat } from '../core/image-format.js';
import type { VerdictReason } from '../core/verdict.js';
import { findTypeMismatch } from './find-type-mismatch.js';

export interface ServedType {
  readonly format: ImageFormat;
  /** Content-Type as it was sent. */
  readonly contentType: string | undefined;
  /** X-Content-Type-Options as it was sent. */
  readonly options: string | undefined;
  /** The image stands on a page of another origin. */
  readonly isForeign: boolean;
}

/**
 * What a browser makes of the type that an image is served under, by what Chromium 150 does with each: an SVG is drawn
 * under its own type alone, and nothing else under that; foreign images are kept from pages under types that a page must
 * not read (ORB, https://github.com/annevk/orb), some only with `nosniff`; else the bytes decide.
 */
export function judgeType({ format, contentType, options, isForeign }: ServedType): VerdictReason | undefined {
  const type = essenceOf(contentType);
  if ((format === 'svg') !== (type === svgType)) return 'type-breaks-svg';
  if (isForeign && neverRead.test(type)) return 'blocked-by-type';
  if (isForeign && isNosniff(options) && notWithNosniff.test(type)) return 'blocked-by-nosniff';
  if (type === 'application/octet-stream' || type === 'binary/octet-stream') return 'octet-stream';
  return findTypeMismatch(format, type) ? 'type-mismatch' : undefined;
}

const svgType = 'image/svg+xml';

/** In lower case, without parameters; empty where none was sent. */
export const essenceOf = (contentType = ''): string => (contentType.split(/[;,]/)[0] ?? '').trim().toLowerCase();

/** Fetch, X-Content-Type-Options: of several values the first counts. */
const isNosniff = (options = ''): boolean => (options.split(',')[0] ?? '').trim().toLowerCase() === 'nosniff';

/** Text, HTML, JSON and XML; `dash+xml` belongs to media. */
const notWithNosniff =
  /^(?:text\/(?:html|plain|xml|json|x-json)|application\/(?:xml|json)|(?!application\/dash).*\+(?:xml|json))$/;

/** Opaque-blocklisted-never-sniffed types. */
const neverRead =
  /^(?:application\/(?:(?:x-)?gzip|zip|pdf|x-protobuf|ms(?:excel|powerpoint|word)(?:-template)?|vnd\.(?:msword|ms-(?:excel|powerpoint|word)|openxmlformats-officedocument|ces-quick|presentation-openxml|spreadsheet-openxml|wordprocessing-openxml).*)|multipart\/(?:byteranges|signed)|text\/(?:csv|event-stream))$/;
