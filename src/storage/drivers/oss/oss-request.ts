import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ImgferryError } from '../../../core/errors.js';
import { encodeKey } from '../../../core/object-key.js';
import type { ResolvedCredentials } from '../../../credentials/credentials.js';
import { discardBody } from '../../../net/discard-body.js';
import type { HttpClient, HttpResponse } from '../../../net/http-client.js';
import type { OssStoreSettings } from '../../store-settings.js';
import { ossError, readRefusal, unreachable } from './oss-errors.js';
import { encodeQuery, signV4 } from './sign-v4.js';

export interface OssRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE';
  /** Below the store's prefix, decoded; undefined for the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
  readonly signal: AbortSignal;
}

/** Sends one signed request; 2xx is an answer, anything else one of our errors. */
export type SendOssRequest = (request: OssRequest) => Promise<HttpResponse>;

export interface OssConnection {
  readonly settings: OssStoreSettings;
  readonly client: HttpClient;
  /** Asked before each request, so that keys can be renewed. */
  readonly credentials: () => Promise<ResolvedCredentials>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** @throws ImgferryError codes as `oss-errors.ts` has them; an abort's reason as it is */
export function createOssSender({ settings, client, credentials, now }: OssConnection): SendOssRequest {
  const { bucket, region, prefix } = settings;
  const { host } = new URL(bucketUrl(settings));
  return async ({ method, key, query = {}, headers = {}, body, signal }) => {
    const place = { bucket, region, host, method, key };
    const keys = await credentials();
    const fullKey = key === undefined ? '' : prefix + key;
    const signed = signV4({ method, bucket, key: fullKey, query, headers }, { keys, region, at: now() });
    const search = encodeQuery(query);
    const url = bucketUrl(settings) + encodeKey(fullKey) + (search === '' ? '' : `?${search}`);
    try {
      const request = { url, method, headers: signed, signal, trusted: true };
      const response = await client.request(body === undefined ? request : { ...request, body });
      if (response.status >= 200 && response.status < 300) return response;
      throw ossError(readRefusal(response, await text(response.body), now()), { ...place, credentials: keys });
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(error, place);
    }
  };
}

function bucketUrl({ access, bucket }: OssStoreSettings): string {
  return access.style === 'path' ? `${access.origin}/${bucket}/` : `${access.origin}/`;
}

/** Takes an answer whose body says nothing. */
export function withoutBody(response: HttpResponse): HttpResponse {
  discardBody(response.body);
  return response;
}

/** An answer's body as text. */
export async function bodyText(
  response: HttpResponse,
  { bucket }: OssStoreSettings,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await text(response.body);
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(error, { bucket, region: '', host: new URL(response.url).host, method: 'GET', key: undefined });
  }
}

/** Whether an error says that the object isn't there. */
export const isObjectAbsent = (error: unknown): boolean =>
  error instanceof ImgferryError && error.code === 'OBJECT_NOT_FOUND';
