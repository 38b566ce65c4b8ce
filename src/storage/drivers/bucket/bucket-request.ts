import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ImgferryError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/storage.js';
import type { ResolvedCredentials } from '../../../credentials/credentials.js';
import { discardBody } from '../../../net/discard-body.js';
import type { HttpClient, HttpResponse } from '../../../net/http-client.js';
import type { BucketStoreSettings } from '../../store-settings.js';
import { type BucketRefusal, type RequestPlace, readRefusal, unreachable } from './bucket-errors.js';
import { bucketUrl } from './bucket-settings.js';

export interface BucketRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Below the store's prefix, decoded; undefined for the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | Readable;
  readonly signal: AbortSignal;
}

/** Sends one signed request; 2xx is an answer, anything else one of our errors. */
export type SendBucketRequest = (request: BucketRequest) => Promise<HttpResponse>;

export interface BucketConnection<Settings extends BucketStoreSettings> {
  readonly settings: Settings;
  readonly client: HttpClient;
  /** Asked before each request, so that keys can be renewed. */
  readonly credentials: () => Promise<ResolvedCredentials>;
  /** Looks for keys again in place of ones that ran out; whether there are others now. */
  readonly renewCredentials?: (expired: ResolvedCredentials) => Promise<boolean>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** A bucket as the calls on it need it. */
export interface Bucket<Settings extends BucketStoreSettings = BucketStoreSettings> {
  readonly settings: Settings;
  readonly send: SendBucketRequest;
  /** Epoch ms. */
  readonly now: () => number;
}

/** What one provider does in its own way. */
export interface BucketProtocol {
  /** @param at epoch ms */
  sign(
    request: BucketRequest,
    context: { readonly keys: ResolvedCredentials; readonly at: number },
  ): SignedRequest | Promise<SignedRequest>;
  toError(refusal: BucketRefusal, place: RequestPlace): ImgferryError;
}

/** Address and headers as they are sent. */
export interface SignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws ImgferryError the codes of the protocol's `toError` and of `unreachable`; an abort's reason as it is */
export function createBucketSender(
  { settings, client, credentials, renewCredentials, now }: BucketConnection<BucketStoreSettings>,
  { sign, toError }: BucketProtocol,
): SendBucketRequest {
  const { bucket, region } = settings;
  const { host } = new URL(bucketUrl(settings));
  const payer = payerHeaders(settings);
  return async (asked) => {
    const request = { ...asked, headers: { ...asked.headers, ...payer } };
    const { method, key, body, signal } = request;
    const place = { bucket, region, host, method, key, requesterPays: settings.requesterPays };
    const keys = await credentials();
    const { url, headers } = await sign(request, { keys, at: now() });
    try {
      const sent = { url, method, headers, signal, trusted: true };
      const response = await client.request(body === undefined ? sent : { ...sent, body });
      if (response.status >= 200 && response.status < 300) return response;
      const refusal = readRefusal(response, await text(response.body), now());
      const error = toError(refusal, { ...place, credentials: keys });
      const isExpired = error.code === 'CREDENTIALS_REJECTED' && /Expired|RefreshRequired/.test(refusal.code);
      if (!isExpired || !(await renewCredentials?.(keys))) throw error;
      // the call can be made again, by who has its body
      throw new ImgferryError('STORE_ERROR', { bucket, host, found: refusal.code }, { cause: error });
    } catch (error) {
      signal.throwIfAborted();
      throw unreachable(error, place);
    }
  };
}

/** OSS, "Pay-by-requester"; AWS, "Using Requester Pays buckets". */
function payerHeaders({ kind, requesterPays }: BucketStoreSettings): Readonly<Record<string, string>> {
  return requesterPays ? { [`x-${kind === 'oss' ? 'oss' : 'amz'}-request-payer`]: 'requester' } : {};
}

/** Takes an answer whose body says nothing. */
export function withoutBody(response: HttpResponse): HttpResponse {
  discardBody(response.body);
  return response;
}

/** An answer's body as text. */
export async function bodyText(
  response: HttpResponse,
  { bucket }: BucketStoreSettings,
  { signal }: CallOptions,
): Promise<string> {
  try {
    return await text(response.body);
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(error, { bucket, host: new URL(response.url).host, key: undefined });
  }
}

/** Whether an error says that the object isn't there. */
export const isObjectAbsent = (error: unknown): boolean =>
  error instanceof ImgferryError && error.code === 'OBJECT_NOT_FOUND';
