import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readTree } from '../../support/file-tree.js';
import { createTestSite, outcomeOf } from '../../support/migration.js';
import { createNetworkHosts, hasNetworkHosts, type NetworkHost } from '../../support/network-hosts.js';
import { hasRedis, startRedis } from '../../support/redis.js';
import { startWorker } from './workers.js';

const objects = 400; // in batches of 32

describe.skipIf(!hasRedis || !hasNetworkHosts)(
  `workers on hosts of their own${hasNetworkHosts ? '' : ' (needs root and network namespaces)'}`,
  { timeout: 180_000 },
  () => {
    it('lose nothing and do nothing twice when one is cut off, and it works on when it is back', async () => {
      const [cutOff, other] = createNetworkHosts(2);
      if (!cutOff || !other) throw new Error('there are two');
      const redis = await startRedis(['--bind', '127.0.0.1', cutOff.gateway, other.gateway, '--protected-mode', 'no']);
      const site = await createTestSite(
        Object.fromEntries(Array.from({ length: objects }, (_, at) => [`from/图 ${at}.png`, `bytes of ${at}`])),
      );
      const start = ({ gateway, namespace }: NetworkHost) =>
        startWorker(['--queue', `redis://${gateway}:${redis.port}`, '--concurrency', '1'], {
          cwd: site.folder,
          namespace,
        });
      const transfer = () =>
        site.run(['transfer', 'file:from', 'file:to', '--write', '--queue', redis.url, '--format', 'json']);

      const victim = start(cutOff);
      const transferring = transfer();
      await victim.until(({ event }) => event === 'job'); // and has taken the next one
      cutOff.cut();
      const helper = start(other);
      const result = await transferring;
      expect(result, result.stderr).toMatchObject({ code: 0 });
      const { stored = 0, reused = 0 } = outcomeOf(result).totals;
      expect(stored + reused).toBe(objects);
      expect(helper.log.map(({ event }) => event)).toContain('job-stalled');
      const arrived = await readTree(join(site.folder, 'to'));
      expect(arrived).toEqual(await readTree(join(site.folder, 'from')));

      cutOff.mend();
      helper.child.kill('SIGTERM');
      expect(await helper.ended).toBe(0);
      await site.write('from/late.png', 'late bytes');
      const again = await transfer();
      expect([again.code, outcomeOf(again).totals]).toMatchObject([0, { stored: 1, inPlace: objects }]);
      await victim.until(({ url }) => url?.endsWith('late.png') === true);
      while ((await redis.client.keys('imgferry:*')).some((key) => /:[0-9a-f]{64}$/.test(key))) await wait(50);
    });
  },
);
