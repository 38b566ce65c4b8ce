import type { Asset, AssetOutcome } from '../core/asset.js';
import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import type { Emit } from '../core/events.js';
import { contentTypeOf } from '../core/image-format.js';
import type { AssetLedger, FetchedRecord, ObjectRecord, PreparedRecord } from '../core/ledger.js';
import type { ObjectKey } from '../core/object-key.js';
import type { PlannedAsset } from '../core/plan.js';
import type { FetchedImage, PreparedImage, Stage } from '../core/stage.js';
import type { ObjectHeaders, ObjectStore } from '../core/storage.js';
import { createKeyedQueue } from '../lib/keyed-queue.js';
import type { Limiter } from '../lib/limiter.js';
import { createPublicProbe, unreadable } from './public-probe.js';
import { runStage } from './run-stage.js';

/** The part of the spool that the pipeline needs: bytes by digest, on disk. What is found or written is held. */
export interface ByteSpool {
  find(digest: Digest): string | undefined;
  write(content: Buffer, options: { signal: AbortSignal }): Promise<{ readonly path: string }>;
  /** Gives a hold back; the last holder's `keep` decides whether the file stays. */
  release(digest: Digest, options: { keep: boolean }): void;
}

export interface PipelineParts {
  readonly ledger: AssetLedger;
  readonly spool: ByteSpool;
  readonly fetch: Stage<Asset, FetchedImage>;
  /** How an image is encoded. */
  readonly prepareFor: (asset: Asset) => Stage<FetchedImage, PreparedImage>;
  readonly store: ObjectStore;
  /** The key that a picture gets which has none yet. */
  readonly keyFor: (asset: Asset, picture: PreparedRecord) => ObjectKey;
  readonly headersFor: (contentType: string) => ObjectHeaders;
  /** Reads a public address and compares; undefined: the stored object's read-back is enough. */
  readonly readPublic: Stage<PublicAddress, void> | undefined;
  readonly io: Limiter;
  readonly encode: Limiter;
  /** Places that encoding a file takes. */
  readonly weightOf: (path: string) => Promise<number>;
  readonly timeLimit: number;
  readonly now: () => number;
  readonly emit: Emit;
}

export interface PublicAddress {
  readonly url: string;
  readonly digest: Digest;
  readonly size: number;
}

interface Call {
  readonly signal: AbortSignal;
}

/** A call and the spool's files that it holds. */
interface HoldingCall extends Call {
  readonly held: Digest[];
}

/** A picture whose bytes are ready, or known to be stored already. */
interface ReadyPicture extends PreparedRecord {
  readonly source: FetchedRecord;
  /** Where the bytes are; undefined when they are not needed. */
  readonly content?: PreparedImage['content'];
}

interface Delivery {
  readonly picture: ReadyPicture;
  readonly object: ObjectRecord;
  readonly state: 'stored' | 'reused';
}

/** The one way of an asset: fetch, prepare, store, read back, with a ledger row after every arrow. */
export interface AssetPipeline {
  /** Up to the store's door: the bytes wait in the spool. */
  plan(asset: Asset, call: Call): Promise<PlannedAsset>;
  /** The whole way, in a run. Errors of one image are its outcome; errors of the run are thrown. */
  settle(asset: Asset, run: string, call: Call): Promise<AssetOutcome>;
}

