import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, ImgferryError } from '../../src/core/errors.js';
import { asObjectKey, type ObjectKey } from '../../src/core/object-key.js';
import type { Checksum, ObjectInfo, StorageDriver } from '../../src/core/storage.js';
import { checksumOf } from '../../src/storage/checksum.js';
import { createLocalDriver } from '../../src/storage/drivers/local/local-driver.js';
import { createObjectStore } from '../../src/storage/object-store.js';
import { bodyOf, readObject } from './object-body.js';
import { rejection } from './refusal.js';
import { storeOver } from './store-over.js';

const { signal } = new AbortController();
const options = { headers: {}, signal };
const key = asObjectKey('3f/图 1.png');

let folder: string;
let local: StorageDriver;
let calls: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'object-store-'));
  local = createLocalDriver({ folder, publicUrl: () => undefined, now: Date.now });
  calls = [];
});

afterEach(() => rm(folder, { recursive: true, force: true }));

type Fault = (call: string) => ErrorCode | undefined;

/** The local driver, its calls written down, with failures before (`put`) or after (`put done`) it does its work. */
function watched(fault: Fault = () => undefined, changes: Partial<StorageDriver> = {}): StorageDriver {
  const failAt = (call: string): void => {
    const code = fault(call);
    if (code) throw new ImgferryError(code, { found: 'injected' });
  };
  return {
    ...local,
    async head(askedKey, call) {
      calls.push('head');
      failAt('head');
      return local.head(askedKey, call);
    },
    async open(askedKey, call) {
      calls.push('open');
      failAt('open');
      return local.open(askedKey, call);
    },
    async put(askedKey, body, call) {
      calls.push('put');
      failAt('put');
      const info = await local.put(askedKey, body, call);
      failAt('put done');
      return info;
    },
    ...changes,
  };
}

/** Fails the first `times` calls of a kind. */
function failing(call: string, code: ErrorCode, times: number): Fault {
  let left = times;
  return (name) => (name === call && left-- > 0 ? code : undefined);
}

const named = { id: 'file:x' };

