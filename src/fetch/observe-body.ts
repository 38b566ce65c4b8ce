import { PassThrough, pipeline, type Readable } from 'node:stream';
import { ImgferryError } from '../core/errors.js';
import type { BodyEnd, SeenBody } from '../core/observation.js';
import type { ByteBudget } from '../lib/byte-budget.js';
import type { Deadline } from '../lib/deadline.js';
import type { HttpResponse } from '../net/http-client.js';
import { type BodySink, createBodySink } from './body-sink.js';
import { readContentCoding, startsLikeZstd } from './content-coding.js';
import { decodeContent, isFalseCoding } from './decode-content.js';

export interface BodyReading {
  /** Bytes at most, as sent and as unpacked; more is `over-limit`. */
  readonly maxBytes: number;
  /** Bytes that are enough, where not all are wanted. */
  readonly enough?: number;
  readonly budget: ByteBudget;
  readonly deadline: Deadline;
}

export interface ReadBody {
  readonly body: SeenBody;
  /** Bytes as they were sent. */
  readonly received: number;
  /** Gives back the room that the bytes took. */
  release(): void;
}

/**
 * Reads a body as far as it is wanted, and takes its Content-Encoding off as browsers do.
 *
 * @throws the signal's reason where the caller gave up; nothing that a server does
 */
export async function observeBody(response: HttpResponse, reading: BodyReading): Promise<ReadBody> {
  try {
    switch (readContentCoding(response.headers['content-encoding'], response.url)) {
      case 'none':
        return await observePlain(response, reading);
      case 'known':
        return await observeCoded(response, reading);
      case 'secure-only':
        return await observeUnread(response, reading, () => 'false-coding');
      case 'unknown-here':
        return await observeUnread(response, reading, (bytes) =>
          startsLikeZstd(bytes) ? 'unknown-coding' : 'false-coding',
        );
    }
  } finally {
    response.body.destroy();
  }
}

async function observePlain({ headers, body }: HttpResponse, reading: BodyReading): Promise<ReadBody> {
  const { maxBytes } = reading;
  const length = lengthIn(headers);
  const size = sizeInRange(headers) ?? length;
  const sink = createBodySink({ ...reading, most: Math.min(length ?? maxBytes, maxBytes) });
  const isTooLong = length !== undefined && length > maxBytes && reading.enough === undefined;
  const end = isTooLong ? 'over-limit' : await receive(body, sink, wanting(reading, length));
  const seen = { bytes: sink.bytes(), ...(size === undefined ? {} : { size }) };
  const isPart = end === 'whole' && size !== undefined && sink.size < size; // of a range
  const endOfPart = reading.enough === undefined ? 'cut' : 'enough'; // nobody asked for a part: browsers get no more either
  return { body: { ...seen, end: isPart ? endOfPart : end }, received: sink.size, release: sink.release };
}

async function observeCoded({ headers, body }: HttpResponse, reading: BodyReading): Promise<ReadBody> {
  const { maxBytes } = reading;
  const sink = createBodySink({ ...reading, most: maxBytes });
  let received = 0;
  const counted = new PassThrough().on('data', (chunk: Buffer) => {
    received += chunk.length;
  });
  pipeline(body, counted.pause(), () => undefined); // whoever reads the content gets the error
  const end = await receive(
    () => decodeContent(counted, headers['content-encoding'] ?? '', maxBytes, { mayEndEarly: true }),
    sink,
    reading,
  );
  return { body: { bytes: sink.bytes(), end }, received, release: sink.release };
}

/** A body whose coding nobody here takes off: its first bytes say what it is. */
async function observeUnread(
  { body }: HttpResponse,
  reading: BodyReading,
  judge: (bytes: Uint8Array) => BodyEnd,
): Promise<ReadBody> {
  const sink = createBodySink({ ...reading, most: reading.maxBytes });
  const end = await receive(body, sink, { ...reading, enough: 512 });
  const bytes = sink.bytes();
  return {
    body: { bytes, end: end === 'whole' || end === 'enough' ? judge(bytes) : end },
    received: sink.size,
    release: sink.release,
  };
}

/** Up to twice of what is enough is read to its end: that costs less than a new connection. */
function wanting(reading: BodyReading, length: number | undefined): BodyReading {
  const { enough, ...whole } = reading;
  return enough !== undefined && length !== undefined && length <= 2 * enough ? whole : reading;
}

async function receive(
  content: Readable | (() => Readable),
  sink: BodySink,
  { maxBytes, enough = Number.POSITIVE_INFINITY, deadline }: BodyReading,
): Promise<BodyEnd> {
  try {
    for await (const chunk of typeof content === 'function' ? content() : content) {
      const room = sink.add(chunk);
      if (room) await room;
      if (sink.size > maxBytes) return 'over-limit';
      if (sink.size >= enough) return 'enough';
    }
    return 'whole';
  } catch (error) {
    const end = endBy(error, sink.size, deadline);
    if (end !== undefined) return end;
    sink.release();
    throw error;
  }
}

/** What a failure says of a body; undefined where nothing that a server did is to blame. */
function endBy(error: unknown, size: number, deadline: Deadline): BodyEnd | undefined {
  if (deadline.isOver) return size === 0 ? 'silent' : 'out-of-time';
  if (deadline.signal.aborted) return undefined;
  if (isFalseCoding(error)) return 'false-coding';
  return error instanceof ImgferryError ? endByCode.get(error.code) : undefined;
}

const endByCode: ReadonlyMap<string, BodyEnd> = new Map([
  ['RESPONSE_CUT', 'cut'],
  ['RESPONSE_TIMEOUT', 'silent'],
  ['TOO_LARGE', 'over-limit'],
  ['IMAGE_BROKEN', 'false-coding'],
]);

function lengthIn(headers: HttpResponse['headers']): number | undefined {
  const length = headers['content-length'] ?? '';
  return /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}

/** RFC 9110, 14.4: the whole size that an answer of a part tells. */
function sizeInRange(headers: HttpResponse['headers']): number | undefined {
  const size = /^bytes \d+-\d+\/(\d{1,15})$/.exec(headers['content-range'] ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}
