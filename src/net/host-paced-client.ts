import { setTimeout as wait } from 'node:timers/promises';
import { createLimiter } from '../lib/limiter.js';
import type { Turns } from '../lib/turns.js';
import type { HttpClient } from './http-client.js';
import { slowResponse } from './slow-response.js';

/** How fast one host is asked at most. */
export interface HostPace {
  /** Requests a second. */
  readonly rate?: number;
  /** Bytes a second of what it answers. */
  readonly bandwidth?: number;
}

/** Turns that one process holds of a host at most: a process that wakes up late sends no more than these at once. */
const heldAtOnce = 2;
/** How late a turn may still be used, in ms: a later one would come on top of those that are due by then. */
const lateness = 50;
/** A machine that is late for so many turns in a row is slower than any limit. */
const mostTurns = 4;

/** Asks each host no faster than it may be asked; where a redirect leads is not counted. */
export function paceHosts(client: HttpClient, hosts: Readonly<Record<string, HostPace>>, turns: Turns): HttpClient {
  const paces = new Map(
    Object.entries(hosts).map(([host, pace]) => [host.toLowerCase(), { ...pace, line: createLimiter(heldAtOnce) }]),
  );

  async function waitForTurn(name: string, rate: number, signal: AbortSignal): Promise<void> {
    for (let taken = 1; ; taken += 1) {
      signal.throwIfAborted();
      const askedAt = performance.now();
      const ahead = await turns.take(name, rate, 1);
      await wait(ahead, undefined, { signal });
      if (performance.now() - askedAt - ahead <= lateness || taken === mostTurns) return;
    }
  }

  return {
    ...client,
    async request(request) {
      const { host, hostname } = URL.canParse(request.url) ? new URL(request.url) : { host: '', hostname: '' };
      const name = paces.has(host) ? host : hostname;
      const { rate, bandwidth, line } = paces.get(name) ?? {};
      const { signal } = request;
      if (rate !== undefined) {
        await line?.(() => waitForTurn(name, rate, signal));
      }
      const response = await client.request(request);
      if (bandwidth === undefined) return response;
      return slowResponse(response, signal, (bytes) => turns.take(`${name} bytes`, bandwidth, bytes));
    },
  };
}
