import { contentTypeOf, formatNamedBy } from '../../core/image-format.js';
import type { ObjectHeaders, ObjectInfo } from '../../core/storage.js';

/** What an object should have beside its bytes. */
export interface HeaderPolicy {
  /** Of the store's configuration. */
  readonly configured: ObjectHeaders;
  /** Its key is made of its bytes, so that these never change. */
  readonly isImmutable: boolean;
  /** By its bytes; undefined: it is right, or not known. */
  readonly contentType: string | undefined;
  /** Who may read it, where the configuration says that. */
  readonly acl: { readonly header: string; readonly value: string } | undefined;
}

/** Headers that differ from what a put would send today: as they are, and as they should be. */
export function differingHeaders(
  info: ObjectInfo,
  { configured, isImmutable, contentType, acl }: HeaderPolicy,
): { readonly before: ObjectHeaders; readonly after: ObjectHeaders } {
  const { 'content-type': _, ...others } = configured; // the type comes from the bytes
  const wanted: ObjectHeaders = {
    ...(isImmutable ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
    ...others,
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
  };
  const differing = Object.entries(wanted).filter(([name, value]) => !isSame(name, headerOf(info, name, acl), value));
  const before = differing.flatMap(([name]): [string, string][] => {
    const value = headerOf(info, name, acl);
    return value === undefined ? [] : [[name, value]];
  });
  return { before: Object.fromEntries(before), after: Object.fromEntries(differing) };
}

/** Whether an object has just these values of these headers; one that is undefined must be missing. */
export function hasHeaders(
  info: ObjectInfo,
  headers: Readonly<Record<string, string | undefined>>,
  acl: HeaderPolicy['acl'],
): boolean {
  return Object.entries(headers).every(([name, value]) => {
    const found = headerOf(info, name, acl);
    return value === undefined ? found === undefined : isSame(name, found, value);
  });
}

function headerOf(info: ObjectInfo, name: string, acl: HeaderPolicy['acl']): string | undefined {
  if (name === acl?.header) return acl.value;
  if (name === 'content-type') return info.contentType;
  return /^x-(?:oss|amz)-storage-class$/.test(name) ? (info.storageClass ?? 'STANDARD') : info.headers[name];
}

function isSame(name: string, found: string | undefined, wanted: string): boolean {
  if (found === undefined) return false;
  return name.endsWith('-storage-class')
    ? found.toLowerCase() === wanted.toLowerCase()
    : found.trim() === wanted.trim();
}

/** Whether an object's type is worth a look at its bytes: it has none, or another than its name says. */
export function isTypeDoubtful({ key, contentType = '' }: Pick<ObjectInfo, 'key' | 'contentType'>): boolean {
  const format = formatNamedBy(key);
  const [type = ''] = contentType.split(';');
  if (format !== undefined) return type !== contentTypeOf(format);
  return /^(?:|(?:application|binary)\/octet-stream|image\/.*)$/i.test(type);
}
