import { text } from 'node:stream/consumers';
import type { CdnCall, CdnProviderName } from '../core/cdn.js';
import { ImgferryError } from '../core/errors.js';
import { isRecord, parseJson } from '../lib/json-value.js';
import type { HttpClient, HttpResponse } from '../net/http-client.js';

/** What every provider is reached with. */
export interface CdnConnection {
  readonly client: HttpClient;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface ProviderRequest {
  readonly provider: CdnProviderName;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface ProviderAnswer extends Pick<HttpResponse, 'status' | 'headers'> {
  readonly text: string;
}

/**
 * Sends a request to an API that the owner named; any status is an answer.
 *
 * @throws ImgferryError CDN_UNREACHABLE {provider, host, found, hint: 'not-sent' where it never arrived}; an abort's reason as it is
 */
export async function callProvider(
  { provider, ...request }: ProviderRequest,
  { client }: CdnConnection,
  { signal }: CdnCall,
): Promise<ProviderAnswer> {
  try {
    const { body, status, headers } = await client.request({ ...request, signal, trusted: true });
    return { status, headers, text: await text(body) };
  } catch (error) {
    if (signal.aborted || !(error instanceof ImgferryError)) throw error;
    const { host } = new URL(request.url);
    const hint = wasSent(error) ? {} : { hint: 'not-sent' };
    throw new ImgferryError('CDN_UNREACHABLE', { provider, host, found: error.code, ...hint }, { cause: error });
  }
}

/** Whether a request may have arrived before it failed. */
function wasSent({ code, facts }: ImgferryError): boolean {
  if (code === 'DNS_FAILED' || code === 'TLS_FAILED' || code === 'ADDRESS_BLOCKED') return false;
  return facts.reason !== 'ECONNREFUSED' && facts.phase !== 'connect';
}

/** An answer's JSON, walked without trust: what is not there is undefined. */
export interface Json {
  at(...path: readonly string[]): Json;
  readonly string: string | undefined;
  readonly number: number | undefined;
  readonly list: readonly Json[];
  /** Names and texts of an object's own simple values. */
  readonly texts: Readonly<Record<string, string>>;
}

export const readJson = (body: string): Json => jsonOf(parseJson(body));

function jsonOf(value: unknown): Json {
  return {
    at: (...path) => jsonOf(path.reduce<unknown>((inner, name) => (isRecord(inner) ? inner[name] : undefined), value)),
    string: typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined,
    number: numberOf(value),
    list: Array.isArray(value) ? value.map(jsonOf) : [],
    texts: isRecord(value)
      ? Object.fromEntries(
          Object.entries(value).flatMap(([name, inner]) => (isPlain(inner) ? [[name, String(inner)]] : [])),
        )
      : {},
  };
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
