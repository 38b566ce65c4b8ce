// Kills migrations, a seventh as many repairs, a quarter as many optimizes of each way and half as many transfers, at
// random instants and looks at what is left: `npm run kill -- --count 200 --seed 7`, one of them with
// `--only optimize-kill`. The tests themselves are tests/e2e/kill.test.ts, repair-kill.test.ts, optimize-kill.test.ts and
// transfer-kill.test.ts; the usual test run does 20 instants.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
  },
});
const tests = ['kill', 'repair-kill', 'optimize-kill', 'transfer-kill'];
if (values.only !== undefined && !tests.includes(values.only)) {
  console.error(`--only must be one of ${tests.join(', ')}, not ${values.only}`);
  process.exit(2);
}
for (const [name, value] of [
  ['count', values.count],
  ['seed', values.seed],
]) {
  if (/^\d+$/.test(value)) continue;
  console.error(`--${name} must be a whole number, not ${value}`);
  process.exit(2);
}
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', ...(values.only === undefined ? tests : [values.only]).map((name) => `tests/e2e/${name}.test.ts`)],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, IMGFERRY_KILLS: values.count, IMGFERRY_SEED: values.seed },
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
