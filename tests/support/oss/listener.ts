import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Address, readAddress, readQuery } from './addressing.js';
import { type BucketSettings, makeObject } from './bucket.js';
import { readBucket } from './bucket-operations.js';
import type { OssRequest, OssResponse, OssWorld } from './exchange.js';
import type { Fault } from './faults.js';
import { abortUpload, beginUpload, completeUpload, listParts, putPart } from './multipart-operations.js';
import { copyObject, deleteObject, putObject, readAcl, readObject } from './object-operations.js';
import { OssError, ossErrors } from './oss-error.js';
import { authenticate, type OssKey } from './signature.js';

export interface OssServerOptions {
  readonly buckets: readonly BucketSettings[];
  /** Access key id to secret, or to secret and STS token. */
  readonly keys: Readonly<Record<string, OssKey>>;
  /** The server's clock, epoch ms. */
  readonly now?: () => number;
  /** Region of the endpoint that the IP address and custom domains stand for; default: that of the bucket asked for. */
  readonly region?: string;
  /** Custom domain to bucket: requests with that Host are for the bucket. */
  readonly cnames?: Readonly<Record<string, string>>;
  /** Whether the default domain (here also the IP address) serves images as downloads, as it does for new buckets. */
  readonly forceDownload?: boolean;
}

/** A request as it was answered; `status` 0: the connection was cut first, or it still waits. */
export interface OssLogEntry {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  status: number;
}

interface ListenerParts {
  readonly options: OssServerOptions;
  readonly world: OssWorld;
  readonly takeFault: (
    request: Omit<OssLogEntry, 'query'> & { query: ReadonlyMap<string, string> },
  ) => Fault | undefined;
  readonly log: (entry: OssLogEntry) => void;
}

/** Makes the listener: one request in, one answer out, with whatever fault is switched on for it. */
export function createListener(
  parts: ListenerParts,
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  let serial = 0;
  const { world } = parts;
  return async (incoming, outgoing) => {
    serial += 1;
    const requestId = serial.toString(16).toUpperCase().padStart(24, '0');
    const method = incoming.method ?? 'GET';
    const headers = readHeaders(incoming);
    const [path = '', search = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
    const query = readQuery(search);
    const answer: Answer = { outgoing, requestId, host: headers.host ?? '', isHead: method === 'HEAD' };
    const address = attempt(() => readAddress(answer.host, path, parts.options.cnames ?? {}));
    const known = address instanceof OssError ? { bucket: '', key: '' } : address;
    const entry = {
      method,
      bucket: known.bucket ?? '',
      key: known.key,
      query: Object.fromEntries(query),
      headers,
      status: 0,
    };
    parts.log(entry);
    outgoing.once('finish', () => {
      entry.status = outgoing.statusCode;
    });
    const fault = parts.takeFault({ ...entry, query });
    const body = await readBody(incoming, fault);
    if (body === undefined) return;
    if (fault?.kind === 'wait') await Promise.race([fault.until, once(outgoing, 'close')]);
    if (outgoing.destroyed) return;
    if (address instanceof OssError) return sendError(answer, address);
    if (fault?.kind === 'refuse') return sendError(answer, fault.error);
    const sent = fault?.kind === 'damage-body' && method === 'PUT' ? damage(body) : body;
    const response = attempt(() => perform({ method, headers, query, body: sent }, address, parts));
    if (response instanceof OssError) return sendError(answer, response);
    if (fault?.kind === 'damage-stored') damageStored(world, entry);
    if (fault?.kind === 'do-then-refuse') return sendError(answer, fault.error);
    send(answer, withFault(response, fault, method), fault?.kind === 'cut-response');
  };
}

/** Runs what may be refused; a refusal is an answer like another. */
function attempt<Result>(action: () => Result): Result | OssError {
  try {
    return action();
  } catch (error) {
    if (error instanceof OssError) return error;
    throw error;
  }
}

function perform(
  request: Pick<OssRequest, 'method' | 'headers' | 'query' | 'body'>,
  address: Address,
  { options, world }: ListenerParts,
): OssResponse {
  const bucket = world.buckets.get(address.bucket ?? '');
  const region = address.region ?? options.region ?? bucket?.region ?? '';
  const signed = { ...request, bucket: address.bucket, key: address.key };
  const sender = authenticate(signed, options.keys, { region, now: world.now() });
  if (bucket === undefined) throw ossErrors.noSuchBucket(address.bucket ?? '');
  if (bucket.region !== region) throw ossErrors.wrongEndpoint(bucket.name, bucket.region);
  const { method } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  if (sender === undefined && !(isRead && address.key !== '' && bucket.acl === 'public-read'))
    throw ossErrors.accessDenied();
  if (bucket.requesterPays && request.headers['x-oss-request-payer'] !== 'requester') throw ossErrors.accessDenied();
  const full: OssRequest = { ...request, bucket, key: address.key, byDefaultDomain: address.byDefaultDomain };
  if (full.key === '') {
    if (method === 'GET') return readBucket(full);
    throw ossErrors.methodNotAllowed(method);
  }
  if (full.query.has('uploads') || full.query.has('uploadId')) return performOnUpload(full, world);
  if (method === 'GET' && full.query.has('acl')) return readAcl(full);
  if (isRead) return readObject(full, world);
  if (method === 'DELETE') return deleteObject(full);
  if (method !== 'PUT') throw ossErrors.methodNotAllowed(method);
  if (full.headers['x-oss-copy-source'] !== undefined) return copyObject(full, world);
  const isCounted = full.headers['content-length'] !== undefined || full.headers['transfer-encoding'] === 'chunked';
  if (!isCounted) throw ossErrors.missingContentLength();
  return putObject(full, world);
}

function performOnUpload(request: OssRequest, world: OssWorld): OssResponse {
  const { method, query } = request;
  if (method === 'POST') return query.has('uploads') ? beginUpload(request) : completeUpload(request, world);
  if (method === 'PUT') return putPart(request, world);
  if (method === 'GET') return listParts(request);
  if (method === 'DELETE') return abortUpload(request);
  throw ossErrors.methodNotAllowed(method);
}

function withFault(response: OssResponse, fault: Fault | undefined, method: string): OssResponse {
  if (fault?.kind === 'wrong-header')
    return { ...response, headers: { ...response.headers, [fault.name]: fault.value } };
  if (fault?.kind === 'damage-body' && method === 'GET') return { ...response, body: damage(response.body) };
  return response;
}

function damageStored(world: OssWorld, { bucket, key }: OssLogEntry): void {
  const objects = world.buckets.get(bucket)?.objects;
  const stored = objects?.get(key);
  if (stored) objects?.set(key, makeObject(damage(stored.body), stored.headers, stored.lastModified));
}

function damage(body: Buffer): Buffer {
  const damaged = Buffer.from(body);
  if (damaged.length > 0) damaged.writeUInt8(damaged.readUInt8(0) ^ 0xff, 0);
  return damaged;
}

/** Header values are bytes on the wire; they are signed as UTF-8. */
function readHeaders(incoming: IncomingMessage): Record<string, string> {
  const text = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, text([value ?? ''].flat().join(', '))]),
  );
}

