import type { LookupFunction } from 'node:net';
import { onTestFinished } from 'vitest';
import { ImgferryError } from '../../src/core/errors.js';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../src/net/http-client.js';
import { type OriginRoutes, type OriginServer, startOrigin } from '../support/origin-server.js';

export const unaborted = new AbortController().signal;

/** A client that ends with its test. */
export function openClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    userAgent: 'imgferry-test',
    allowHosts: [],
    perHost: 6,
    timeouts: { connect: 2000, headers: 2000, body: 2000 },
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** An origin that ends with its test. */
export async function openOrigin(
  routes: OriginRoutes,
  options?: Parameters<typeof startOrigin>[1],
): Promise<OriginServer> {
  const origin = await startOrigin(routes, options);
  onTestFinished(() => origin.close());
  return origin;
}

/** Resolves the names of a table, and fails for others as the system does. */
export function resolveBy(table: Readonly<Record<string, string | readonly string[]>>): LookupFunction {
  return (hostname, options, callback) => {
    const found = table[hostname];
    const addresses = (typeof found === 'string' ? [found] : (found ?? [])).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    const [first] = addresses;
    if (!first) callback(Object.assign(new Error(`ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' }), '');
    else if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
}

/** The error that an action fails with, as `CODE` and facts. */
export async function failureOf(action: Promise<unknown>): Promise<{ code: string } & Record<string, unknown>> {
  try {
    await action;
  } catch (error) {
    if (error instanceof ImgferryError) return { code: error.code, ...error.facts };
    throw error;
  }
  throw new Error('it did not fail');
}

export async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
