import { createHash } from 'node:crypto';
import { ImgferryError } from '../../../core/errors.js';
import { encodeKey } from '../../../core/object-key.js';
import type {
  CallOptions,
  CopyCalls,
  CopySource,
  MultipartCalls,
  ObjectHeaders,
  PutOptions,
  Upload,
} from '../../../core/storage.js';
import { escapeMarkup } from '../../../lib/escape-markup.js';
import { childrenNamed, readWholeXml, textAt, type XmlElement } from '../../../lib/read-xml.js';
import type { HttpResponse } from '../../../net/http-client.js';
import { checksumsOf } from '../../checksum.js';
import { sourceChanged } from './bucket-calls.js';
import { type HeaderPrefix, readCount, sendBody } from './bucket-object.js';
import { type Bucket, bodyText, isObjectAbsent, withoutBody } from './bucket-request.js';

/** From which size on a provider's objects go in parts, in bytes. */
export interface PartLimits {
  readonly putAbove: number;
  readonly putPart: number;
  readonly copyAbove: number;
  readonly copyPart: number;
}

/** How a provider does it. */
export interface PartsDialect {
  readonly prefix: HeaderPrefix;
  readonly limits: PartLimits;
  /** Decides the condition of a put, or gives the headers by which the provider does; of each kind of request. */
  guard(step: 'begin' | 'complete' | 'copy', key: Upload['key'], options: PutOptions): Promise<ObjectHeaders>;
  /** The checksum that a part's answer has of it, and the one that it should have. */
  readonly partChecksum?: { readonly header: string; readonly kind: 'crc64' };
}

/** Objects that are put, or copied inside the provider, in parts: the calls that OSS and S3 answer alike. */
export function createPartCalls(
  bucket: Bucket,
  { prefix, limits, guard, partChecksum }: PartsDialect,
): { readonly multipart: MultipartCalls; readonly copies: CopyCalls } {
  const { send, settings } = bucket;

  async function answerOf(response: HttpResponse, name: string, call: CallOptions): Promise<XmlElement> {
    const xml = readWholeXml(await bodyText(response, settings, call));
    if (xml?.name === name) return xml;
    // Both begin to answer before they are done: a 200 may say that it failed (AWS, "CompleteMultipartUpload").
    const facts = { bucket: settings.bucket, expected: name, found: textAt(xml, 'Code') ?? xml?.name ?? '' };
    throw new ImgferryError('STORE_ERROR', facts);
  }

  const sourceHeaders = ({ bucket: from, key, etag }: CopySource): ObjectHeaders => ({
    [`${prefix}copy-source`]: `/${from}/${encodeKey(key)}`,
    [`${prefix}copy-source-if-match`]: etag,
  });

  const multipart: MultipartCalls = {
    above: limits.putAbove,
    partSize: limits.putPart,

    async begin(key, options) {
      const headers = { ...options.headers, ...(await guard('begin', key, options)), 'content-length': '0' };
      const response = await send({ method: 'POST', key, query: { uploads: '' }, headers, signal: options.signal });
      const id = textAt(await answerOf(response, 'InitiateMultipartUploadResult', options), 'UploadId');
      if (!id) throw new ImgferryError('STORE_ERROR', { bucket: settings.bucket, key, expected: 'UploadId' });
      return { key, id };
    },

    async putPart({ key, id }, number, part, { signal }) {
      const [md5 = '', own = ''] = await checksumsOf(part, ['md5', partChecksum?.kind ?? 'sha256'], { signal });
      const headers = {
        'content-length': String(part.size),
        'content-md5': Buffer.from(md5, 'hex').toString('base64'),
        ...(partChecksum ? {} : { 'x-amz-content-sha256': own }),
      };
      const query = { partNumber: String(number), uploadId: id };
      const response = await sendBody(send, part, { key, query, headers, signal });
      const found = partChecksum && response.headers[partChecksum.header];
      if (partChecksum && found !== undefined && found !== own) {
        const facts = { expected: `${partChecksum.kind}:${own}`, found: `${partChecksum.kind}:${found}` };
        throw new ImgferryError('CHECKSUM_MISMATCH', { bucket: settings.bucket, key, ...facts });
      }
      return { number, size: part.size, etag: response.headers.etag ?? `"${md5}"` };
    },

    async listParts({ key, id }, call) {
      const parts = [];
      for (let marker: string | undefined = '0'; marker !== undefined; ) {
        const query = { uploadId: id, 'max-parts': '1000', 'part-number-marker': marker };
        const page = await answerOf(await send({ method: 'GET', key, query, ...call }), 'ListPartsResult', call);
        for (const part of childrenNamed(page, 'Part')) {
          const [number, size] = [readCount(textAt(part, 'PartNumber')), readCount(textAt(part, 'Size'))];
          if (number === undefined || size === undefined) {
            throw new ImgferryError('STORE_ERROR', { bucket: settings.bucket, key, expected: 'PartNumber, Size' });
          }
          parts.push({ number, size, etag: textAt(part, 'ETag') ?? '' });
        }
        const next = textAt(page, 'NextPartNumberMarker');
        marker = textAt(page, 'IsTruncated') === 'true' && next !== marker ? next : undefined;
      }
      return parts;
    },

    async complete({ key, id }, parts, options) {
      const condition = await guard('complete', key, { headers: {}, ...options });
      const items = parts.map(
        ({ number, etag }) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replace(/[<>&]/g, escapeMarkup)}</ETag></Part>`,
      );
      const body = Buffer.from(`<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`);
      const headers = {
        ...condition,
        'content-type': 'application/xml',
        'content-length': String(body.length),
        ...(partChecksum ? {} : { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') }),
      };
      const response = await send({
        method: 'POST',
        key,
        query: { uploadId: id },
        headers,
        body,
        signal: options.signal,
      });
      await answerOf(response, 'CompleteMultipartUploadResult', options);
    },

    async abort({ key, id }, { signal }) {
      try {
        withoutBody(await send({ method: 'DELETE', key, query: { uploadId: id }, signal }));
      } catch (error) {
        if (!isObjectAbsent(error)) throw error;
      }
    },
  };

  const copies: CopyCalls = {
    above: limits.copyAbove,
    partSize: limits.copyPart,

    async copy(source, key, options) {
      const headers = {
        ...options.headers,
        ...sourceHeaders(source),
        [`${prefix}metadata-directive`]: options.headers ? 'REPLACE' : 'COPY',
        ...(await guard('copy', key, { headers: {}, ...options })),
        'content-length': '0',
      };
      const response = await changedSource(source, () => send({ method: 'PUT', key, headers, signal: options.signal }));
      await answerOf(response, 'CopyObjectResult', options);
    },

    async copyPart(source, { key, id }, { number, start, end }, { signal }) {
      const headers = {
        ...sourceHeaders(source),
        [`${prefix}copy-source-range`]: `bytes=${start}-${end - 1}`,
        'content-length': '0',
      };
      const query = { partNumber: String(number), uploadId: id };
      const response = await changedSource(source, () => send({ method: 'PUT', key, query, headers, signal }));
      const answer = await answerOf(response, 'CopyPartResult', { signal });
      return { number, size: end - start, etag: textAt(answer, 'ETag') ?? '' };
    },
  };

  return { multipart, copies };
}

/** A refused condition is the source's (412), but for the one that says that something stands at the target. */
async function changedSource<Result>({ key, etag }: CopySource, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    const isConflict = error instanceof ImgferryError && error.code === 'OBJECT_CONFLICT';
    if (!isConflict || error.facts.expected === 'absent') throw error;
    throw sourceChanged({ key, expected: etag }, error);
  }
}
