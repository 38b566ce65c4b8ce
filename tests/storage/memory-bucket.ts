import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type ErrorCode, ImgferryError } from '../../src/core/errors.js';
import type { UploadLedger, UploadRecord } from '../../src/core/ledger.js';
import type { ObjectKey } from '../../src/core/object-key.js';
import type { BodyPart, ObjectBody, ObjectInfo, ObjectStore, StorageDriver, Upload } from '../../src/core/storage.js';
import { storeOver } from './store-over.js';

/** A bucket of a provider that gives ETags and takes parts of 4 bytes, more than 10 bytes in parts only. */
export interface MemoryBucket {
  readonly driver: StorageDriver;
  readonly objects: Map<string, Buffer>;
  /** Uploads that were begun and neither completed nor aborted. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** `put a.png`, `putPart 2`: what was asked, in order. */
  readonly calls: string[];
  /** Called before and after each call does its work; a code it gives is thrown. */
  fault: (moment: string) => ErrorCode | undefined;
}

export function openMemoryBucket(changes: Partial<StorageDriver> = {}): MemoryBucket {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const calls: string[] = [];
  let begun = 0;

  const infoOf = (key: ObjectKey): ObjectInfo | undefined => {
    const bytes = objects.get(key);
    return bytes && { key, size: bytes.length, etag: etagOf(bytes), headers: {} };
  };
  const during = async <Result>(call: string, work: () => Result): Promise<Result> => {
    calls.push(call);
    const [name = ''] = call.split(' ');
    fail(bucket.fault(name));
    const result = work();
    fail(bucket.fault(`${name} done`));
    return result;
  };
  const refuse = (key: ObjectKey, { ifAbsent, ifMatch }: { ifAbsent?: boolean; ifMatch?: string }): void => {
    const isRefused = (ifAbsent && objects.has(key)) || (ifMatch !== undefined && infoOf(key)?.etag !== ifMatch);
    if (isRefused) throw new ImgferryError('OBJECT_CONFLICT', { key });
  };
  const partsOf = ({ id }: Upload): Map<number, Buffer> => {
    const parts = uploads.get(id);
    if (!parts) throw new ImgferryError('OBJECT_NOT_FOUND', { found: id });
    return parts;
  };
  const begin = (): string => {
    begun += 1;
    uploads.set(`upload-${begun}`, new Map());
    return `upload-${begun}`;
  };
  const keep = (upload: Upload, number: number, bytes: Buffer) => {
    partsOf(upload).set(number, bytes);
    return { number, size: bytes.length, etag: etagOf(bytes) };
  };

  const driver: StorageDriver = {
    features: { conditionalPut: true, checksum: undefined },
    place: { service: 'memory', bucket: 'pictures', prefix: '', account: async () => 'id' },
    multipart: {
      above: 10,
      partSize: 4,
      begin: (key) => during(`begin ${key}`, () => ({ key, id: begin() })),
      putPart: (upload, number, part) => during(`putPart ${number}`, () => keep(upload, number, bytesOf(part))),
      listParts: (upload) =>
        during('listParts', () =>
          [...partsOf(upload)].map(([number, bytes]) => ({ number, size: bytes.length, etag: etagOf(bytes) })),
        ),
      complete: (upload, parts, options) =>
        during('complete', () => {
          refuse(upload.key, options); // our drivers look first
          const standing = partsOf(upload);
          objects.set(upload.key, Buffer.concat(parts.map(({ number }) => standing.get(number) ?? Buffer.alloc(0))));
          uploads.delete(upload.id);
        }),
      abort: ({ id }) => during('abort', () => void uploads.delete(id)),
    },
    copies: {
      above: 10,
      partSize: 4,
      copy: (source, key, options) =>
        during(`copy ${source.key}`, () => {
          refuse(key, options);
          objects.set(key, objects.get(source.key) ?? Buffer.alloc(0));
        }),
      copyPart: (source, upload, { number, start, end }) =>
        during(`copyPart ${number}`, () =>
          keep(upload, number, (objects.get(source.key) ?? Buffer.alloc(0)).subarray(start, end)),
        ),
    },
    preflight: async () => ({ findings: [] }),
    head: (key) => during(`head ${key}`, () => infoOf(key)),
    open: (key) =>
      during(`open ${key}`, () => {
        const info = infoOf(key);
        if (!info) throw new ImgferryError('OBJECT_NOT_FOUND', { key });
        return { info, stream: Readable.from([objects.get(key) ?? Buffer.alloc(0)]) };
      }),
    put: (key, body, options) =>
      during(`put ${key}`, () => {
        refuse(key, options);
        objects.set(key, bytesOf(body));
        return { key, size: body.size, headers: {} };
      }),
    delete: (key) => during(`delete ${key}`, () => void objects.delete(key)),
    async *list(prefix, { after }) {
      for (const key of [...objects.keys()].sort() as ObjectKey[]) {
        if (!key.startsWith(prefix) || (after !== undefined && key <= after)) continue;
        await during(`list ${key}`, () => undefined);
        const info = infoOf(key);
        if (info) yield info;
      }
    },
    publicUrl: () => undefined,
    close: async () => void calls.push('close'),
    ...changes,
  };
  const bucket: MemoryBucket = { driver, objects, uploads, calls, fault: () => undefined };
  return bucket;
}

export const storeOverBucket = (
  { driver }: Pick<MemoryBucket, 'driver'>,
  options: Partial<Parameters<typeof storeOver>[1]> = {},
): ObjectStore => storeOver(driver, { id: 'memory:pictures', ...options });

/** Fails once, at the first of these moments that comes for the `nth` time. */
export function failOnce(moment: string, code: ErrorCode, nth = 1): MemoryBucket['fault'] {
  let left = nth;
  return (name) => (name === moment && --left === 0 ? code : undefined);
}

/** Uploads in parts as the ledger keeps them. */
export function keepUploads(): UploadLedger & { readonly records: Map<string, UploadRecord> } {
  const records = new Map<string, UploadRecord>();
  return {
    records,
    uploadOf: (store, key) => records.get(`${store} ${key}`),
    uploads: (store) => [...records].flatMap(([name, record]) => (name.startsWith(`${store} `) ? [record] : [])),
    recordUpload: (store, record) => void records.set(`${store} ${record.key}`, record),
    forgetUpload: (store, key) => void records.delete(`${store} ${key}`),
  };
}

const etagOf = (bytes: Buffer): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

function bytesOf({ content }: ObjectBody | BodyPart): Buffer {
  if (!Buffer.isBuffer(content)) throw new Error('a file');
  return content;
}

function fail(code: ErrorCode | undefined): void {
  if (code) throw new ImgferryError(code, { found: 'injected' });
}
