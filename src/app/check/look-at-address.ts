import type { Emit } from '../../core/events.js';
import type { ImageLook } from '../../core/image-look.js';
import { shows, type Verdict } from '../../core/verdict.js';
import { createAddressObserver, type ObserveCall } from '../../fetch/observe-address.js';
import { isMixedContent, judgeMixedContent, securedAddress } from '../../inspect/judge-mixed-content.js';
import { judgeReferer, mayBeForReferer, type RefererLook } from '../../inspect/judge-referer.js';
import { refreshVerdict } from '../../inspect/refresh-verdict.js';
import { createByteBudget } from '../../lib/byte-budget.js';
import { createDeadline } from '../../lib/deadline.js';
import type { Limiter } from '../../lib/limiter.js';
import type { HttpClient } from '../../net/http-client.js';
import { type LookOnceOptions, lookOnce, type SingleLook } from './look-once.js';

export interface AddressLookOptions {
  readonly client: HttpClient;
  /** Address of the site whose readers see the images; undefined: a placeholder's origin is sent as Referer. */
  readonly site?: string;
  /** Decode every pixel; else the first bytes are read and their headers believed. */
  readonly deep: boolean;
  /** Bytes at most, as sent and as unpacked. */
  readonly maxBytes: number;
  /** More pixels than this in one frame are refused before anything is decoded. */
  readonly maxPixels: number;
  /** Around decoding; large pictures take several places. */
  readonly decode: Limiter;
  /** ms for all of one image: every request, retry and wait, but not what waits here for its turn. */
  readonly timeLimit: number;
  /** Epoch in ms. */
  readonly now: () => number;
  readonly emit: Emit;
}

/** What was seen, and what it cost. */
export interface AddressLook extends ImageLook {
  readonly requests: number;
  /** Bytes of bodies, as they were sent. */
  readonly received: number;
}

export type LookAtAddress = (
  url: string,
  call: {
    readonly signal: AbortSignal;
    /** What the last look as deep as this saw: then it is asked whether it changed. */
    readonly known?: ImageLook;
  },
) => Promise<AddressLook>;

/** What a reader's browser sends where the site is not known: another origin than any image's (RFC 2606). */
const placeholderReferer = 'https://blog.example/';

/** Bytes that are enough to tell what an image is. */
const firstBytes = 64 * 1024;

/** Tries of what may be another answer soon. */
const attempts = 3;

/** Bytes of long bodies that are in memory at once. */
const roomForBodies = 64 * 1024 * 1024;

/**
 * Looks at addresses as a reader's browser does: one GET, the Referer that the site's pages send, redirects followed; a
 * second request the other way only where a refusal may be for the Referer's sake. An http image on an https site is
 * asked for by https too, since browsers do. Whatever an address does is a verdict.
 *
 * Rejects with the signal's reason, and for bugs.
 */
export function createAddressLook(options: AddressLookOptions): LookAtAddress {
  const { client, site, deep, maxBytes, now } = options;
  const reading = { client, maxBytes, budget: createByteBudget(roomForBodies) };
  const observeStart = createAddressObserver({ ...reading, enough: firstBytes });
  const observe = deep ? createAddressObserver(reading) : observeStart;
  const usual: LookOnceOptions = { ...options, site, observe, attempts };
  const brief: LookOnceOptions = { ...usual, deep: false, observe: observeStart, attempts: 1 };
  const secureHosts = createSecureHosts();
  const asReader: Manner = site === undefined ? { referer: placeholderReferer } : {};

  return async (url, { signal, known }) => {
    const deadline = createDeadline(options.timeLimit, signal);
    const costs = { requests: 0, received: 0 };
    const ask: Ask = async (address, manner, tools = usual) => {
      const seen = await lookOnce(address, { deadline, ...manner }, tools);
      costs.requests += seen.requests;
      costs.received += seen.received;
      return seen;
    };
    try {
      const first = await ask(url, { ...asReader, ...conditionOf(known) });
      if (known && first.answer?.status === 304) {
        return { ...known, verdict: refreshVerdict(known.verdict, first.answer, { url, now: now() }), ...costs };
      }
      const seen = await askTheOtherWay(url, first, ask, site !== undefined);
      if (!isMixedContent(url, site)) return { ...seen.look, ...costs };
      const verdict = await secureHosts.look(url, seen, (address) => ask(address, asReader, brief));
      return { ...seen.look, verdict: judgeMixedContent(url, seen.look.verdict, verdict), ...costs };
    } finally {
      deadline.end();
    }
  };
}

/** How an address is asked. */
type Manner = Omit<ObserveCall, 'deadline'>;

type Ask = (address: string, manner: Manner, tools?: LookOnceOptions) => Promise<SingleLook>;

/** Only what showed is asked whether it changed. */
function conditionOf(known: ImageLook | undefined): Manner {
  return known?.validators && shows(known.verdict) ? { validators: known.validators } : {};
}

/** With a Referer where none was sent, else without. */
async function askTheOtherWay(url: string, first: SingleLook, ask: Ask, isSiteKnown: boolean): Promise<SingleLook> {
  const before = refererLook(first);
  if (!before || !mayBeForReferer(before)) return first;
  const second = await ask(url, { referer: before.answer.referer === undefined ? placeholderReferer : '' });
  const after = refererLook(second);
  const verdict = after && judgeReferer(before, after, isSiteKnown);
  if (verdict === undefined || verdict === first.look.verdict) return first;
  const { look } = shows(verdict) ? second : first;
  return { ...second, look: { ...look, verdict } };
}

const refererLook = ({ look: { verdict }, answer, digest }: SingleLook): RefererLook | undefined =>
  answer && { verdict, answer, ...(digest === undefined ? {} : { digest }) };

interface SecureHosts {
  /** What an http address shows by https. */
  look(url: string, plain: SingleLook, ask: (address: string) => Promise<SingleLook>): Promise<Verdict>;
}

/** Asks once more by https, unless the http address led there; a host that does not answer by it is asked once. */
function createSecureHosts(): SecureHosts {
  const silent = new Map<string, Verdict>();
  return {
    async look(url, plain, ask) {
      const address = securedAddress(url);
      if (plain.answer?.url === address) return plain.look.verdict;
      const { host } = new URL(address);
      const known = silent.get(host);
      if (known) return known;
      const { look, answer } = await ask(address);
      if (!answer) silent.set(host, look.verdict);
      return look.verdict;
    },
  };
}
