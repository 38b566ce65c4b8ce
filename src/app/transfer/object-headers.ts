import { contentTypeOf, sniffFormat } from '../../core/image-format.js';
import type { ObjectHeaders, ObjectInfo } from '../../core/storage.js';

/** Prefix of a provider's headers for what people note on an object. */
const metaPrefixes: Readonly<Record<string, string>> = { oss: 'x-oss-meta-', s3: 'x-amz-meta-' };

/**
 * The headers that an object gets at its new place: what it had, its own metadata under the other provider's names. A
 * storage class means something else everywhere, and stays behind.
 *
 * @param target id of the store that it goes to
 * @param head its first bytes, for the type of an object that has none
 */
export function headersAt(target: string, info: ObjectInfo, head: Uint8Array): ObjectHeaders {
  const provider = target.slice(0, target.indexOf(':'));
  const meta = metaPrefixes[provider];
  const kept = Object.entries(info.headers).flatMap(([name, value]): [string, string][] => {
    const note = /^x-(?:oss|amz)-meta-(.+)$/.exec(name)?.[1];
    if (note !== undefined) return meta === undefined ? [] : [[meta + note, value]];
    return name.startsWith('x-') ? [] : [[name, value]];
  });
  return { ...Object.fromEntries(kept), 'content-type': info.contentType ?? typeOf(info.key, head) };
}

/** By the bytes, where they are an image's; else by the name. */
function typeOf(key: string, head: Uint8Array): string {
  const format = sniffFormat(head);
  if (format !== undefined) return contentTypeOf(format);
  const extension = /\.([^./]+)$/.exec(key)?.[1]?.toLowerCase() ?? '';
  return types.get(extension) ?? 'application/octet-stream';
}

/** What lies beside images in buckets of blogs (IANA, media types). */
const types: ReadonlyMap<string, string> = new Map([
  ['css', 'text/css'],
  ['csv', 'text/csv'],
  ['html', 'text/html'],
  ['htm', 'text/html'],
  ['js', 'text/javascript'],
  ['mjs', 'text/javascript'],
  ['json', 'application/json'],
  ['map', 'application/json'],
  ['md', 'text/markdown'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'video/mp4'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['webm', 'video/webm'],
  ['woff', 'font/woff'],
  ['woff2', 'font/woff2'],
  ['xml', 'application/xml'],
  ['zip', 'application/zip'],
]);
