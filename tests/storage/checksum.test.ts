import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { partOf } from '../../src/storage/body-stream.js';
import {
  checksumOf,
  checksumOfStream,
  checksumsOf,
  etagOfParts,
  md5InETag,
  startSum,
} from '../../src/storage/checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { bodyOf, fileBody } from './object-body.js';

const { signal } = new AbortController();
const call = { signal };
const hex = (kind: string, bytes: Buffer): string => createHash(kind).update(bytes).digest('hex');
const bytes = Buffer.from('图 片 '.repeat(100_000));

describe('checksums of a body', () => {
  it('are those of its bytes, in memory and in a file, read once for all', async () => {
    const path = join(await temporaryFolder(), 'body');
    await writeFile(path, bytes);
    const expected = [hex('md5', bytes), hex('sha256', bytes)];
    for (const body of [bodyOf(bytes), fileBody(path, bytes)])
      expect(await checksumsOf(body, ['md5', 'sha256'], call)).toEqual(expected);
    const part = bytes.subarray(1000, 700_000);
    for (const body of [bodyOf(bytes), fileBody(path, bytes)])
      expect(await checksumsOf(partOf(body, 1000, 700_000), ['sha256'], call)).toEqual([hex('sha256', part)]);
  });

  it('have the check value of CRC-64/XZ', async () => {
    const checked = Buffer.from('123456789');
    const value = String(0x995dc9bbdf1939fan);
    expect(await checksumsOf(bodyOf(checked), ['crc64'], call)).toEqual([value]);
    expect(await checksumOfStream(Readable.from([checked.subarray(0, 4), checked.subarray(4)]), 'crc64', call)).toBe(
      value,
    );
    expect(await checksumOf(bodyOf(checked), 'crc64', call)).toEqual({ kind: 'crc64', value });
  });

  it('take the SHA-256 that is known', async () => {
    const body = bodyOf('abc');
    const file = { ...body, content: { path: '/nonexistent' } };
    expect(await checksumOf(file, 'sha256', call)).toEqual({ kind: 'sha256', value: body.digest });
  });

  it('can be taken while bytes come', () => {
    const sum = startSum('md5');
    sum.update(Buffer.from('a'));
    sum.update(Buffer.from('b'));
    expect(sum.end()).toBe(hex('md5', Buffer.from('ab')));
  });

  it('say what file is gone, and what can’t be read', async () => {
    const folder = await temporaryFolder();
    const read = (path: string) => checksumsOf(fileBody(path, bytes), ['md5'], call);
    await expect(read(join(folder, 'gone'))).rejects.toMatchObject({
      code: 'FILE_MISSING',
      facts: { path: join(folder, 'gone') },
    });
    await expect(read(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE', facts: { path: folder } });
  });

  it('stop with the reason of an abort', async () => {
    const path = join(await temporaryFolder(), 'body');
    await writeFile(path, bytes);
    const reason = new Error('enough');
    await expect(checksumsOf(fileBody(path, bytes), ['md5'], { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});

describe('an ETag', () => {
  it.each([
    ['"0123456789ABCDEF0123456789abcdef"', '0123456789abcdef0123456789abcdef'],
    ['0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'],
    ['"0123456789abcdef0123456789abcdef-2"', undefined],
    ['"x0123456789abcdef0123456789abcdef"', undefined],
    ['W/"0123456789abcdef0123456789abcdef"', undefined],
    [undefined, undefined],
  ])('%s holds the MD5 %s', (etag, md5) => {
    expect(md5InETag(etag)).toBe(md5);
  });

  it('of parts is the MD5 of theirs, and how many they are', async () => {
    const body = bodyOf('abcdefghij');
    const parts = ['abcd', 'efgh', 'ij'].map((part) => createHash('md5').update(part).digest());
    expect(await etagOfParts(body, 4, call)).toBe(`"${hex('md5', Buffer.concat(parts))}-3"`);
    expect(await etagOfParts(bodyOf('abcdefgh'), 4, call)).toMatch(/-2"$/);
  });
});
