// Tries to make the program lose something: `npm run torture -- --seed 7 --minutes 30 --only kill-points`. Each scenario
// is a test that the usual test run has in a short form. `--count` says how many kills (200: a seventh as many of
// repairs, a quarter of optimizes, half of transfers; of `kill-points` so many of each command; ten networks; each of the
// `fuzz-` scenarios' properties ten times as often); `--minutes` begins again, with the next seed, until the time is over.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const scenarios = {
  'kill-migrate': 'e2e/kill',
  'kill-repair': 'e2e/repair-kill',
  'kill-optimize': 'e2e/optimize-kill',
  'kill-transfer': 'e2e/transfer-kill',
  'kill-points': 'e2e/torture/kill-points',
  order: 'e2e/torture/order',
  network: 'e2e/torture/network',
  disk: 'e2e/torture/disk',
  together: 'e2e/torture/together',
  'fuzz-answers': 'storage/drivers/hostile-answers',
  'fuzz-configuration': 'config/hostile-config',
  'fuzz-reports': 'contract/reporters/hostile-reports',
};
const names = Object.keys(scenarios);

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
});
for (const name of ['count', 'seed', 'minutes']) {
  if (!/^\d+$/.test(values[name])) refuse(`--${name} must be a whole number, not ${values[name]}`);
}
const chosen = values.only === undefined ? names : values.only.split(',');
for (const name of chosen) if (!names.includes(name)) refuse(`--only must be of ${names.join(', ')}, not ${name}`);

const end = Date.now() + Number(values.minutes) * 60_000;
const failed = [];
let seed = Number(values.seed);
let rounds = 0;
do {
  console.log(`\nround ${rounds + 1}, seed ${seed}: ${chosen.join(', ')}`);
  if (runTests(seed) !== 0) failed.push(seed);
  rounds += 1;
  seed += 1;
} while (Date.now() < end);
console.log(`\n${rounds} rounds, ${failed.length} failed${failed.length > 0 ? `: seeds ${failed.join(', ')}` : ''}`);
process.exit(failed.length > 0 ? 1 : 0);

function runTests(withSeed) {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const files = chosen.map((name) => `tests/${scenarios[name]}.test.ts`);
  const { status } = spawnSync(process.execPath, [vitest, 'run', ...files], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: {
      ...process.env,
      IMGFERRY_KILLS: values.count,
      IMGFERRY_FUZZ: String(Number(values.count) * 10),
      IMGFERRY_SEED: String(withSeed),
    },
    stdio: 'inherit',
  });
  return status ?? 1;
}

function refuse(message) {
  console.error(message);
  process.exit(2);
}
