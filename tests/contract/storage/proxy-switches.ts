import type { HttpClient } from '../../../src/net/http-client.js';
import type { FaultProxy } from '../../support/fault-proxy.js';
import type { BucketSwitches } from './storage-contract.js';

/** The network's troubles, made by a proxy before a real server. */
export function proxySwitches(proxy: FaultProxy, client: HttpClient): BucketSwitches {
  const isPut = ({ method }: { method: string }): boolean => method === 'PUT';
  const isRead = ({ method, path }: { method: string; path: string }): boolean =>
    method === 'GET' && !path.includes('?');
  const slowDown = '<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>';
  return {
    answer503: (times) => proxy.add({ kind: 'answer', status: 503, body: slowDown }, { times }),
    answerWrongChecksum: () =>
      proxy.add({ kind: 'change-answer', headers: { etag: `"${'0'.repeat(32)}"` } }, { when: isPut }),
    cutNextPut: () => proxy.add({ kind: 'cut-request' }, { when: isPut }),
    cutNextRead: () => proxy.add({ kind: 'cut-answer' }, { when: isRead }),
    halfOfNextPut: () => new Promise((onHalf) => proxy.add({ kind: 'hold-request', onHalf }, { when: isPut })),
    fallSilent: () =>
      new Promise((onArrival) => proxy.add({ kind: 'silence', onArrival }, { times: Number.POSITIVE_INFINITY })),
    connections: () => proxy.connections,
    disconnected: () => proxy.disconnected(),
    hangUp: () => client.close(),
  };
}
