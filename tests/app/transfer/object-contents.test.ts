import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createObjectContents } from '../../../src/app/transfer/object-contents.js';
import { asObjectKey } from '../../../src/core/object-key.js';
import type { ObjectInfo, ObjectStore } from '../../../src/core/storage.js';
import { digestOf } from '../../../src/lib/digest.js';
import { openMemoryBucket, storeOverBucket } from '../../storage/memory-bucket.js';

const key = asObjectKey('a.png');
const bytes = Buffer.from('bytes');
const { signal } = new AbortController();

/** A store that knows nothing of an object but its bytes. */
function openFolder(content: Buffer): {
  readonly store: ObjectStore;
  readonly info: ObjectInfo;
  readonly reads: string[];
} {
  const reads: string[] = [];
  const bucket = openMemoryBucket({
    open: async () => {
      reads.push('folder');
      return { info, stream: Readable.from([content.subarray(0, 2), content.subarray(2)]) };
    },
  });
  const info = { key, size: content.length, etag: '"made-of-time"', headers: {} };
  return { store: storeOverBucket(bucket), info, reads };
}

/** A bucket whose listing tells MD5s. */
function openListed(
  content: Buffer,
  etag: string,
): { readonly store: ObjectStore; readonly info: ObjectInfo; readonly reads: () => string[] } {
  const bucket = openMemoryBucket({ features: { conditionalPut: true, checksum: undefined, listsMd5: true } });
  bucket.objects.set(key, content);
  return {
    store: storeOverBucket(bucket),
    info: { key, size: content.length, etag, headers: {} },
    reads: () => bucket.calls.filter((call) => call.startsWith('open')),
  };
}

const openLedger = () => {
  const records = new Map<string, string>();
  return {
    records,
    contentOf: (place: string, stamp: string) => records.get(`${place} ${stamp}`) as never,
    recordContent: (place: string, stamp: string, digest: string) => void records.set(`${place} ${stamp}`, digest),
  };
};

describe('comparing an object of a folder with one whose listing tells an MD5', () => {
  it.each(['source', 'target'] as const)('reads the folder’s alone where it is the %s', async (side) => {
    const folder = openFolder(bytes);
    const listed = openListed(bytes, '"4b3a6218bb3e3a7303e8a171a60fcf92"'); // md5sum of "bytes"
    const ledger = openLedger();
    const [source, target] = side === 'source' ? [folder, listed] : [listed, folder];
    const contents = createObjectContents({ source: source.store, target: target.store }, ledger, { signal });
    expect(await contents.compare(source.info, target.info)).toEqual({
      isEqual: true,
      digest: digestOf(bytes),
      checksum: { kind: 'md5', value: '4b3a6218bb3e3a7303e8a171a60fcf92' },
    });
    expect(folder.reads).toHaveLength(1);
    expect(listed.reads()).toEqual([]);
    expect(contents.told(source.info, target.info)).toEqual({ isEqual: true, digest: digestOf(bytes) });
  });

  it('reads both where the MD5 is another one: it may be none', async () => {
    const folder = openFolder(bytes);
    const encrypted = openListed(bytes, '"00000000000000000000000000000000"');
    const same = createObjectContents({ source: folder.store, target: encrypted.store }, openLedger(), { signal });
    expect(await same.compare(folder.info, encrypted.info)).toEqual({ isEqual: true, digest: digestOf(bytes) });
    expect([folder.reads.length, encrypted.reads().length]).toEqual([1, 1]);
    const changed = openListed(Buffer.from('BYTES'), '"00000000000000000000000000000000"');
    const other = createObjectContents({ source: folder.store, target: changed.store }, openLedger(), { signal });
    expect(await other.compare(folder.info, changed.info)).toMatchObject({ isEqual: false });
  });
});
