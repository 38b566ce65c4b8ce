// npm run bench -- [--only main|locate|scan|check|optimize|transfer] [--count N]: each in a process of its own, one after another.
// `--count` is of the main job's images; `optimize` runs where IMGFERRY_CORPUS names a folder of pictures.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const benches = {
  main: 'run.mjs',
  locate: 'locate.mjs',
  scan: 'scan.mjs',
  check: 'check.mjs',
  optimize: 'optimize.mjs',
  transfer: 'transfer.mjs',
};
const { values } = parseArgs({ options: { only: { type: 'string' }, count: { type: 'string' } } });
const names = values.only === undefined ? Object.keys(benches) : [values.only];
for (const name of names) {
  const file = benches[name];
  if (file === undefined) {
    console.error(`--only: expected ${Object.keys(benches).join(', ')}, found ${name}`);
    process.exit(2);
  }
  if (name === 'optimize' && process.env.IMGFERRY_CORPUS === undefined) continue;
  console.log(`\n== ${name}`);
  const count = name === 'main' && values.count !== undefined ? ['--count', values.count] : [];
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...count], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
