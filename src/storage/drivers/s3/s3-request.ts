import { ImgferryError } from '../../../core/errors.js';
import type { S3StoreSettings } from '../../store-settings.js';
import {
  type BucketConnection,
  createBucketSender,
  type SendBucketRequest,
  withoutBody,
} from '../bucket/bucket-request.js';
import { s3Error } from './s3-errors.js';
import { createS3Signer } from './sign-s3.js';

/**
 * Sends requests signed by V4. A refused HEAD has no body, so that it can't say why: where the status alone leaves that
 * open, one byte is asked for, whose refusal does.
 *
 * @throws ImgferryError codes as `s3-errors.ts` has them; an abort's reason as it is
 */
export function createS3Sender(connection: BucketConnection<S3StoreSettings>): SendBucketRequest {
  const send = createBucketSender(connection, { sign: createS3Signer(connection.settings), toError: s3Error });
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
