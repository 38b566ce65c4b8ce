// One peer, in a process of its own, so that it can hang, crash or take all memory. Argument: its name. Takes a case as a
// message and answers with the verdict.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peers } from './peers.mjs';

const { look } = peers[process.argv[2]];
const memoryLimit = 1e9; // bytes

process.on('message', async ({ url, site }) => {
  const folder = mkdtempSync(join(tmpdir(), 'imgferry-compared-'));
  try {
    process.send({ verdict: await look({ url, site, folder }) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
process.on('disconnect', () => process.exit());
setInterval(() => {
  if (process.memoryUsage().rss < memoryLimit) return;
  process.send({ verdict: 'no-end' }, () => process.exit());
}, 100);
process.send('ready');
