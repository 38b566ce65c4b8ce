import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createTurns } from '../../src/lib/turns.js';
import { paceHosts } from '../../src/net/host-paced-client.js';
import type { HttpClient } from '../../src/net/http-client.js';

const { signal } = new AbortController();

function bareClient(asked: string[]): HttpClient {
  return {
    async request({ url }) {
      asked.push(url);
      return { status: 200, headers: {}, url, hops: [], body: Readable.from([Buffer.alloc(10)]) };
    },
    isProxied: () => false,
    inspectTls: async () => undefined,
    close: async () => undefined,
  };
}

it('asks a host that has a rate in its turns, and others at once', async () => {
  const asked: string[] = [];
  const taken: string[] = [];
  const take = (name: string, rate: number, amount: number): number => {
    taken.push(`${name} ${rate} ${amount}`);
    return 0;
  };
  const client = paceHosts(bareClient(asked), { 'slow.example': { rate: 5, bandwidth: 100 } }, { take });
  const { body } = await client.request({ url: 'https://slow.example:8443/a', signal });
  for await (const _ of body);
  await client.request({ url: 'https://fast.example/b', signal });
  expect(asked).toEqual(['https://slow.example:8443/a', 'https://fast.example/b']);
  expect(taken).toEqual(['slow.example 5 1', 'slow.example bytes 100 10']);
});

it('lets a turn go that it is too late for, and takes another', async () => {
  const asked: string[] = [];
  let taken = 0;
  const take = async (): Promise<number> => {
    taken += 1;
    if (taken === 1) await wait(200);
    return 0;
  };
  await paceHosts(bareClient(asked), { 'slow.example': { rate: 5 } }, { take }).request({
    url: 'https://slow.example/a',
    signal,
  });
  expect(taken).toBeGreaterThan(1);
  expect(asked).toEqual(['https://slow.example/a']);
});

it('spreads turns evenly', () => {
  let clock = 0;
  const { take } = createTurns(() => clock);
  expect([take('a', 50, 1), take('a', 50, 1), take('a', 50, 1), take('b', 50, 1)]).toEqual([0, 20, 40, 0]);
  clock = 100;
  expect(take('a', 50, 1)).toBe(0);
});
