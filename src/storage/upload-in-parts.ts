import { ImgferryError } from '../core/errors.js';
import type { UploadLedger, UploadRecord } from '../core/ledger.js';
import type { ObjectKey } from '../core/object-key.js';
import type { CallOptions, MultipartCalls, PutOptions, Upload, UploadedPart } from '../core/storage.js';
import { createLimiter } from '../lib/limiter.js';

/** From 1; the bytes from `start` up to, not including, `end`. */
export interface PartRange {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** One object that is made in parts. */
export interface PartsJob {
  readonly key: ObjectKey;
  readonly size: number;
  /** Bytes; of every part but the last. */
  readonly partSize: number;
  /** Tells one content from another, so that parts of another one are never taken for its own. */
  readonly content: string;
  readonly options: PutOptions;
  putPart(upload: Upload, range: PartRange): Promise<UploadedPart>;
  /** Whether a part that an earlier run put is what this one would put; its size is. */
  isCurrent(part: UploadedPart, range: PartRange): Promise<boolean>;
}

export interface PartsTools {
  readonly multipart: MultipartCalls;
  /** Id of the store, for the ledger. */
  readonly store: string;
  readonly ledger: UploadLedger;
  /** Makes a call again where that can succeed. */
  again<Result>(action: () => Promise<Result>): Promise<Result>;
}

const mostParts = 10_000; // OSS, "Multipart upload"; AWS, "Amazon S3 multipart upload limits"
const partsAtOnce = 4;

/** Bytes of a part, so that there are never too many of them. */
export const partSizeFor = (size: number, least: number): number => Math.max(least, Math.ceil(size / mostParts));

/**
 * Makes an object in parts, and goes on with the upload that an earlier run began where it is of the same content. One
 * that can't succeed is given up; one that was stopped stays for the next run.
 */
export async function uploadInParts(job: PartsJob, tools: PartsTools): Promise<void> {
  const { upload, standing } = (await resume(job, tools)) ?? (await begin(job, tools));
  const { signal } = job.options;
  try {
    const parts = await putParts(job, upload, standing, tools);
    await complete(job, upload, parts, tools);
  } catch (error) {
    const isFinal = error instanceof ImgferryError && error.scope === 'asset' && !error.isPassing;
    if (isFinal && !signal.aborted) await giveUp(upload, tools, { signal });
    throw error;
  }
  tools.ledger.forgetUpload(tools.store, job.key);
}

/** An earlier call that was not answered may have completed it: then the upload is gone, and what is read back tells. */
async function complete(
  { options }: PartsJob,
  upload: Upload,
  parts: readonly UploadedPart[],
  { multipart, again }: PartsTools,
): Promise<void> {
  try {
    await again(() => multipart.complete(upload, parts, options));
  } catch (error) {
    if (isGone(error)) return;
    if (!(error instanceof ImgferryError) || !error.isPassing) throw error;
    const isThere = await multipart.listParts(upload, options).then(
      () => true, // Ceph answers 500 where it is gone
      (reason: unknown) => !isGone(reason),
    );
    if (isThere) throw error;
  }
}

interface Begun {
  readonly upload: Upload;
  /** Parts that are there already, by number. */
  readonly standing: ReadonlyMap<number, UploadedPart>;
}

async function resume({ key, content, partSize, options }: PartsJob, tools: PartsTools): Promise<Begun | undefined> {
  const { multipart, ledger, store } = tools;
  const { signal } = options;
  const record = ledger.uploadOf(store, key);
  if (!record) return undefined;
  const upload = { key, id: record.id };
  if (record.content !== content || record.partSize !== partSize) {
    await giveUp(upload, tools, { signal });
    return undefined;
  }
  try {
    const parts = await tools.again(() => multipart.listParts(upload, { signal }));
    return { upload, standing: new Map(parts.map((part) => [part.number, part])) };
  } catch (error) {
    if (!isGone(error)) throw error;
    ledger.forgetUpload(store, key);
    return undefined;
  }
}

async function begin({ key, content, partSize, options }: PartsJob, tools: PartsTools): Promise<Begun> {
  const upload = await tools.again(() => tools.multipart.begin(key, options));
  tools.ledger.recordUpload(tools.store, { key, id: upload.id, content, partSize });
  return { upload, standing: new Map() };
}

async function putParts(
  job: PartsJob,
  upload: Upload,
  standing: Begun['standing'],
  { again }: PartsTools,
): Promise<readonly UploadedPart[]> {
  const limit = createLimiter(partsAtOnce);
  let failure: { readonly error: unknown } | undefined;
  const put = async (range: PartRange): Promise<UploadedPart> => {
    if (failure) throw failure.error;
    try {
      const known = standing.get(range.number);
      const mayStay = known?.size === range.end - range.start;
      if (known && mayStay && (await job.isCurrent(known, range))) return known;
      return await again(() => job.putPart(upload, range));
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  };
  const results = await Promise.allSettled(rangesOf(job).map((range) => limit(() => put(range))));
  if (failure) throw failure.error;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

function rangesOf({ size, partSize }: PartsJob): readonly PartRange[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, at) => ({
    number: at + 1,
    start: at * partSize,
    end: Math.min(size, (at + 1) * partSize),
  }));
}

/** Takes the parts of an upload away that nobody will complete. */
export async function giveUp(
  upload: Upload | UploadRecord,
  { multipart, ledger, store, again }: PartsTools,
  call: CallOptions,
): Promise<void> {
  await again(() => multipart.abort({ key: upload.key, id: upload.id }, call));
  ledger.forgetUpload(store, upload.key);
}

const isGone = (error: unknown): boolean => error instanceof ImgferryError && error.code === 'OBJECT_NOT_FOUND';
