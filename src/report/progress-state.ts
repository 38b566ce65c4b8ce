import type { RunEvent } from '../core/events.js';

/** What the events so far amount to. */
export interface ProgressState {
  readonly startedAt: number;
  /** Images that there are; undefined until the posts were scanned, and where objects are taken as a store lists them. */
  readonly total: number | undefined;
  /** Images were looked at and counted before they settled. */
  readonly isChecked: boolean;
  readonly done: number;
  readonly failed: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  /** Posts that were written. */
  readonly posts: number;
  /** What is going on with which image, the longest first. */
  readonly inFlight: ReadonlyMap<string, InFlight>;
}

export interface InFlight {
  readonly stage: string;
  /** Ms until it is tried again. */
  readonly retryIn?: number;
}

export function startProgress(startedAt: number): ProgressState {
  return {
    startedAt,
    total: undefined,
    isChecked: false,
    done: 0,
    failed: 0,
    bytesBefore: 0,
    bytesAfter: 0,
    posts: 0,
    inFlight: new Map(),
  };
}

/** The state after one more event. */
export function trackProgress(state: ProgressState, event: RunEvent): ProgressState {
  switch (event.type) {
    case 'run-started':
      return startProgress(event.at);
    case 'scanned':
      return { ...state, total: event.images };
    case 'stage-started':
      return { ...state, inFlight: withOne(state, event.url, { stage: event.stage }) };
    case 'retrying': {
      const stage = state.inFlight.get(event.url)?.stage ?? 'fetch';
      return { ...state, inFlight: withOne(state, event.url, { stage, retryIn: event.delay }) };
    }
    case 'asset-settled': {
      const { url, state: became, bytesBefore = 0, bytesAfter = 0 } = event.outcome;
      const isMeasured = bytesBefore > 0 && bytesAfter > 0;
      return {
        ...state,
        done: state.done + (state.isChecked ? 0 : 1),
        failed: state.failed + (became === 'failed' && !state.isChecked ? 1 : 0),
        bytesBefore: state.bytesBefore + (isMeasured ? bytesBefore : 0),
        bytesAfter: state.bytesAfter + (isMeasured ? bytesAfter : 0),
        inFlight: without(state, url),
      };
    }
    case 'post-settled':
      return event.outcome.state === 'edited' ? { ...state, posts: state.posts + 1 } : state;
    case 'image-checked': {
      const isBroken = event.verdict === 'broken';
      const failed = state.failed + (isBroken ? 1 : 0);
      return { ...state, isChecked: true, done: state.done + 1, failed, inFlight: without(state, event.url) };
    }
    case 'cdn-submitted':
      return { ...state, done: state.done + event.names, inFlight: new Map() };
    default:
      return state;
  }
}

function withOne({ inFlight }: ProgressState, url: string, what: InFlight): ReadonlyMap<string, InFlight> {
  return new Map(inFlight).set(url, what);
}

function without({ inFlight }: ProgressState, url: string): ReadonlyMap<string, InFlight> {
  if (!inFlight.has(url)) return inFlight;
  const rest = new Map(inFlight);
  rest.delete(url);
  return rest;
}
