import type { Digest } from '../../core/digest.js';
import type { Ledger } from '../../core/ledger.js';
import type { CallOptions, ObjectInfo, ObjectStore } from '../../core/storage.js';
import { digestStream } from '../../lib/digest-stream.js';
import { retry } from '../../lib/retry.js';
import { md5InETag } from '../../storage/checksum.js';

/** Tells the bytes of objects apart, by what is known of them before they are read. */
export interface ObjectContents {
  /** Whether two objects hold the same bytes: by size, by what was read of them before, by both ETags, else by reading. */
  areEqual(source: ObjectInfo, target: ObjectInfo): Promise<boolean>;
  /** What was read of an object, or stored as it, so that nobody reads it again. */
  remember(side: 'source' | 'target', info: ObjectInfo, digest: Digest): void;
}

export function createObjectContents(
  stores: Readonly<Record<'source' | 'target', ObjectStore>>,
  ledger: Pick<Ledger, 'contentOf' | 'recordContent'>,
  call: CallOptions,
): ObjectContents {
  const placeOf = (side: 'source' | 'target', { key }: ObjectInfo): string => `store:${stores[side].id}/${key}`;

  const known = (side: 'source' | 'target', info: ObjectInfo): Digest | undefined =>
    ledger.contentOf(placeOf(side, info), stampOf(info));

  async function read(side: 'source' | 'target', info: ObjectInfo): Promise<Digest> {
    const digest =
      known(side, info) ?? (await retry(() => readDigest(stores[side], info, call), { attempts: 4, ...call }));
    ledger.recordContent(placeOf(side, info), stampOf(info), digest);
    return digest;
  }

  return {
    async areEqual(source, target) {
      if (source.size !== target.size) return false;
      const [left, right] = [known('source', source), known('target', target)];
      if (left !== undefined && right !== undefined) return left === right;
      const md5 = md5InETag(source.etag);
      if (md5 !== undefined && md5 === md5InETag(target.etag)) return true;
      return (await read('source', source)) === (await read('target', target));
    },
    remember(side, info, digest) {
      ledger.recordContent(placeOf(side, info), stampOf(info), digest);
    },
  };
}

async function readDigest(store: ObjectStore, { key }: ObjectInfo, call: CallOptions): Promise<Digest> {
  const { stream } = await store.open(key, call);
  return (await digestStream(stream, call)).digest;
}

/** Changes when the object does. */
const stampOf = ({ etag, size, lastModified }: ObjectInfo): string => etag ?? `${size}:${lastModified ?? ''}`;
