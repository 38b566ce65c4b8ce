/** What an image's bytes are, told from the bytes and never from a name or a header. */
export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'avif' | 'heic' | 'svg' | 'tiff' | 'bmp' | 'ico' | 'jxl';

interface FormatFacts {
  readonly extension: string;
  readonly contentType: string;
}

const facts: Readonly<Record<ImageFormat, FormatFacts>> = {
  jpeg: { extension: 'jpg', contentType: 'image/jpeg' },
  png: { extension: 'png', contentType: 'image/png' },
  gif: { extension: 'gif', contentType: 'image/gif' },
  webp: { extension: 'webp', contentType: 'image/webp' },
  avif: { extension: 'avif', contentType: 'image/avif' },
  heic: { extension: 'heic', contentType: 'image/heic' },
  svg: { extension: 'svg', contentType: 'image/svg+xml' },
  tiff: { extension: 'tif', contentType: 'image/tiff' },
  bmp: { extension: 'bmp', contentType: 'image/bmp' },
  ico: { extension: 'ico', contentType: 'image/x-icon' },
  jxl: { extension: 'jxl', contentType: 'image/jxl' },
};

/** Whether a text names a format. */
export const isImageFormat = (text: string): text is ImageFormat => Object.hasOwn(facts, text);

/** The extension a file of this format gets, without the dot. */
export const extensionOf = (format: ImageFormat): string => facts[format].extension;

/** The Content-Type an object of this format gets. */
export const contentTypeOf = (format: ImageFormat): string => facts[format].contentType;

const imageExtension = /\.(?:jpe?g|jfif|pjpeg|png|apng|gif|webp|avif|heic|heif|svg|tiff?|bmp|ico|jxl)$/i;

/** Whether a path (no query, no fragment) ends like an image's name. */
export const hasImageExtension = (path: string): boolean => imageExtension.test(path);

/** The format that a name claims; undefined where its extension claims none. */
export function formatNamedBy(path: string): ImageFormat | undefined {
  const extension = imageExtension.exec(path)?.[0].slice(1).toLowerCase() ?? '';
  return isImageFormat(extension) ? extension : otherExtensions.get(extension);
}

/** Whether a name claims another format than a file of that format should have. */
export const isNamedForAnother = (path: string, format: ImageFormat): boolean => formatNamedBy(path) !== format;

const otherExtensions: ReadonlyMap<string, ImageFormat> = new Map([
  ['jpg', 'jpeg'],
  ['jfif', 'jpeg'],
  ['pjpeg', 'jpeg'],
  ['apng', 'png'],
  ['heif', 'heic'],
  ['tif', 'tiff'],
]);

/**
 * Tells a format from the first bytes.
 *
 * @param head the first 512 bytes or more; fewer only where the file is shorter
 * @returns undefined where it is none of the formats above
 */
export function sniffFormat(head: Uint8Array): ImageFormat | undefined {
  const first = characters(head, 0, 12);
  const ascii = (start: number, end: number): string => first.slice(start, end);
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg';
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'gif';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp';
  if (ascii(4, 8) === 'ftyp') return brandFormat(head);
  if (ascii(0, 4) === 'II*\0' || ascii(0, 4) === 'MM\0*') return 'tiff';
  if (ascii(0, 2) === 'BM' && head.length >= 26) return 'bmp';
  if (ascii(0, 4) === '\0\0\x01\0' && head.length >= 22) return 'ico';
  if (ascii(0, 2) === '\xff\x0a' || ascii(0, 12) === '\0\0\0\x0cJXL \r\n\x87\n') return 'jxl';
  return looksLikeSvg(markupOf(head)) ? 'svg' : undefined;
}

const characters = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

/** An SVG may have that much before its first element: licences, entities. */
const longestPrologue = 65_536;

/** Text in UTF-8 or, after its byte order mark, in UTF-16; empty where it does not begin as markup does. */
function markupOf(head: Uint8Array): string {
  const [first, second] = head;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const text = isWide ? everyOther(head.subarray(0, longestPrologue), first === 0xff ? 2 : 3) : head;
  const start = text.findIndex((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  return text[start] === 0x3c ? characters(text, 0, longestPrologue) : '';
}

const everyOther = (bytes: Uint8Array, from: number): Uint8Array =>
  bytes.subarray(from).filter((_, index) => index % 2 === 0);

/** ISO/IEC 14496-12, 4.3: the major brand, then the compatible ones, name what the file is. */
function brandFormat(head: Uint8Array): ImageFormat | undefined {
  const size = ((head[0] ?? 0) << 24) | ((head[1] ?? 0) << 16) | ((head[2] ?? 0) << 8) | (head[3] ?? 0);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= Math.min(size, head.length, 256); at += 4)
    if (at !== 12) brands.push(characters(head, at, at + 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  if (brands.some((brand) => /^(?:hei[cxms]|hev[cx]|mif1|msf1)$/.test(brand))) return 'heic';
  return undefined;
}

function looksLikeSvg(text: string): boolean {
  const start = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (!start.startsWith('<')) return false;
  const body = start.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\])?[^>]*>/gi, '').trimStart();
  return /^<(?:[a-z]+:)?svg[\s>/]/i.test(body);
}
