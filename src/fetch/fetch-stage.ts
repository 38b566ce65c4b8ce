import type { Readable } from 'node:stream';
import type { Asset, AssetSource } from '../core/asset.js';
import { ImgferryError } from '../core/errors.js';
import { asObjectKey, type ObjectKey } from '../core/object-key.js';
import type { FetchedImage, Stage } from '../core/stage.js';
import type { ObjectInfo } from '../core/storage.js';
import type { Spool } from '../lib/spool.js';
import type { HttpClient } from '../net/http-client.js';
import { arrivedImage } from './arrived-image.js';
import { fetchRemote } from './fetch-remote.js';
import { readLocalFile } from './read-local-file.js';

export interface FetchStageOptions {
  readonly client: HttpClient;
  readonly spool: Spool;
  /** Opens an object of a store by the store's name. */
  readonly openObject: (
    store: string,
    key: ObjectKey,
    options: { readonly signal: AbortSignal },
  ) => Promise<OpenObject>;
  /** Largest image in bytes, as stored and as unpacked. */
  readonly maxBytes: number;
  /** Where an address is fetched from in its place (a mirror, a backup, a store); undefined: from itself. */
  readonly remap: (url: string) => AssetSource | undefined;
}

export interface OpenObject {
  readonly info: Pick<ObjectInfo, 'size' | 'contentType'>;
  readonly stream: Readable;
}

/**
 * Brings an asset's bytes to where they can be read: a remote address or a store's object into memory while it is short
 * and else into the spool, a local file stays where it is. Works once and throws; whoever runs it retries what passes. An empty content is let through:
 * saying that it is no picture is the next stage's.
 *
 * Throws, beside what the client and the store throw: HTTP_STATUS, HTTP_BUSY (with `retryAfter` in ms), RESPONSE_CUT,
 * TOO_LARGE, IMAGE_BROKEN (a false Content-Encoding), FILE_MISSING, FILE_UNREADABLE, FILE_CHANGED, DISK_FULL.
 */
export function createFetchStage(options: FetchStageOptions): Stage<Asset, FetchedImage> {
  return {
    name: 'fetch',
    fingerprint: 'fetch/1', // no setting changes which bytes arrive
    run(asset, { signal }) {
      const source = sourceOf(asset, options.remap);
      switch (source.kind) {
        case 'remote':
          return fetchRemote(source, { ...options, signal });
        case 'file':
          return readLocalFile(source.path, { maxBytes: options.maxBytes, signal });
        case 'store':
          return fetchObject(source.store, asObjectKey(source.key), { ...options, signal });
      }
    },
  };
}

function sourceOf(asset: Asset, remap: FetchStageOptions['remap']): AssetSource {
  return (asset.source.kind === 'remote' ? remap(asset.source.url) : undefined) ?? asset.source;
}

async function fetchObject(
  store: string,
  key: ObjectKey,
  { spool, openObject, maxBytes, signal }: FetchStageOptions & { signal: AbortSignal },
): Promise<FetchedImage> {
  const { info, stream } = await openObject(store, key, { signal });
  if (info.size > maxBytes) {
    stream.destroy();
    throw new ImgferryError('TOO_LARGE', { store, key, expected: maxBytes, found: info.size });
  }
  const image = arrivedImage(await spool.receive(stream, { limit: maxBytes, signal }), info.contentType);
  if (image.size !== info.size) {
    if (image.isSpooled) spool.release(image.digest, { keep: false });
    throw new ImgferryError('RESPONSE_CUT', { store, key, expected: info.size, found: image.size });
  }
  return image;
}
