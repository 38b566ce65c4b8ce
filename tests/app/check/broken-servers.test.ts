import { afterAll, describe, expect, it } from 'vitest';
import type { VerdictReason } from '../../../src/core/verdict.js';
import { unaborted } from '../../net/client-kit.js';
import { startBrokenServers } from '../../support/broken-servers.js';
import { openLook } from './look-kit.js';

const servers = await startBrokenServers();
afterAll(() => servers.close());

describe('a look at an address', () => {
  it.each(servers.cases)('sees $how: $level $reason', async ({ url, site, reason, level }) => {
    servers.reset();
    const known = site === undefined ? {} : { site };
    const look = openLook({ ...known, client: { allowHosts: servers.hosts, lookup: servers.lookup } });
    const { verdict } = await look(url, { signal: unaborted });
    expect({ level: verdict.level, reason: verdict.reasons[0], evidence: verdict.evidence }).toMatchObject({
      level,
      reason,
    });
  });

  it('has a case for every reason that an address can give', () => {
    const provoked = new Set(servers.cases.map(({ reason }) => reason));
    expect(ofAddresses.filter((reason) => !provoked.has(reason))).toEqual([]);
  });
});

const ofAddresses: readonly VerdictReason[] = [
  ...(['blocked-by-guard', 'dns-failure', 'tls-failure', 'connection-failure', 'no-answer', 'offline'] as const),
  ...(['redirect-loop', 'too-many-redirects', 'redirect-invalid', 'redirected', 'login-wall'] as const),
  ...(['not-found', 'gone', 'forbidden', 'http-error', 'server-error', 'rate-limited', 'bot-challenge'] as const),
  ...(['expired-signature', 'expiring-soon', 'length-mismatch', 'encoding-mismatch', 'answer-malformed'] as const),
  ...(['blocked-by-nosniff', 'blocked-by-type', 'blocked-by-corp', 'blocked-mixed-content', 'insecure'] as const),
  ...(['type-breaks-svg', 'type-mismatch', 'octet-stream', 'attachment', 'error-status-with-image'] as const),
  ...(['too-large', 'too-slow', 'hotlink-protected', 'empty', 'not-an-image', 'truncated'] as const),
];
