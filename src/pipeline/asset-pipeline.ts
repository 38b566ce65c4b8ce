import type { Asset, AssetOutcome } from '../core/asset.js';
import type { Digest } from '../core/digest.js';
import { type ErrorReport, ImgferryError } from '../core/errors.js';
import type { Emit } from '../core/events.js';
import { contentTypeOf } from '../core/image-format.js';
import type { AssetLedger, FetchedRecord, ObjectRecord, PreparedRecord } from '../core/ledger.js';
import type { ObjectKey } from '../core/object-key.js';
import type { PlannedAsset } from '../core/plan.js';
import type { FetchedImage, ImageContent, PreparedImage, Stage } from '../core/stage.js';
import type { ObjectHeaders, ObjectStore } from '../core/storage.js';
import { createKeyedQueue } from '../lib/keyed-queue.js';
import type { Limiter } from '../lib/limiter.js';
import { createPublicProbe, unreadable } from './public-probe.js';
import { runStage } from './run-stage.js';

/** The part of the spool that the pipeline needs: bytes by digest, on disk. What is found or written is held. */
export interface ByteSpool {
  find(digest: Digest): string | undefined;
  write(content: Buffer, options: { signal: AbortSignal }): Promise<{ readonly path: string; readonly digest: Digest }>;
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
  /** Places that encoding it takes. */
  readonly weightOf: (image: ImageContent) => Promise<number>;
  readonly timeLimit: number;
  readonly now: () => number;
  readonly emit: Emit;
  /** Where images are fetched, prepared and stored in place of here. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** Other machines that go an asset's way. */
export interface Elsewhere {
  /** Errors as those of the way here. Undefined: this one has to go its way here. */
  carry(asset: Asset, run: string, call: Call): Promise<Delivery | undefined>;
  /** Told once the ledger has what became of it. */
  settled(asset: Asset): void;
}

export interface PublicAddress {
  readonly url: string;
  readonly digest: Digest;
  readonly size: number;
}

interface Call {
  readonly signal: AbortSignal;
}

/** A call and what it holds: files of the spool, and bytes that arrived and stand in none. */
interface HoldingCall extends Call {
  readonly held: Digest[];
  unwritten?: Buffer | undefined;
}

/** A picture whose bytes are ready, or known to be stored already. */
interface ReadyPicture {
  readonly source: FetchedRecord;
  readonly picture: PreparedRecord;
  /** Where the bytes are; undefined when they are not needed. */
  readonly content?: ImageContent;
}

/** What became of an asset on its way into the store; plain, so that it can be told from one machine to another. */
export interface Delivery {
  readonly source: FetchedRecord;
  readonly picture: PreparedRecord;
  readonly object: ObjectRecord;
  readonly state: 'stored' | 'reused';
}

/** The one way of an asset: fetch, prepare, store, read back, with a ledger row after every arrow. */
export interface AssetPipeline {
  /** Up to the store's door: the bytes wait in the spool. */
  plan(asset: Asset, call: Call): Promise<PlannedAsset>;
  /** The whole way, in a run. Errors of one image are its outcome; errors of the run are thrown. */
  settle(asset: Asset, run: string, call: Call): Promise<AssetOutcome>;
  /** Fetched, prepared, stored and read back, whatever is recorded of it; nothing of it stays in the spool. */
  carry(asset: Asset, call: Call): Promise<Delivery>;
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

  function findMade(digest: Digest, call: HoldingCall): ImageContent | undefined {
    const path = findHeld(digest, call);
    return path === undefined ? undefined : { path };
  }

  /** What was downloaded need not be so again because it didn't arrive. */
  async function keepUnwritten(call: HoldingCall): Promise<void> {
    const content = call.unwritten;
    call.unwritten = undefined;
    if (content) call.held.push((await spool.write(content, { signal: new AbortController().signal })).digest);
  }

  /** Bytes that are no good picture are not kept: a later run asks for others. */
  function letGo(digest: Digest, call: HoldingCall): void {
    call.unwritten = undefined;
    const at = call.held.indexOf(digest);
    if (at === -1) return;
    call.held.splice(at, 1);
    spool.release(digest, { keep: false });
  }

