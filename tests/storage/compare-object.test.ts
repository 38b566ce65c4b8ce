import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asObjectKey } from '../../src/core/object-key.js';
import type { Checksum, ObjectInfo } from '../../src/core/storage.js';
import { compareCopy, compareObject, compareRecorded } from '../../src/storage/compare-object.js';
import { type MemoryBucket, openMemoryBucket } from './memory-bucket.js';
import { bodyOf } from './object-body.js';

const call = { signal: new AbortController().signal };
const key = asObjectKey('a.png');
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A bucket in which a text stands. */
function holding(text: string): MemoryBucket {
  const bucket = openMemoryBucket();
  bucket.objects.set(key, Buffer.from(text));
  return bucket;
}

/** What a provider says of a text; of its bytes as much as is given. */
const said = (text: string, more: Partial<ObjectInfo> = {}): ObjectInfo => ({
  key,
  size: text.length,
  headers: {},
  ...more,
});

describe('an object and bytes at hand', () => {
  it('differ by their sizes before anything is read', async () => {
    const { driver, calls } = holding('longer');
    expect(await compareObject(driver, bodyOf('short'), said('longer'), call)).toEqual({
      isEqual: false,
      expected: 'size:5',
      found: 'size:6',
    });
    expect(calls).toEqual([]);
  });

  it('are compared by the provider’s checksum', async () => {
    const { driver, calls } = holding('abc');
    const checksum: Checksum = { kind: 'md5', value: md5('abd') };
    expect(await compareObject(driver, bodyOf('abc'), said('abc', { checksum }), call)).toEqual({
      isEqual: false,
      expected: `md5:${md5('abc')}`,
      found: `md5:${md5('abd')}`,
    });
    expect(calls).toEqual([]);
  });

  it('are equal where the ETag is that of our parts, and read where it is of others', async () => {
    const text = 'abcdefghijkl';
    const parts = ['abcd', 'efgh', 'ijkl'].map((part) => createHash('md5').update(part).digest());
    const ours = `${createHash('md5').update(Buffer.concat(parts)).digest('hex')}-3`;
    for (const etag of [ours, `"${ours}"`]) {
      const { driver, calls } = holding(text);
      expect(await compareObject(driver, bodyOf(text), said(text, { etag }), call)).toEqual({
        isEqual: true,
        expected: `etag:${etag}`,
        found: `etag:${etag}`,
      });
      expect(calls).toEqual([]);
    }
    for (const etag of [`"${ours.replace(/-3$/, '-4')}"`, `"${md5('x')}-3"`, `x${ours}`, `"${ours}"x`, undefined]) {
      const { driver, calls } = holding(text);
      const info = said(text, etag === undefined ? {} : { etag });
      expect(await compareObject(driver, bodyOf(text), info, call)).toMatchObject({
        isEqual: true,
        found: `sha256:${sha256(text)}`,
      });
      expect(calls).toEqual(['open a.png']);
    }
  });

  it('are read where the provider takes no parts', async () => {
    const { driver, calls } = holding('abc');
    const { multipart: _, ...whole } = driver;
    const { isEqual } = await compareObject(whole, bodyOf('abd'), said('abc', { etag: `"${md5('x')}-1"` }), call);
    expect(isEqual).toBe(false);
    expect(calls).toEqual(['open a.png']);
  });
});