/** @returns undefined where the connection ended before the body did */
async function readBody(incoming: IncomingMessage, fault: Fault | undefined): Promise<Buffer | undefined> {
  const half = Number(incoming.headers['content-length'] ?? 0) / 2;
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      chunks.push(chunk);
      if (size < half && size + chunk.length >= half) atHalf(incoming, fault);
      size += chunk.length;
    }
  } catch {
    return undefined; // the connection is gone: nothing is stored and nobody is there to answer
  }
  if (fault?.kind === 'cut-request') incoming.socket.resetAndDestroy(); // there was no body to cut
  return fault?.kind === 'cut-request' ? undefined : Buffer.concat(chunks);
}

function atHalf(incoming: IncomingMessage, fault: Fault | undefined): void {
  if (fault?.kind === 'tell-half') fault.onHalf();
  if (fault?.kind === 'cut-request') incoming.socket.resetAndDestroy();
}

interface Answer {
  readonly outgoing: ServerResponse;
  readonly requestId: string;
  readonly host: string;
  readonly isHead: boolean;
}

function send({ outgoing, requestId, isHead }: Answer, response: OssResponse, cut: boolean): void {
  const hasBody = response.status !== 204 && response.status !== 304;
  outgoing.writeHead(response.status, {
    ...response.headers,
    ...(hasBody ? { 'content-length': response.body.length } : {}),
    server: 'AliyunOSS',
    'x-oss-request-id': requestId,
  });
  if (!cut) outgoing.end(isHead || !hasBody ? undefined : response.body);
  else if (isHead || response.body.length < 2) outgoing.socket?.destroy();
  else outgoing.write(response.body.subarray(0, response.body.length >> 1), () => outgoing.socket?.destroy());
}

/** A HEAD has no body to put an error into: it is in `x-oss-err`, in base64. */
function sendError(answer: Answer, error: OssError): void {
  const xml = error.toXml(answer.requestId, answer.host);
  const headers = {
    'content-type': 'application/xml',
    ...(error.details.ec === undefined ? {} : { 'x-oss-ec': error.details.ec }),
    ...(answer.isHead ? { 'x-oss-err': xml.toString('base64') } : {}),
  };
  send(answer, { status: error.details.status, headers, body: xml }, false);
}
