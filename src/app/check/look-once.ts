import type { Digest } from '../../core/digest.js';
import { sniffFormat } from '../../core/image-format.js';
import type { ImageLook } from '../../core/image-look.js';
import type { AnsweredAddress } from '../../core/observation.js';
import type { ObserveAddress, ObserveCall } from '../../fetch/observe-address.js';
import { observePatiently, type Patience } from '../../fetch/observe-patiently.js';
import type { Inspection } from '../../inspect/inspect-image.js';
import { isWorthInspecting, judgeResponse } from '../../inspect/judge-response.js';
import type { Deadline } from '../../lib/deadline.js';
import { digestOf } from '../../lib/digest.js';
import type { Limiter } from '../../lib/limiter.js';
import { inspectInTurn } from './look/inspect-in-turn.js';

export interface LookOnceOptions extends Patience {
  readonly observe: ObserveAddress;
  readonly site: string | undefined;
  readonly deep: boolean;
  readonly maxBytes: number;
  readonly maxPixels: number;
  readonly timeLimit: number;
  readonly decode: Limiter;
}

/** What one way of asking showed. */
export interface SingleLook {
  readonly look: ImageLook;
  /** Absent where there was no answer. */
  readonly answer?: Omit<AnsweredAddress, 'body'>;
  /** Of what was read, whole or not; absent where there is no answer, and for first parts that nobody compares. */
  readonly digest?: Digest;
  readonly requests: number;
  readonly received: number;
}

/** Asks an address one way, looks at what comes and judges it. */
export async function lookOnce(url: string, call: ObserveCall, options: LookOnceOptions): Promise<SingleLook> {
  const { observation, requests, received, release } = await observePatiently(options.observe, url, call, options);
  try {
    const { site, maxBytes, timeLimit, now } = options;
    const circumstances = { url, site, maxBytes, timeLimit, now: now() };
    if (observation.kind === 'silent') {
      return {
        look: { verdict: judgeResponse(observation, undefined, circumstances) },
        requests,
        received,
      };
    }
    const { body, ...answer } = observation;
    const inspection = isWorthInspecting(observation) ? await inspect(observation, call.deadline, options) : undefined;
    const verdict = judgeResponse(observation, inspection?.verdict, circumstances);
    const isCompared = body.end === 'whole' || answer.status >= 400 || answer.redirects.length > 0;
    const digest = isCompared ? { digest: digestOf(body.bytes) } : {};
    const look = { verdict, ...contentOf(observation, inspection), ...(body.end === 'whole' ? digest : {}) };
    return { look, answer, ...digest, requests, received };
  } finally {
    release();
  }
}

/** Looking is our own work: it costs the address none of its time. */
function inspect(
  { body }: AnsweredAddress,
  deadline: Deadline,
  { deep, maxPixels, decode }: LookOnceOptions,
): Promise<Inspection> {
  const { signal } = deadline;
  const { bytes, size, end } = body;
  const input = end === 'enough' ? { bytes, totalBytes: size ?? ('unknown' as const) } : { bytes };
  return deadline.standStill(() => inspectInTurn(input, { signal, deep, maxPixels }, decode));
}

function contentOf(
  { status, headers, body }: AnsweredAddress,
  inspection: Inspection | undefined,
): Omit<ImageLook, 'verdict' | 'digest'> {
  const { etag, 'last-modified': lastModified } = status === 200 || status === 206 ? headers : {};
  const bytes = body.size ?? (body.end === 'whole' ? body.bytes.length : undefined);
  const format = inspection?.facts?.format ?? sniffFormat(body.bytes);
  const { width = 0, height = 0 } = inspection?.facts ?? {};
  return {
    ...(bytes === undefined ? {} : { bytes }),
    ...(format === undefined ? {} : { format }),
    ...(width > 0 && height > 0 ? { width, height } : {}),
    ...(etag === undefined && lastModified === undefined
      ? {}
      : {
          validators: {
            ...(etag === undefined ? {} : { etag }),
            ...(lastModified === undefined ? {} : { lastModified }),
          },
        }),
  };
}
