import { asDigest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import { isImageFormat } from '../../core/image-format.js';
import type { ArrivalRecord, StorePlace } from '../../core/ledger.js';
import { isObjectKey } from '../../core/object-key.js';
import { jsonText } from '../../lib/json-text.js';
import { isRecord, parseJson } from '../../lib/json-value.js';

/** Which image became which object, for other machines: a text that can be committed. */
export interface ImageMap {
  /** How each store was named, by its id. */
  readonly stores: ReadonlyMap<string, StorePlace>;
  readonly images: readonly MappedImage[];
}

export interface MappedImage extends Omit<ArrivalRecord, 'identity'> {
  /** The old address, `file:` with a path from the ledger's folder, or `store:` with a store's id and a key. */
  readonly from: string;
  /** The public address, where the store has one. */
  readonly to?: string;
}

const version = 1;

/** A line for the stores, then a line an image, in the order of the old addresses: what is merged stays a map. */
export function printMap({ images, stores }: ImageMap): string {
  const known = Object.fromEntries([...stores].sort(([one], [other]) => compare(one, other)));
  const lines = images.map(lineOf).sort(compare);
  return [jsonText({ imgferry: 'map', version, stores: known }), ...lines].map((line) => `${line}\n`).join('');
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function lineOf({ from, to, store, object, source, made }: MappedImage): string {
  const { key, digest, size, contentType } = object;
  const ways = made.map(({ fingerprint, format, width, height, reason }) => {
    return { fingerprint, format, width, height, reason };
  });
  return jsonText({ from, to, store, key, digest, size, contentType, source, made: ways });
}

/**
 * @param path of the file that the text is from, for errors
 * @throws ImgferryError MAP_INVALID {path, line, found}
 */
export function parseMap(text: string, path: string): ImageMap {
  const stores = new Map<string, StorePlace>();
  const images: MappedImage[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parseJson(line);
    const read = isRecord(value) ? (storesIn(value) ?? imageIn(value)) : undefined;
    if (!read) throw new ImgferryError('MAP_INVALID', { path, line: index + 1, found: line.slice(0, 200) });
    if ('from' in read) images.push(read);
    else for (const [id, place] of read) stores.set(id, place);
  }
  return { stores, images };
}

type Fields = Readonly<Record<string, unknown>>;

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);

/** Undefined where the line is none of stores. */
function storesIn({ imgferry, version: found, stores }: Fields): ReadonlyMap<string, StorePlace> | undefined {
  if (imgferry !== 'map' || found !== version || !isRecord(stores)) return undefined;
  const places = Object.entries(stores).map(
    ([id, place]) => [id, isRecord(place) ? placeIn(place) : undefined] as const,
  );
  const known = places.filter((one): one is [string, StorePlace] => one[1] !== undefined);
  return known.length === places.length ? new Map(known) : undefined;
}

function placeIn({ name, publicUrl }: Fields): StorePlace | undefined {
  if (typeof name !== 'string') return undefined;
  return { name, ...(typeof publicUrl === 'string' ? { publicUrl } : {}) };
}

function imageIn({ from, to, store, key, digest, size, contentType, source, made }: Fields): MappedImage | undefined {
  const bytes = contentIn({ digest, size });
  const names = { from, store, key, contentType };
  if (!bytes || !areTexts(names) || !isObjectKey(names.key) || !Array.isArray(made)) return undefined;
  const ways = made.map((way) => (isRecord(way) ? wayIn(way, bytes) : undefined));
  const origin = isRecord(source) ? contentIn(source) : undefined;
  if (ways.includes(undefined) || (source !== undefined && !origin)) return undefined;
  return {
    from: names.from,
    ...(typeof to === 'string' ? { to } : {}),
    store: names.store,
    object: { key: names.key, ...bytes, contentType: names.contentType },
    ...(origin ? { source: origin } : {}),
    made: ways.filter((way) => way !== undefined),
  };
}

const areTexts = <Name extends string>(fields: Record<Name, unknown>): fields is Record<Name, string> =>
  Object.values(fields).every((value) => typeof value === 'string');

function contentIn({ digest, size }: Fields): ArrivalRecord['source'] {
  const known = typeof digest === 'string' ? asDigest(digest) : undefined;
  return known && isCount(size) ? { digest: known, size } : undefined;
}

function wayIn(
  { fingerprint, format, width, height, reason }: Fields,
  bytes: NonNullable<ArrivalRecord['source']>,
): ArrivalRecord['made'][number] | undefined {
  const names = { fingerprint, reason };
  if (!areTexts(names) || typeof format !== 'string' || !isImageFormat(format)) return undefined;
  return isCount(width) && isCount(height) ? { ...names, ...bytes, format, width, height } : undefined;
}
