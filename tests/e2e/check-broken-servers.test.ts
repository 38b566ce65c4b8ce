import { afterAll, expect, it } from 'vitest';
import { startBrokenServers } from '../support/broken-servers.js';
import { linesOf } from '../support/checking.js';
import { createTestSite } from '../support/migration.js';

const servers = await startBrokenServers();
afterAll(() => servers.close());

const cases = servers.cases.filter(({ needsLookup }) => !needsLookup);
const sites = [...new Set(cases.map(({ site }) => site))];

it.each(sites)('the program sees what addresses do to readers of %s', { timeout: 180_000 }, async (site) => {
  servers.reset();
  const ofSite = cases.filter((one) => one.site === site);
  const folder = await createTestSite({
    'posts/p.md': ofSite.map(({ url }) => `![](<${url}>)\n`).join('\n'),
    'imgferry.config.json': JSON.stringify({
      ...(site === undefined ? {} : { site }),
      allowHosts: servers.hosts,
      ignore: [{ reason: 'one-picture-many-addresses' }], // most cases serve the same picture
      connectTimeout: 1000,
      idleTimeout: 1000,
      imageTimeout: 8000,
      maxBytes: 1024 * 1024,
    }),
  });
  const lines = linesOf(await folder.run(['check', 'posts', '--format', 'ndjson', '--quiet']));
  const seen = new Map(lines.map(({ url, reasons, verdict }) => [url, { verdict, reason: reasons[0] }]));
  const wrong = ofSite.flatMap(({ how, level, reason, url, place }) => {
    const found = seen.get(new URL(url).href);
    // whether this machine has a resolver is not known; decoders side by side share one place for their words (libvips)
    const also = place === 'unknown' ? 'offline' : reason === 'truncated' ? 'undecodable' : reason;
    const isRight = found?.reason === reason || found?.reason === also;
    return isRight && (place === 'unknown' || found?.verdict === level) ? [] : [{ how, expected: reason, found }];
  });
  expect(wrong).toEqual([]);
  expect(lines).toHaveLength(new Set(ofSite.map(({ url }) => new URL(url).href)).size);
});