  /** A remote address is downloaded once and never again; a local file is read each time, it may have changed. */
  async function fetchImage(asset: Asset, call: HoldingCall): Promise<FetchedImage> {
    const known = asset.source.kind === 'file' ? undefined : ledger.fetched(asset.identity);
    const path = known && findHeld(known.digest, call);
    if (known && path) return { ...known, content: { path } };
    const fetched = await runStage(parts.fetch, asset, stageRun(asset, call, parts.io));
    if (fetched.isSpooled) call.held.push(fetched.digest);
    if (Buffer.isBuffer(fetched.content)) call.unwritten = fetched.content;
    ledger.recordFetched(asset.identity, { digest: fetched.digest, size: fetched.size });
    return fetched;
  }

  async function prepareImage(asset: Asset, call: HoldingCall): Promise<ReadyPicture> {
    const fetched = await fetchImage(asset, call);
    const stage = parts.prepareFor(asset);
    const known = ledger.prepared(fetched.digest, stage.fingerprint);
    const made = known && (known.digest === fetched.digest ? fetched.content : findMade(known.digest, call));
    if (known && made) return { source: fetched, picture: known, content: made };
    const weight = await parts.weightOf(fetched.content);
    const preparing = runStage(stage, fetched, stageRun(asset, call, parts.encode, weight));
    const { content, ...picture } = await preparing.catch((error: unknown) => {
      if (isOfImage(error)) letGo(fetched.digest, call);
      throw error;
    });
    ledger.recordPrepared(fetched.digest, stage.fingerprint, picture);
    return { source: { digest: fetched.digest, size: fetched.size }, picture, content };
  }

  /** What earlier runs recorded of this address; a local file may have changed and is read again. */
  function recorded(asset: Asset): (ReadyPicture & { object: ObjectRecord | undefined }) | undefined {
    if (asset.source.kind === 'file') return undefined;
    const source = ledger.fetched(asset.identity);
    const picture = source && ledger.prepared(source.digest, parts.prepareFor(asset).fingerprint);
    return picture && { source, picture, object: ledger.objectOf(store.id, picture.digest) };
  }

  async function stillStands(object: ObjectRecord, call: Call): Promise<boolean> {
    const info = await parts.io(() => store.head(object.key, call));
    return info?.size === object.size;
  }