describe('ObjectStore', () => {
  it('stores an object and reads it back', async () => {
    const stored = await storeOver(watched(), named).store(key, bodyOf('bytes'), options);
    expect(stored).toMatchObject({ key, state: 'stored', info: { size: 5 } });
    expect(calls).toEqual(['put', 'head', 'open']);
  });

  it('reuses equal bytes and writes nothing', async () => {
    await writeRaw('bytes');
    expect(await storeOver(watched(), named).store(key, bodyOf('bytes'), options)).toMatchObject({ state: 'reused' });
    expect(calls).toEqual(['put', 'head', 'open']);
  });

  it.each([
    ['of another size', 'other bytes', 'size:5', 'size:11'],
    [
      'of the same size',
      'BYTES',
      'sha256:277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9',
      /^sha256:/,
    ],
  ])('leaves other bytes %s alone', async (_, standing, expected, found) => {
    await writeRaw(standing);
    const error = await rejection(storeOver(watched(), named).store(key, bodyOf('bytes'), options));
    expect(error).toMatchObject({
      code: 'OBJECT_CONFLICT',
      facts: { key, store: 'file:x', expected, found: expect.stringMatching(found) },
    });
    expect(await readObject(local, key)).toBe(standing);
  });

  it('looks first where the provider does not guard a put', async () => {
    const features = { conditionalPut: false, checksum: undefined };
    await storeOver(watched(undefined, { features }), named).store(key, bodyOf('bytes'), options);
    expect(calls).toEqual(['head', 'put', 'head', 'open']);
    calls = [];
    expect(await storeOver(watched(undefined, { features }), named).store(key, bodyOf('bytes'), options)).toMatchObject(
      {
        state: 'reused',
      },
    );
    expect(calls).toEqual(['head', 'open']);
  });

  it.each(['crc64', 'md5', 'sha256'] as const)(
    'compares by the %s that the provider gives, and reads nothing',
    async (kind) => {
      await storeOver(withChecksum(kind, 'bytes'), named).store(key, bodyOf('bytes'), options);
      expect(calls).toEqual(['put']);
      const error = await rejection(
        storeOver(withChecksum(kind, 'BYTES'), named).store(asObjectKey('other'), bodyOf('bytes'), options),
      );
      expect(error).toMatchObject({ code: 'OBJECT_MISMATCH', facts: { found: expect.stringMatching(`^${kind}:`) } });
      expect(await readObject(local, asObjectKey('other'))).toBe('bytes');
    },
  );

  it('tries again what can succeed, three times in all', async () => {
    const store = storeOver(watched(failing('put', 'STORE_ERROR', 2)), named);
    expect(await store.store(key, bodyOf('bytes'), options)).toMatchObject({ state: 'stored' });
    expect(calls).toEqual(['put', 'put', 'put', 'head', 'open']);
    expect(
      await rejection(storeOver(watched(failing('head', 'CONNECTION_FAILED', 3)), named).head(key, options)),
    ).toMatchObject({ code: 'CONNECTION_FAILED' });
  });

  it('never tries again what cannot succeed', async () => {
    const store = storeOver(watched(failing('put', 'STORE_ACCESS_DENIED', 1)), named);
    expect(await rejection(store.store(key, bodyOf('bytes'), options))).toMatchObject({ code: 'STORE_ACCESS_DENIED' });
    expect(calls).toEqual(['put']);
  });

  it('knows its own object again when the answer to the put was lost', async () => {
    const store = storeOver(watched(failing('put done', 'RESPONSE_CUT', 1)), named);
    expect(await store.store(key, bodyOf('bytes'), options)).toMatchObject({ info: { size: 5 } });
    expect(calls).toEqual(['put', 'put', 'head', 'open']);
  });

  it('calls its own object damaged, not somebody else’s', async () => {
    const damaging: StorageDriver['put'] = async (askedKey, _, call) => {
      await local.put(askedKey, bodyOf('bytEs'), call);
      throw new ImgferryError('CHECKSUM_MISMATCH', { key: askedKey });
    };
    const error = await rejection(
      storeOver(watched(undefined, { put: damaging }), named).store(key, bodyOf('bytes'), options),
    );
    expect(error).toMatchObject({ code: 'OBJECT_MISMATCH' });
  });

  it('puts again when what stood there vanished between two calls', async () => {
    const store = storeOver(watched(failing('put', 'OBJECT_CONFLICT', 1)), named);
    expect(await store.store(key, bodyOf('bytes'), options)).toMatchObject({ state: 'stored' });
    expect(calls).toEqual(['put', 'head', 'put', 'head', 'open']);
  });

  it('says so when a stored object is not there afterwards', async () => {
    const store = storeOver(watched(undefined, { head: async () => undefined }), named);
    expect(await rejection(store.store(key, bodyOf('bytes'), options))).toMatchObject({
      code: 'OBJECT_MISMATCH',
      facts: { found: 'absent' },
    });
  });

  it('verifies what is recorded', async () => {
    const store = storeOver(watched(), named);
    const { size, digest } = bodyOf('bytes');
    expect(await rejection(store.verify(key, { size, digest }, options))).toMatchObject({
      code: 'OBJECT_NOT_FOUND',
      facts: { key, store: 'file:x' },
    });
    await writeRaw('bytes');
    expect(await store.verify(key, { size, digest }, options)).toMatchObject({ size: 5 });
    expect(await rejection(store.verify(key, { size: 6, digest }, options))).toMatchObject({ code: 'OBJECT_MISMATCH' });
    expect(await rejection(store.verify(key, bodyOf('BYTES'), options))).toMatchObject({ code: 'OBJECT_MISMATCH' });
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const slow = createObjectStore(
      watched(() => 'STORE_ERROR'),
      {
        id: 'x',
        addresses: { prefixes: [], publicUrl: () => undefined, keyOf: () => undefined },
        retry: { attempts: 3, delayFor: () => 60_000, onRetry: () => controller.abort() },
      },
    );
    await expect(slow.head(key, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.each(['../a', 'a//b', '', 'a\\b'])('refuses the key %j before anything is asked', async (text) => {
    const invalid = text as ObjectKey;
    expect(await rejection(storeOver(watched(), named).store(invalid, bodyOf('x'), options))).toMatchObject({
      code: 'KEY_INVALID',
    });
    expect(calls).toEqual([]);
  });

  it('sends configured headers over the asked ones, but never another type', async () => {
    let sent: unknown;
    const put: StorageDriver['put'] = (askedKey, body, call) => {
      sent = call.headers;
      return local.put(askedKey, body, call);
    };
    const store = createObjectStore(watched(undefined, { put }), {
      id: 'x',
      addresses: { prefixes: [], publicUrl: () => undefined, keyOf: () => undefined },
      retry: { attempts: 1 },
      headers: { 'cache-control': 'no-cache', 'content-type': 'text/plain', 'x-oss-storage-class': 'IA' },
    });
    await store.store(key, bodyOf('x'), {
      headers: { 'content-type': 'image/png', 'cache-control': 'public' },
      signal,
    });
    expect(sent).toEqual({ 'content-type': 'image/png', 'cache-control': 'no-cache', 'x-oss-storage-class': 'IA' });
  });
});

/** The local driver, as if its provider gave checksums: those of `content`. */
function withChecksum(kind: Checksum['kind'], content: string): StorageDriver {
  const head = async (askedKey: ObjectKey): Promise<ObjectInfo | undefined> => {
    const info = await local.head(askedKey, { signal });
    return info && { ...info, checksum: await checksumOf(bodyOf(content), kind, { signal }) };
  };
  return watched(undefined, { head, features: { conditionalPut: true, checksum: kind } });
}

async function writeRaw(content: string): Promise<void> {
  await local.put(key, bodyOf(content), { headers: {}, signal });
  await writeFile(join(folder, key), content);
  calls = [];
}
