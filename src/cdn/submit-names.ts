import { createHash } from 'node:crypto';
import type { CdnAction, CdnLimit, CdnProvider, CdnSubmission, CdnTarget } from '../core/cdn.js';
import type { CdnNameOutcome } from '../core/cdn-outcome.js';
import { ImgferryError } from '../core/errors.js';
import type { CdnLedger } from '../core/ledger.js';
import { backoff } from '../lib/retry.js';
import { type SubmissionPlan, sortByHost, takeBatch } from './plan-submission.js';

export interface SubmitTools {
  readonly provider: CdnProvider;
  readonly ledger: CdnLedger;
  readonly now: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told before it waits, since the provider asked for it. */
  readonly onSlowDown: (error: ImgferryError, attempt: number, delay: number) => void;
  readonly onSettled: (outcomes: readonly CdnNameOutcome[]) => void;
}

export interface SubmitOptions {
  /** What a quota that ran out meanwhile leaves is recorded for a later day, instead of ending the run. */
  readonly spread: boolean;
}

const attempts = 8;
const slowestPace = 60_000; // ms between calls
const mostRefusals = 64; // calls that are spent on finding the names that a call was refused for

/**
 * Sends what a plan has, call by call, never two at once. Each is recorded before it is made and after it was answered,
 * so that a killed run leaves one at most of which nobody knows whether it came.
 *
 * @returns calls that were made
 * @throws ImgferryError CDN_ACCESS_DENIED, CDN_THROTTLED, CDN_UNREACHABLE, CDN_QUOTA_EXCEEDED
 */
export async function submitNames(plan: SubmissionPlan, tools: SubmitTools, options: SubmitOptions): Promise<number> {
  const { action, target } = plan;
  const { provider, ledger, now, onSettled, signal } = tools;
  const limit = limitOf(provider, action, target);
  const send = createPacedSender(plan, tools);
  const record = createRecorder(plan, tools);
  const waiting = sortByHost(plan.toSend);
  const parts: (readonly string[])[] = []; // of calls that were refused as a whole
  let perCall = limit.perCall;
  let mayGrow = limit.growsTo !== undefined;
  let refusals = 0;

  if (plan.beyond.length > 0) {
    record(plan.beyond, 'waiting');
    onSettled(plan.beyond.map((name) => ({ name, target, state: 'waiting' })));
  }
  while (parts.length > 0 || waiting.length > 0) {
    signal.throwIfAborted();
    const names = parts.pop() ?? takeBatch(waiting, perCall, limit);
    record(names, 'sending');
    try {
      const { task } = await send(names);
      record(names, 'sent', task);
      const told = task === undefined ? {} : { task };
      onSettled(names.map((name) => ({ name, target, state: 'sent', at: now(), ...told })));
      if (mayGrow && names.length === perCall) perCall = limit.growsTo ?? perCall;
    } catch (error) {
      if (!(error instanceof ImgferryError) || mayHaveCome(error)) throw error;
      ledger.forgetSubmissions(provider.id, action, target, names);
      if (error.code === 'CDN_QUOTA_EXCEEDED' && options.spread) {
        const rest = [...names, ...parts.flat(), ...waiting];
        record(rest, 'waiting');
        onSettled(rest.map((name) => ({ name, target, state: 'waiting' })));
        break;
      }
      if (error.code !== 'CDN_REFUSED') throw error;
      refusals += 1;
      if (error.facts.hint === 'batch-size' && names.length > limit.perCall) {
        [perCall, mayGrow] = [limit.perCall, false];
        waiting.unshift(...names);
      } else if (names.length > 1 && refusals < mostRefusals) {
        const half = Math.ceil(names.length / 2);
        parts.push(names.slice(half), names.slice(0, half));
      } else {
        onSettled(names.map((name) => ({ name, target, state: 'failed', error: error.toReport() })));
      }
    }
  }
  return send.calls();
}

/** Nobody knows: it stays recorded as under way. */
const mayHaveCome = ({ code, facts }: ImgferryError): boolean =>
  code === 'CDN_UNREACHABLE' && facts.hint !== 'not-sent';

/** @throws ImgferryError CDN_UNSUPPORTED {provider, action, target} */
export function limitOf({ name, limits }: CdnProvider, action: CdnAction, target: CdnTarget): CdnLimit {
  const limit = limits[action][target];
  if (!limit) throw new ImgferryError('CDN_UNSUPPORTED', { provider: name, action, target });
  return limit;
}

interface PacedSender {
  (names: readonly string[]): Promise<{ readonly task?: string }>;
  calls(): number;
}

/** Makes calls no faster than the provider allows; slower and slower where it says that they come too fast. */
function createPacedSender({ action, target }: SubmissionPlan, tools: SubmitTools): PacedSender {
  const { provider, ledger, signal, wait, now, onSlowDown } = tools;
  let pace = 1000 / provider.limits.callsPerSecond;
  let next = 0;
  let calls = 0;

  const callOnce = async (names: readonly string[]): Promise<{ readonly task?: string }> => {
    const early = next - now();
    if (early > 0) await wait(early, signal);
    next = now() + pace;
    calls += 1;
    const since = ledger.submission(provider.id, action, target, names[0] ?? '')?.since; // stands until it is answered
    return provider.submit(action, { target, names, reference: referenceOf(action, target, names, since) }, { signal });
  };

  const send = async (names: readonly string[]): Promise<{ readonly task?: string }> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await callOnce(names);
      } catch (error) {
        const isThrottled = error instanceof ImgferryError && error.code === 'CDN_THROTTLED';
        if (!isThrottled || attempt === attempts) throw error;
        pace = Math.min(slowestPace, Math.max(100, pace * 2));
        const delay = Math.max(pace, backoff(error, attempt + 1));
        onSlowDown(error, attempt + 1, delay);
        await wait(delay, signal);
      }
    }
  };
  return Object.assign(send, { calls: () => calls });
}

function referenceOf(
  action: CdnAction,
  target: CdnTarget,
  names: readonly string[],
  since: number | undefined,
): string {
  return createHash('sha256')
    .update([action, target, since, ...names].join('\n'))
    .digest('hex')
    .slice(0, 32);
}

type RecordState = (names: readonly string[], state: CdnSubmission['state'], task?: string) => void;

function createRecorder({ action, target }: SubmissionPlan, { provider, ledger, now }: SubmitTools): RecordState {
  const since = now();
  return (names, state, task) => {
    const at = now();
    const told = task === undefined ? {} : { task };
    const base = { provider: provider.id, action, target, state, at, ...told };
    ledger.recordSubmissions(
      names.map((name) => {
        const before = ledger.submission(provider.id, action, target, name);
        return { ...base, name, since: before && before.state !== 'sent' ? before.since : since };
      }),
    );
  };
}
