import { AwsV4Signer } from 'aws4fetch';
import { ImgferryError } from '../../../core/errors.js';
import { encodeKey } from '../../../core/object-key.js';
import type { S3StoreSettings } from '../../store-settings.js';
import {
  type BucketConnection,
  type BucketProtocol,
  createBucketSender,
  type SendBucketRequest,
  withoutBody,
} from '../bucket/bucket-request.js';
import { bucketUrl } from '../bucket/bucket-settings.js';
import { s3Error } from './s3-errors.js';

/**
 * Sends requests signed by V4. A refused HEAD has no body, so that it can't say why: where the status alone leaves that
 * open, one byte is asked for, whose refusal does.
 *
 * @throws ImgferryError codes as `s3-errors.ts` has them; an abort's reason as it is
 */
export function createS3Sender(connection: BucketConnection<S3StoreSettings>): SendBucketRequest {
  const send = createBucketSender(connection, { sign: createSigner(connection.settings), toError: s3Error });
  return async (request) => {
    try {
      return await send(request);
    } catch (error) {
      if (request.method === 'HEAD' && request.key !== undefined && isUnexplained(error)) {
        withoutBody(await send({ ...request, method: 'GET', headers: { range: 'bytes=0-0' } }));
      }
      throw error;
    }
  };
}

function isUnexplained(error: unknown): boolean {
  return error instanceof ImgferryError && (error.code === 'STORE_ACCESS_DENIED' || error.code === 'STORE_REFUSED');
}

/** SHA-256 of nothing. */
const emptyDigest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Every header is signed, and the digest of the body too: a put brings it as `x-amz-content-sha256`. */
function createSigner(settings: S3StoreSettings): BucketProtocol['sign'] {
  const derivedKeys = new Map<string, ArrayBuffer>();
  return async ({ method, key, query = {}, headers = {} }, { keys, at }) => {
    const search = encodeQuery(query);
    const path = key === undefined ? '' : encodeKey(settings.prefix + key);
    const url = bucketUrl(settings) + path + (search === '' ? '' : `?${search}`);
    const signer = new AwsV4Signer({
      url,
      method,
      headers: { 'x-amz-content-sha256': emptyDigest, ...headers },
      accessKeyId: keys.accessKeyId,
      secretAccessKey: keys.accessKeySecret,
      ...(keys.securityToken === undefined ? {} : { sessionToken: keys.securityToken }),
      service: 's3',
      region: settings.region,
      datetime: new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      cache: derivedKeys,
      allHeaders: true,
    });
    const signed = await signer.sign();
    return { url, headers: Object.fromEntries(signed.headers) };
  };
}

function encodeQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map((pair) => pair.map((text) => encodeKey(text).replaceAll('/', '%2F')).join('='))
    .join('&');
}
