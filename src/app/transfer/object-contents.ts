import type { Digest } from '../../core/digest.js';
import type { Ledger } from '../../core/ledger.js';
import type { CallOptions, Checksum, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { digestStream } from '../../lib/digest-stream.js';
import { retry } from '../../lib/retry.js';
import { md5InETag } from '../../storage/checksum.js';

/** Tells the bytes of objects apart, by what is known of them before they are read. */
export interface ObjectContents {
  /** Compares two objects: by size, by what was read of them before, by both ETags, by checksums, else by reading. */
  compare(source: ObjectInfo, target: ObjectInfo): Promise<Compared>;
  /** What is known of both without a request; undefined: it has to be asked, or read. */
  told(source: ObjectInfo, target: ObjectInfo): Compared | undefined;
  /** What was read of it before, while it is the same. */
  known(side: 'source' | 'target', info: ObjectInfo): Digest | undefined;
  /** What was read of it before, else what is read of it now. */
  digestOf(side: 'source' | 'target', info: ObjectInfo): Promise<Digest>;
  /** What was read of an object, or stored as it, so that nobody reads it again. */
  remember(side: 'source' | 'target', info: ObjectInfo, digest: Digest): void;
}

/** Whether two objects hold the same bytes, and by what that is known. */
export interface Compared {
  readonly isEqual: boolean;
  readonly digest?: Digest;
  readonly checksum?: Checksum;
}

export function createObjectContents(
  stores: Readonly<Record<'source' | 'target', ObjectStore>>,
  ledger: Pick<Ledger, 'contentOf' | 'recordContent'>,
  call: CallOptions,
): ObjectContents {
  const known = (side: 'source' | 'target', info: ObjectInfo): Digest | undefined =>
    ledger.contentOf(placeOf(stores[side], info.key), stampOf(info));

  const remember = (side: 'source' | 'target', info: ObjectInfo, digest: Digest): void =>
    ledger.recordContent(placeOf(stores[side], info.key), stampOf(info), digest);

  async function read(side: 'source' | 'target', info: ObjectInfo): Promise<Digest> {
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
      const known = told(source, target) ?? (await byChecksums(source, target));
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

/** An object as the ledger knows it. */
export const placeOf = ({ id }: ObjectStore, key: string): string => `store:${id}/${key}`;

/** Changes when the object does. */
export const stampOf = ({ etag, size, lastModified }: ObjectInfo): string => etag ?? `${size}:${lastModified ?? ''}`;
