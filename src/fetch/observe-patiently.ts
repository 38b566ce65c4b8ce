import { setTimeout as wait } from 'node:timers/promises';
import { ImgferryError } from '../core/errors.js';
import type { Emit } from '../core/events.js';
import { sniffFormat } from '../core/image-format.js';
import type { Observation } from '../core/observation.js';
import { backoff } from '../lib/retry.js';
import { parseRetryAfter } from '../net/retry-after.js';
import type { ObserveAddress, ObserveCall, Observed } from './observe-address.js';
import { isBusy } from './request-image.js';

export interface Patience {
  /** Tries in all. */
  readonly attempts: number;
  readonly now: () => number;
  readonly emit: Emit;
}

/**
 * Asks again what may be another answer soon: a connection that broke off, a busy server, in the time that it asks for
 * (`Retry-After`). What the last try saw counts, unless the time ran out on it; a wait that is longer than the time
 * left is not begun. What takes long, or all images alike (a host that keeps silent, a line that is down), gets two tries.
 */
export async function observePatiently(
  observe: ObserveAddress,
  url: string,
  call: ObserveCall,
  { attempts, now, emit }: Patience,
): Promise<Observed> {
  let [requests, received] = [0, 0];
  let last: Observed | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const observed = await observe(url, call);
    requests += observed.requests;
    received += observed.received;
    if (last && isOutOfTime(observed.observation)) return { ...last, requests, received };
    const trouble = passingTrouble(url, observed.observation, now());
    const delay = trouble && delayOf(trouble, attempt);
    const isLast = attempt >= (trouble && isCostly(trouble) ? Math.min(2, attempts) : attempts);
    if (!trouble || delay === undefined || isLast || delay >= call.deadline.left()) {
      return { ...observed, requests, received };
    }
    emit({ type: 'retrying', url, error: trouble.toReport(), attempt: attempt + 1, delay });
    last = withoutRoom(observed);
    await waitFor(delay, call);
    if (call.deadline.isOver) return { ...last, requests, received };
  }
}

async function waitFor(delay: number, { deadline }: ObserveCall): Promise<void> {
  try {
    await wait(delay, undefined, { signal: deadline.signal });
  } catch (error) {
    if (!deadline.isOver) throw deadline.signal.aborted ? deadline.signal.reason : error;
  }
}

/** A busy server's own wish counts in full. */
function delayOf(error: ImgferryError, attempt: number): number {
  const asked = error.facts.retryAfter;
  return typeof asked === 'number' ? asked : backoff(error, attempt + 1);
}

const isCostly = ({ code, facts }: ImgferryError): boolean =>
  code === 'RESPONSE_TIMEOUT' || /^(?:EAI_AGAIN|ENETUNREACH|ENETDOWN)$/.test(String(facts.reason ?? ''));

const isOutOfTime = (observation: Observation): boolean =>
  observation.kind === 'silent' ? observation.error === 'out-of-time' : observation.body.end === 'out-of-time';

/** What may pass, as an error; undefined where the observation is final. */
function passingTrouble(url: string, observation: Observation, now: number): ImgferryError | undefined {
  if (observation.kind === 'silent') {
    if (observation.error === 'out-of-time') return undefined;
    const error = new ImgferryError(observation.error.code, observation.error.facts);
    const isMalformed = String(error.facts.reason ?? '').startsWith('HPE_'); // it would be so again
    return error.isPassing && !isMalformed ? error : undefined;
  }
  const { status, headers, body } = observation;
  if (body.end === 'cut') return new ImgferryError('RESPONSE_CUT', { url, found: body.bytes.length });
  if (!isBusy(status) || headers['cf-mitigated'] !== undefined) return undefined;
  if (sniffFormat(body.bytes) !== undefined) return undefined; // browsers show it
  const retryAfter = parseRetryAfter(headers['retry-after'], now);
  return new ImgferryError('HTTP_BUSY', { url, status, ...(retryAfter === undefined ? {} : { retryAfter }) });
}

/** Enough of a body to tell later what it was; the room is given back. */
function withoutRoom(observed: Observed): Observed {
  const { observation } = observed;
  const kept =
    observation.kind === 'answered'
      ? {
          ...observation,
          body: { ...observation.body, bytes: Uint8Array.from(observation.body.bytes.subarray(0, 4096)) },
        }
      : observation;
  observed.release();
  return { ...observed, observation: kept, release: () => undefined };
}