describe('two objects', () => {
  const compare = (source: MemoryBucket, one: ObjectInfo, target: MemoryBucket, other: ObjectInfo) =>
    compareCopy({ driver: source.driver, info: one }, { driver: target.driver, info: other }, call);

  it('differ by their sizes', async () => {
    const bucket = holding('abc');
    expect(await compare(bucket, said('abc'), bucket, said('ab'))).toEqual({
      isEqual: false,
      expected: 'size:3',
      found: 'size:2',
    });
  });

  it('are compared by checksums of one kind', async () => {
    const bucket = holding('abc');
    const with_ = (value: string) => said('abc', { checksum: { kind: 'crc64', value } });
    expect(await compare(bucket, with_('1'), bucket, with_('1'))).toEqual({
      isEqual: true,
      expected: 'crc64:1',
      found: 'crc64:1',
    });
    expect((await compare(bucket, with_('1'), bucket, with_('2'))).isEqual).toBe(false);
    expect(bucket.calls).toEqual([]);
  });

  it('are equal where both ETags hold one MD5, and no less where they don’t: then both are read', async () => {
    const [source, target] = [holding('abc'), holding('abc')];
    const etag = `"${md5('abc')}"`;
    expect(await compare(source, said('abc', { etag }), target, said('abc', { etag: etag.toUpperCase() }))).toEqual({
      isEqual: true,
      expected: `md5:${md5('abc')}`,
      found: `md5:${md5('abc')}`,
    });
    expect([source.calls, target.calls]).toEqual([[], []]);
    const other = `"${md5('of an encrypted one')}"`;
    expect(await compare(source, said('abc', { etag }), target, said('abc', { etag: other }))).toEqual({
      isEqual: true,
      expected: `sha256:${sha256('abc')}`,
      found: `sha256:${sha256('abc')}`,
      digest: sha256('abc'),
    });
    expect([source.calls, target.calls]).toEqual([['head a.png', 'open a.png'], ['open a.png']]);
  });

  it('are not compared where the source has become another one', async () => {
    const [source, target] = [holding('abd'), holding('abc')];
    const etag = `"${md5('abc')}"`;
    expect(await compare(source, said('abc', { etag }), target, said('abc'))).toEqual({
      isEqual: false,
      expected: `etag:${etag}`,
      found: `etag:"${md5('abd')}"`,
    });
    source.objects.clear();
    expect((await compare(source, said('abc', { etag }), target, said('abc'))).found).toBe('etag:absent');
  });

  it('are compared by the checksum that a closer look at the source gives', async () => {
    const target = holding('abc');
    const checksum: Checksum = { kind: 'sha256', value: sha256('abc') };
    const source = openMemoryBucket({ head: async () => said('abc', { etag: '"x"', checksum }) });
    const compared = await compare(source, said('abc', { etag: '"x"' }), target, said('abc', { checksum }));
    expect(compared).toEqual({ isEqual: true, expected: `sha256:${sha256('abc')}`, found: `sha256:${sha256('abc')}` });
    expect([source.calls, target.calls]).toEqual([[], []]);
  });

  it('are read where their checksums are of two kinds', async () => {
    const [source, target] = [holding('abc'), holding('abd')];
    const compared = await compare(
      source,
      said('abc', { checksum: { kind: 'md5', value: md5('abc') } }),
      target,
      said('abc', { checksum: { kind: 'sha256', value: sha256('abd') } }),
    );
    expect(compared).toMatchObject({
      isEqual: false,
      expected: `sha256:${sha256('abc')}`,
      found: `sha256:${sha256('abd')}`,
    });
    expect(source.calls).toEqual(['open a.png']);
  });
});

describe('an object and what is recorded of it', () => {
  const { digest } = bodyOf('abc');

  it('differ by their sizes', async () => {
    const { driver, calls } = holding('abc');
    expect(await compareRecorded(driver, said('abc'), { size: 4, digest }, call)).toEqual({
      isEqual: false,
      expected: 'size:4',
      found: 'size:3',
    });
    expect(calls).toEqual([]);
  });

  it('are compared by a checksum of the recorded kind, which is read where the provider has none', async () => {
    const { driver, calls } = holding('abc');
    const expected = { size: 3, checksum: { kind: 'md5', value: md5('abc') } } as const;
    const known = said('abc', { checksum: { kind: 'md5', value: md5('abd') } });
    expect((await compareRecorded(driver, known, expected, call)).isEqual).toBe(false);
    expect(calls).toEqual([]);
    const other = said('abc', { checksum: { kind: 'crc64', value: '1' } });
    for (const info of [said('abc'), other]) {
      expect(await compareRecorded(driver, info, expected, call)).toEqual({
        isEqual: true,
        expected: `md5:${md5('abc')}`,
        found: `md5:${md5('abc')}`,
      });
    }
    expect(calls).toEqual(['open a.png', 'open a.png']);
  });

  it('are compared by the SHA-256, which is read where the provider tells another', async () => {
    const { driver, calls } = holding('abc');
    const told = said('abc', { checksum: { kind: 'sha256', value: sha256('abd') } });
    expect((await compareRecorded(driver, told, { size: 3, digest }, call)).isEqual).toBe(false);
    expect(calls).toEqual([]);
    const other = said('abc', { checksum: { kind: 'md5', value: 'x' } });
    expect((await compareRecorded(driver, other, { size: 3, digest }, call)).isEqual).toBe(true);
    expect(calls).toEqual(['open a.png']);
  });
});
