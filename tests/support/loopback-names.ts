import type { LookupFunction } from 'node:net';

/** Every name is this machine: who is meant is told apart by the Host that is sent. */
export const toLoopback: LookupFunction = (_, { all }, callback) =>
  all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);
