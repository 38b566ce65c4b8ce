import { addAbortSignal } from 'node:stream';
import type { Digest } from '../../core/digest.js';
import type { Ledger } from '../../core/ledger.js';
import type { CallOptions, Checksum, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { createDigester, digestStream } from '../../lib/digest-stream.js';
import { retry } from '../../lib/retry.js';
import { md5InETag, startSum } from '../../storage/checksum.js';

/** Tells the bytes of objects apart, by what is known of them before they are read. */
export interface ObjectContents {
  /**
   * Compares two objects: by size, by what was read of them before, by both ETags, by checksums, by reading the one of
   * which nothing is said, else by reading both.
   */
  compare(source: ObjectInfo, target: ObjectInfo): Promise<Compared>;
  /** What is known of both without a request; undefined: it has to be asked, or read. */
  told(source: ObjectInfo, target: ObjectInfo): Compared | undefined;
  /** What was read of it before, while it is the same. */
  known(side: Side, info: ObjectInfo): Digest | undefined;
  /** What was read of it before, else what is read of it now. */
  digestOf(side: Side, info: ObjectInfo): Promise<Digest>;
  /** What was read of an object, or stored as it, so that nobody reads it again. */
  remember(side: Side, info: ObjectInfo, digest: Digest): void;
}

type Side = 'source' | 'target';

/** Whether two objects hold the same bytes, and by what that is known. */
export interface Compared {
  readonly isEqual: boolean;
  readonly digest?: Digest;
  readonly checksum?: Checksum;
}

export function createObjectContents(
  stores: Readonly<Record<Side, ObjectStore>>,
  ledger: Pick<Ledger, 'contentOf' | 'recordContent'>,
  call: CallOptions,
): ObjectContents {
  const known = (side: Side, info: ObjectInfo): Digest | undefined =>
    ledger.contentOf(placeOf(stores[side], info.key), stampOf(info));

  const remember = (side: Side, info: ObjectInfo, digest: Digest): void =>
    ledger.recordContent(placeOf(stores[side], info.key), stampOf(info), digest);

  async function read(side: Side, info: ObjectInfo): Promise<Digest> {
    const digest =
      known(side, info) ?? (await retry(() => readDigest(stores[side], info, call), { attempts: 4, ...call }));
    remember(side, info, digest);
    return digest;
  }

  /** What a provider says of an object that a listing doesn't say; only where both may say the same. */
  async function byChecksums(source: ObjectInfo, target: ObjectInfo): Promise<Compared | undefined> {
    const kinds = [stores.source, stores.target].map(({ driver }) => driver.features.checksum);
    if (kinds[0] === undefined || kinds[0] !== kinds[1]) return undefined;
    const [one, other] = await Promise.all([
      stores.source.head(source.key, call),
      stores.target.head(target.key, call),
    ]);
    if (!one?.checksum || one.checksum.kind !== other?.checksum?.kind) return undefined;
    return { isEqual: one.checksum.value === other.checksum.value, checksum: other.checksum };
  }

  /** One side's listing tells an MD5: then the other alone is read. */
  async function byReadingOne(source: ObjectInfo, target: ObjectInfo): Promise<Compared | undefined> {
    const infos = { source, target };
    const toldOf = (side: Side): string | undefined =>
      stores[side].driver.features.listsMd5 ? md5InETag(infos[side].etag) : undefined;
    const told: Side = toldOf('source') === undefined ? 'target' : 'source';
    const untold: Side = told === 'source' ? 'target' : 'source';
    const expected = toldOf(told);
    if (expected === undefined) return undefined;
    const { digest, md5 } = await retry(() => readSums(stores[untold], infos[untold], call), { attempts: 4, ...call });
    remember(untold, infos[untold], digest);
    if (md5 !== expected) return undefined; // the ETag of an encrypted object looks like an MD5 and is none
    remember(told, infos[told], digest);
    return { isEqual: true, digest, checksum: { kind: 'md5', value: md5 } };
  }

  function told(source: ObjectInfo, target: ObjectInfo): Compared | undefined {
    if (source.size !== target.size) return { isEqual: false };
    const [left, right] = [known('source', source), known('target', target)];
    if (left !== undefined && right !== undefined) return { isEqual: left === right, digest: left };
    const md5 = md5InETag(source.etag);
    if (md5 === undefined || md5 !== md5InETag(target.etag)) return undefined;
    return { isEqual: true, checksum: { kind: 'md5', value: md5 }, ...(left === undefined ? {} : { digest: left }) };
  }

  return {
    async compare(source, target) {
      const known = told(source, target) ?? (await byChecksums(source, target)) ?? (await byReadingOne(source, target));
      if (known) return known;
      const digest = await read('source', source);
      return { isEqual: digest === (await read('target', target)), digest };
    },
    told,
    known,
    digestOf: read,
    remember,
  };
}

async function readDigest(store: ObjectStore, { key }: ObjectInfo, call: CallOptions): Promise<Digest> {
  const { stream } = await store.open(key, call);
  return (await digestStream(stream, call)).digest;
}

async function readSums(
  store: ObjectStore,
  { key }: ObjectInfo,
  { signal }: CallOptions,
): Promise<{ readonly digest: Digest; readonly md5: string }> {
  const { stream } = await store.open(key, { signal });
  const [digester, md5] = [createDigester(), startSum('md5')];
  for await (const chunk of addAbortSignal(signal, stream)) {
    digester.update(chunk);
    md5.update(chunk);
  }
  return { digest: digester.finish().digest, md5: md5.end() };
}

/** An object as the ledger knows it. */
export const placeOf = ({ id }: ObjectStore, key: string): string => `store:${id}/${key}`;

/** Changes when the object does. */
export const stampOf = ({ etag, size, lastModified }: ObjectInfo): string => etag ?? `${size}:${lastModified ?? ''}`;
