import { contentTypeOf, type ImageFormat } from '../core/image-format.js';

/**
 * Whether a server's Content-Type names another kind of image, or none, than the bytes are.
 *
 * @returns what was named, as evidence; undefined where the type fits, or says nothing
 */
export function findTypeMismatch(format: ImageFormat, contentType = ''): { readonly contentType: string } | undefined {
  const named = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (named === '' || named === 'application/octet-stream' || named === 'binary/octet-stream') return undefined;
  const fitting = [contentTypeOf(format), ...(aliases[format] ?? [])];
  return fitting.includes(named) ? undefined : { contentType: named };
}

/** Names that were given before registration, or that name a part of the format. */
const aliases: Partial<Readonly<Record<ImageFormat, readonly string[]>>> = {
  jpeg: ['image/jpg', 'image/pjpeg'],
  png: ['image/apng', 'image/x-png'],
  heic: ['image/heif', 'image/heic-sequence', 'image/heif-sequence'],
  avif: ['image/avif-sequence'],
  bmp: ['image/x-ms-bmp', 'image/x-bmp'],
  ico: ['image/vnd.microsoft.icon', 'image/ico'],
};