  async function storePicture(
    asset: Asset,
    { picture, content }: ReadyPicture,
    call: Call,
  ): Promise<Pick<Delivery, 'object' | 'state'>> {
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

  async function readPublicly(asset: Asset, object: ObjectRecord, asProbe: boolean, call: Call): Promise<ObjectRecord> {
    const url = store.publicUrl(object.key);
    if (!parts.readPublic || !url || ledger.objectOf(store.id, object.digest)?.publicVerifiedAt) return object;
    try {
      await runStage(
        parts.readPublic,
        { url, digest: object.digest, size: object.size },
        stageRun(asset, call, parts.io),
      );
    } catch (error) {
      throw asProbe && isOfImage(error) && !isOfEdge(error) ? unreadable(url, error) : error;
    }
    const verified = { ...object, publicVerifiedAt: parts.now() };
    ledger.recordObject(store.id, verified);
    return verified;
  }

  async function deliver(asset: Asset, run: string, call: HoldingCall): Promise<Delivery> {
    const earlier = recorded(asset);
    if (earlier?.object && (await stillStands(earlier.object, call))) {
      const { source, picture, object } = earlier;
      await probe.pass((asProbe) => readPublicly(asset, object, asProbe, call));
      return { source, picture, object, state: 'reused' };
    }
    const delivery = await parts.elsewhere?.carry(asset, run, call);
    if (!delivery) return carryHere(asset, call);
    recordDelivery(asset, delivery);
    return delivery;
  }

  async function carryHere(asset: Asset, call: HoldingCall): Promise<Delivery> {
    const ready = await prepareImage(asset, call);
    const { source, picture } = ready;
    const delivered = await sameContent.run(picture.digest, () =>
      probe.pass(async (asProbe) => {
        const { object, state } = await storePicture(asset, ready, call);
        return { object: await readPublicly(asset, object, asProbe, call), state };
      }),
    );
    return { source, picture, ...delivered };
  }

  function recordDelivery(asset: Asset, { source, picture, object }: Delivery): void {
    ledger.recordFetched(asset.identity, source);
    ledger.recordPrepared(source.digest, parts.prepareFor(asset).fingerprint, picture);
    ledger.recordObject(store.id, object);
  }

  /** The picture that an asset becomes, its bytes waiting in the spool unless they are stored already. */
  async function preparePlanned(asset: Asset, call: HoldingCall): Promise<ReadyPicture> {
    const earlier = recorded(asset);
    if (earlier?.object) return earlier;
    const ready = await prepareImage(asset, call);
    if (Buffer.isBuffer(ready.content)) await spool.write(ready.content, call);
    if (ready.content === call.unwritten) call.unwritten = undefined;
    return ready;
  }

  return {
    async plan(asset, { signal }) {
      const call: HoldingCall = { signal, held: [] };
      try {
        const { source, picture } = await preparePlanned(asset, call);
        const key = ledger.objectOf(store.id, picture.digest)?.key ?? parts.keyFor(asset, picture);
        const publicUrl = store.publicUrl(key);
        return {
          ...asset,
          state: 'planned',
          reason: picture.reason,
          digest: picture.digest,
          bytesBefore: source.size,
          bytesAfter: picture.size,
          key,
          ...(publicUrl === undefined ? {} : { publicUrl }),
        };
      } catch (error) {
        return { ...asset, state: 'failed', error: failureOf(asset, error) };
      } finally {
        await keepUnwritten(call).catch(() => undefined); // then what carries the plan out downloads it again
      }
    },

    async settle(asset, run, { signal }) {
      const call: HoldingCall = { signal, held: [] };
      let arrived = false;
      try {
        const delivery = await deliver(asset, run, call);
        const { object } = delivery;
        ledger.recordMove(run, asset.identity, store.id, object.key);
        arrived = true;
        const publicUrl = store.publicUrl(object.key);
        if (publicUrl !== undefined) ledger.recordAddress(store.id, object.key, publicUrl);
        parts.elsewhere?.settled(asset);
        return describeArrival(asset, delivery, publicUrl);
      } catch (error) {
        const report = failureOf(asset, error);
        parts.elsewhere?.settled(asset);
        return { identity: asset.identity, url: asset.url, state: 'failed', error: report };
      } finally {
        if (!arrived) await keepUnwritten(call).catch(() => undefined); // then a later run downloads it again
        for (const digest of call.held) spool.release(digest, { keep: !arrived });
      }
    },

    async carry(asset, { signal }) {
      const call: HoldingCall = { signal, held: [] };
      try {
        return await carryHere(asset, call);
      } finally {
        for (const digest of call.held) spool.release(digest, { keep: false });
      }
    },
  };
}

function describeArrival(
  asset: Asset,
  { source, picture, object, state }: Delivery,
  publicUrl: string | undefined,
): AssetOutcome {
  return {
    identity: asset.identity,
    url: asset.url,
    state,
    reason: picture.reason,
    key: object.key,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    bytesBefore: source.size,
    bytesAfter: object.size,
  };
}

/** One image's error is its outcome; anything else stops the run. */
/** What became of an image that failed; a broken file is mended where it stands, and not fetched from elsewhere. */
function failureOf({ source, url }: Asset, error: unknown): ErrorReport {
  if (!isOfImage(error)) throw error;
  const { code, facts } = error.toReport();
  return source.kind === 'file' && code === 'IMAGE_BROKEN' ? { code, facts: { path: url, ...facts } } : { code, facts };
}

/** What an edge remembers says nothing of the address base. */
const isOfEdge = ({ code, facts }: ImgferryError): boolean =>
  code === 'PUBLIC_MISMATCH' && (facts.hint === 'edge' || facts.hint === 'edge-refreshed');

const isOfImage = (error: unknown): error is ImgferryError => error instanceof ImgferryError && error.scope === 'asset';
