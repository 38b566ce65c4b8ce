import { expect, it } from 'vitest';
import { createEdgeAsker } from '../../src/cdn/audit/ask-edge.js';
import { openClient, unaborted } from '../net/client-kit.js';
import { rejection } from '../storage/refusal.js';

it('says nothing of an edge that a proxy kept from being asked', async () => {
  const client = openClient({ proxies: { http: 'http://me:secret@127.0.0.1:1' } });
  const asker = createEdgeAsker({ client, signal: unaborted, maxBytes: 1000 });
  const error = await rejection(asker.ask({ url: 'http://img.example/a.png', headers: {} }));
  expect(error).toMatchObject({
    code: 'CDN_UNREACHABLE',
    facts: { host: 'img.example', proxy: '127.0.0.1:1', found: 'ECONNREFUSED' },
  });
});
