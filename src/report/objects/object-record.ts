import type { ObjectEntry } from '../../core/object-entry.js';

/** An object for scripts, as `config/schemas/object-line.schema.json` has it; what is not known is null. */
export function objectRecord(entry: ObjectEntry) {
  const { key, size, contentType, storageClass, etag, lastModified, headers, url, places } = entry;
  return {
    key,
    size,
    contentType: contentType ?? null,
    storageClass: storageClass ?? null,
    etag: etag ?? null,
    lastModified: lastModified === undefined ? null : new Date(lastModified).toISOString(),
    headers: headers ?? null,
    url: url ?? null,
    places: places ?? null,
  };
}
