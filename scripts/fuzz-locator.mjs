// Compares the locator with other parsers over random documents, Markdown with commonmark.js and micromark, or MDX with
// @mdx-js/mdx:
//   npm run fuzz:locator -- --count 100000 --seed 1 [--mdx]
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    mdx: { type: 'boolean', default: false },
  },
});
const vitest = new URL('../node_modules/vitest/vitest.mjs', import.meta.url).pathname;
const [test, count] = values.mdx ? ['mdx-differential', 'FUZZ_MDX_COUNT'] : ['differential', 'FUZZ_COUNT'];
const run = spawnSync(process.execPath, [vitest, 'run', `tests/scan/locate/${test}.test.ts`], {
  cwd: new URL('..', import.meta.url).pathname,
  env: { ...process.env, [count]: values.count, FUZZ_SEED: values.seed },
  stdio: 'inherit',
});
process.exitCode = run.status ?? 1;
