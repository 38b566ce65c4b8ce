import type { Turns } from '../lib/turns.js';
import type { QueueConnection } from './queue-connection.js';
import { turnKey } from './queue-names.js';

/**
 * The generic cell rate algorithm (ITU-T I.371) by Redis's own clock: what its workers' clocks say doesn't matter. A
 * fixed window would let twice as many through around its edge.
 */
const takeTurn = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local free = tonumber(redis.call('GET', KEYS[1]) or now)
local turn = math.max(now, free)
local next = turn + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.3f', next), 'PX', math.ceil(next - now) + 1000)
return string.format('%.3f', turn - now)
`;

/** For the requests of all workers together. */
export function createSharedTurns({ redis }: QueueConnection): Turns {
  return {
    async take(name, perSecond, amount) {
      return Number(await redis.eval(takeTurn, 1, turnKey(name), String((amount * 1000) / perSecond)));
    },
  };
}
