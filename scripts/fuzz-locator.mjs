// Compares the locator with commonmark.js and micromark over random documents:
//   npm run fuzz:locator -- --count 100000 --seed 1
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const vitest = new URL('../node_modules/vitest/vitest.mjs', import.meta.url).pathname;
const run = spawnSync(process.execPath, [vitest, 'run', 'tests/scan/locate/differential.test.ts'], {
  cwd: new URL('..', import.meta.url).pathname,
  env: { ...process.env, FUZZ_COUNT: values.count, FUZZ_SEED: values.seed },
  stdio: 'inherit',
});
process.exitCode = run.status ?? 1;
