// npm run mutation -- rewrite|ledger|storage [FILE]...: changes the code of a room in one place after the other, and tells
// which changes no test of the room notices. Stryker is installed on the first run, apart from what the tests need. Prints
// the score; each change with what became of it is in .stryker-tmp/ROOM.json. FILE narrows it to some files of src.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is changed, and the tests that must notice; `storage` without its drivers, which real servers judge; `ledger` without the tests that start processes. */
const rooms = {
  rewrite: { mutate: ['src/rewrite/**/*.ts'], tests: ['tests/rewrite/**/*.test.ts'] },
  ledger: { mutate: ['src/ledger/**/*.ts'], tests: ['tests/ledger/!(ledger-processes).test.ts'] },
  storage: {
    mutate: ['src/storage/*.ts'],
    tests: ['tests/storage/*.test.ts', 'tests/contract/storage/object-store.test.ts'],
  },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const tool = fileURLToPath(new URL('mutation/', import.meta.url));
const work = join(root, '.stryker-tmp');

const [room, ...files] = process.argv.slice(2);
if (!Object.hasOwn(rooms, room ?? '')) {
  console.error(`Name a room of ${Object.keys(rooms).join(', ')}, not ${room}`);
  process.exit(2);
}
install();
mkdirSync(work, { recursive: true });
const { mutate, tests } = rooms[room];
writeFileSync(
  join(work, 'stryker.config.json'),
  JSON.stringify({
    plugins: [join(tool, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: false },
    mutate: files.length > 0 ? files : mutate,
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: 2,
    incremental: true,
    incrementalFile: join(work, `${room}-incremental.json`),
    ignorePatterns: ['bench', 'docs', 'dist', 'examples', 'tests/e2e', '.imgferry', 'scripts/mutation/node_modules'],
    reporters: ['clear-text', 'json', 'progress-append-only'],
    clearTextReporter: { logTests: false, reportTests: false, reportMutants: true, reportScoreTable: true },
    jsonReporter: { fileName: join(work, `${room}.json`) },
    tempDirName: '.stryker-tmp/sandbox',
    thresholds: { high: 95, low: 85, break: files.length > 0 ? null : 85 },
  }),
);
const stryker = join(tool, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const { status } = spawnSync(process.execPath, [stryker, 'run', join(work, 'stryker.config.json')], {
  cwd: root,
  env: { ...process.env, IMGFERRY_MUTATION_TESTS: JSON.stringify(tests) },
  stdio: 'inherit',
});
process.exit(status ?? 1);

function install() {
  if (existsSync(join(tool, 'node_modules/@stryker-mutator/vitest-runner'))) return;
  // its peer is the tests' own vitest, one level up
  const options = ['--no-package-lock', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...options, '--loglevel=error'], {
    cwd: tool,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
