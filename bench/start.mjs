// npm run bench -- start [--rounds N]: how long it takes until a command has answered, beside bare Node.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, printHeader, printRuns, readOptions, saveRuns } from './harness.mjs';
import { imgferry } from './main-job.mjs';
import { measureProcess } from './measure-process.mjs';

const { rounds, json } = readOptions({ rounds: { full: 15, quick: 5 } });
const cwd = mkdtempSync(join(tmpdir(), 'imgferry-bench-start-'));
try {
  writeFileSync(join(cwd, 'post.md'), '# A post\n\n![x](https://old.example.com/x.png)\n');
  const ways = {
    'node -e 0': ['-e', '0'],
    '--help': [imgferry, '--help'],
    'scan of one post': [imgferry, 'scan', 'post.md'],
  };
  const runs = await inTurns(
    Object.fromEntries(Object.entries(ways).map(([name, argv]) => [name, () => measureProcess(argv, { cwd })])),
    rounds,
  );
  printHeader('until a command has answered');
  printRuns(runs, { '--help': ['node -e 0'], 'scan of one post': ['node -e 0'] });
  saveRuns(json, 'start', runs);
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