export function createAssetPipeline(parts: PipelineParts): AssetPipeline {
  const { ledger, spool, store } = parts;
  const sameContent = createKeyedQueue();
  const probe = createPublicProbe();

  const stageRun = (asset: Asset, call: Call, limit: Limiter, weight = 1) => ({
    url: asset.url,
    limit,
    weight,
    timeLimit: parts.timeLimit,
    signal: call.signal,
    emit: parts.emit,
  });

  function findHeld(digest: Digest, call: HoldingCall): string | undefined {
    const path = spool.find(digest);
    if (path) call.held.push(digest);
    return path;
  }

  /** Bytes that are no good picture are not kept: a later run asks for others. */
  function letGo(digest: Digest, call: HoldingCall): void {
    const at = call.held.indexOf(digest);
    if (at === -1) return;
    call.held.splice(at, 1);
    spool.release(digest, { keep: false });
  }

  /** A remote address is downloaded once and never again; a local file is read each time, it may have changed. */
  async function fetchImage(asset: Asset, call: HoldingCall): Promise<FetchedImage> {
    const known = asset.source.kind === 'file' ? undefined : ledger.fetched(asset.identity);
    const path = known && findHeld(known.digest, call);
    if (known && path) return { ...known, path };
    const fetched = await runStage(parts.fetch, asset, stageRun(asset, call, parts.io));
    if (fetched.isSpooled) call.held.push(fetched.digest);
    ledger.recordFetched(asset.identity, { digest: fetched.digest, size: fetched.size });
    return fetched;
  }

  async function prepareImage(asset: Asset, call: HoldingCall): Promise<ReadyPicture> {
    const fetched = await fetchImage(asset, call);
    const stage = parts.prepareFor(asset);
    const known = ledger.prepared(fetched.digest, stage.fingerprint);
    const path = known && (known.digest === fetched.digest ? fetched.path : findHeld(known.digest, call));
    if (known && path) return { ...known, source: fetched, content: { path } };
    const weight = await parts.weightOf(fetched.path);
    const preparing = runStage(stage, fetched, stageRun(asset, call, parts.encode, weight));
    const { content, ...record } = await preparing.catch((error: unknown) => {
      if (isOfImage(error)) letGo(fetched.digest, call);
      throw error;
    });
    ledger.recordPrepared(fetched.digest, stage.fingerprint, record);
    return { ...record, source: fetched, content };
  }

  /** What earlier runs recorded of this address; a local file may have changed and is read again. */
  function recorded(asset: Asset): { picture: ReadyPicture; object: ObjectRecord | undefined } | undefined {
    if (asset.source.kind === 'file') return undefined;
    const source = ledger.fetched(asset.identity);
    const picture = source && ledger.prepared(source.digest, parts.prepareFor(asset).fingerprint);
    return picture && { picture: { ...picture, source }, object: ledger.objectOf(store.id, picture.digest) };
  }

  async function stillStands(object: ObjectRecord, call: Call): Promise<boolean> {
    const info = await parts.io(() => store.head(object.key, call));
    return info?.size === object.size;
  }

  async function storePicture(asset: Asset, picture: ReadyPicture, call: Call): Promise<Omit<Delivery, 'picture'>> {
    const { content } = picture;
    if (!content) throw new Error('a picture without bytes reached the store');
    const key = ledger.objectOf(store.id, picture.digest)?.key ?? parts.keyFor(asset, picture);
    const contentType = contentTypeOf(picture.format);
    parts.emit({ type: 'stage-started', stage: 'store', url: asset.url });
    const body = { size: picture.size, digest: picture.digest, content };
    const stored = await parts.io(() =>
      store.store(key, body, { headers: parts.headersFor(contentType), signal: call.signal }),
    );
    const object = { key, digest: picture.digest, size: picture.size, contentType };
    if (!ledger.objectOf(store.id, picture.digest)) ledger.recordObject(store.id, object);
    return { object, state: stored.state };
  }

  async function readPublicly(asset: Asset, object: ObjectRecord, asProbe: boolean, call: Call): Promise<void> {
    const url = store.publicUrl(object.key);
    if (!parts.readPublic || !url || ledger.objectOf(store.id, object.digest)?.publicVerifiedAt) return;
    try {
      await runStage(
        parts.readPublic,
        { url, digest: object.digest, size: object.size },
        stageRun(asset, call, parts.io),
      );
    } catch (error) {
      throw asProbe && isOfImage(error) && !isOfEdge(error) ? unreadable(url, error) : error;
    }
    ledger.recordObject(store.id, { ...object, publicVerifiedAt: parts.now() });
  }

  async function deliver(asset: Asset, call: HoldingCall): Promise<Delivery> {
    const earlier = recorded(asset);
    if (earlier?.object && (await stillStands(earlier.object, call))) {
      const { picture, object } = earlier;
      await probe.pass((asProbe) => readPublicly(asset, object, asProbe, call));
      return { picture, object, state: 'reused' };
    }
    const picture = await prepareImage(asset, call);
    const delivered = await sameContent.run(picture.digest, () =>
      probe.pass(async (asProbe) => {
        const stored = await storePicture(asset, picture, call);
        await readPublicly(asset, stored.object, asProbe, call);
        return stored;
      }),
    );
    return { picture, ...delivered };
  }

  /** The picture that an asset becomes, its bytes waiting in the spool unless they are stored already. */
  async function preparePlanned(asset: Asset, call: HoldingCall): Promise<ReadyPicture> {
    const earlier = recorded(asset);
    if (earlier?.object) return earlier.picture;
    const picture = await prepareImage(asset, call);
    if (Buffer.isBuffer(picture.content)) await spool.write(picture.content, call);
    return picture;
  }

  return {
    async plan(asset, { signal }) {
      try {
        const picture = await preparePlanned(asset, { signal, held: [] });
        const key = ledger.objectOf(store.id, picture.digest)?.key ?? parts.keyFor(asset, picture);
        const publicUrl = store.publicUrl(key);
        return {
          ...asset,
          state: 'planned',
          reason: picture.reason,
          digest: picture.digest,
          bytesBefore: picture.source.size,
          bytesAfter: picture.size,
          key,
          ...(publicUrl === undefined ? {} : { publicUrl }),
        };
      } catch (error) {
        return { ...asset, state: 'failed', error: assetError(error).toReport() };
      }
    },

    async settle(asset, run, { signal }) {
      const call: HoldingCall = { signal, held: [] };
      let arrived = false;
      try {
        const { picture, object, state } = await deliver(asset, call);
        ledger.recordMove(run, asset.identity, store.id, object.key);
        arrived = true;
        const publicUrl = store.publicUrl(object.key);
        if (publicUrl !== undefined) ledger.recordAddress(store.id, object.key, publicUrl);
        return describeArrival(asset, { picture, object, state }, publicUrl);
      } catch (error) {
        return { identity: asset.identity, url: asset.url, state: 'failed', error: assetError(error).toReport() };
      } finally {
        for (const digest of call.held) spool.release(digest, { keep: !arrived });
      }
    },
  };
}

function describeArrival(
  asset: Asset,
  { picture, object, state }: Delivery,
  publicUrl: string | undefined,
): AssetOutcome {
  return {
    identity: asset.identity,
    url: asset.url,
    state,
    reason: picture.reason,
    key: object.key,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    bytesBefore: picture.source.size,
    bytesAfter: object.size,
  };
}

/** One image's error is its outcome; anything else stops the run. */
function assetError(error: unknown): ImgferryError {
  if (isOfImage(error)) return error;
  throw error;
}

/** What an edge remembers says nothing of the address base. */
const isOfEdge = ({ code, facts }: ImgferryError): boolean =>
  code === 'PUBLIC_MISMATCH' && (facts.hint === 'edge' || facts.hint === 'edge-refreshed');

const isOfImage = (error: unknown): error is ImgferryError => error instanceof ImgferryError && error.scope === 'asset';
