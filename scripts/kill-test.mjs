// Kills migrations, and a seventh as many repairs, at random instants and looks at what is left:
// `npm run kill -- --count 200 --seed 7`. The tests themselves are tests/e2e/kill.test.ts and repair-kill.test.ts; the
// usual test run does 20 instants.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (/^\d+$/.test(value)) continue;
  console.error(`--${name} must be a whole number, not ${value}`);
  process.exit(2);
}
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'tests/e2e/kill.test.ts', 'tests/e2e/repair-kill.test.ts'],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, IMGFERRY_KILLS: values.count, IMGFERRY_SEED: values.seed },
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
