import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ImgferryError } from '../../../core/errors.js';
import { encodeKey } from '../../../core/object-key.js';
import type { ResolvedCredentials } from '../../../credentials/credentials.js';
import { redactKeyId } from '../../../lib/redact.js';
import type { HttpClient, HttpResponse } from '../../../net/http-client.js';
import type { WebDavStoreSettings } from '../../store-settings.js';
import {
  type BucketRefusal,
  conflict,
  fullStore,
  noObject,
  type ObjectPlace,
  otherRefusal,
  readRefusal,
  refused,
  unreachable,
} from '../bucket/bucket-errors.js';

export interface WebDavRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'MKCOL' | 'PROPFIND';
  /** From the server's root, decoded. */
  readonly path: string;
  /** Below the store's folder; undefined where no object is meant. */
  readonly key?: string;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
  readonly signal: AbortSignal;
}

/** Sends one request; 2xx is an answer, anything else one of our errors. */
export type SendWebDav = (request: WebDavRequest) => Promise<HttpResponse>;

export interface WebDavConnection {
  readonly settings: WebDavStoreSettings;
  readonly client: HttpClient;
  /** Undefined: the server is asked as anybody. */
  readonly credentials: () => Promise<ResolvedCredentials | undefined>;
  /** Epoch ms. */
  readonly now: () => number;
}

/**
 * With name and password where there are any (RFC 7617), never answering a challenge: servers that want another scheme
 * are refused in their own words.
 *
 * @throws ImgferryError CREDENTIALS_MISSING, CREDENTIALS_REJECTED, STORE_ACCESS_DENIED, OBJECT_NOT_FOUND, OBJECT_CONFLICT,
 *   DISK_FULL, STORE_ERROR, STORE_REFUSED, STORE_UNREACHABLE; an abort's reason as it is
 */
export function createWebDavSender({ settings, client, credentials, now }: WebDavConnection): SendWebDav {
  const { host } = new URL(settings.origin);
  return async ({ path, key, headers = {}, ...request }) => {
    const login = await credentials();
    const place = { bucket: settings.name, host, key };
    try {
      const response = await client.request({
        url: `${settings.origin}/${encodeKey(path)}`,
        headers: { ...headers, ...(login ? { authorization: basic(login) } : {}) },
        trusted: true,
        ...request,
      });
      if (response.status >= 200 && response.status < 300) return response;
      throw toError(readRefusal(response, await text(response.body), now()), { ...place, login });
    } catch (error) {
      request.signal.throwIfAborted();
      throw unreachable(error, place);
    }
  };
}

const basic = ({ accessKeyId, accessKeySecret }: ResolvedCredentials): string =>
  `Basic ${Buffer.from(`${accessKeyId}:${accessKeySecret}`).toString('base64')}`;

const otherwise = otherRefusal(new Set());

interface Place extends ObjectPlace {
  readonly login: ResolvedCredentials | undefined;
}

/** By the status alone (RFC 4918, 11; RFC 9110, 15): what WebDAV servers write beside it follows no rule. */
function toError(refusal: BucketRefusal, place: Place): ImgferryError {
  const { bucket, key, host, login } = place;
  switch (refusal.status) {
    case 401:
      return rejected(refusal, place);
    case 403:
      return refused('STORE_ACCESS_DENIED', refusal, {
        provider: 'webdav',
        store: bucket,
        key,
        keyId: login && redactKeyId(login.accessKeyId),
        status: 403,
      });
    case 404:
    case 410:
      return noObject(refusal, place);
    case 412:
      return conflict(refusal, place);
    case 409: // a folder above it is gone, or something else than a folder
    case 423: // locked by somebody, for a while
      return refused('STORE_ERROR', refusal, { bucket, key, host, status: refusal.status });
    case 507:
      return fullStore(refusal, place);
    default:
      return otherwise(refusal, place);
  }
}

function rejected(refusal: BucketRefusal, { bucket, login }: Place): ImgferryError {
  const found = refusal.headers['www-authenticate']?.split(' ')[0] ?? '';
  if (!login) return refused('CREDENTIALS_MISSING', refusal, { provider: 'webdav', store: bucket, found });
  const { kind, name } = login.from;
  const facts = { provider: 'webdav', keyId: redactKeyId(login.accessKeyId), source: kind, name, status: 401 };
  return refused('CREDENTIALS_REJECTED', refusal, facts);
}
