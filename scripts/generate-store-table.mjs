// Runs the storage contract over every store and writes what came of it into docs/stores.md, a row for each promise.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const stores = {
  'the local driver': 'folder',
  'the OSS driver over a bucket in the path': 'OSS, V4',
  'the OSS driver over a custom domain and a prefix': 'OSS, V4, CNAME',
  'the OSS driver with V1 signatures and temporary keys': 'OSS, V1, STS',
  'the S3 driver over a bucket in the path': 'S3, path',
  'the S3 driver over a bucket in the host and a prefix': 'S3, host',
  'the WebDAV driver over a folder': 'WebDAV',
};
const ending = ' keeps the storage contract:';

/** Every promise by its title, with the state it was found in for each store. */
function runContract() {
  const folder = mkdtempSync(join(tmpdir(), 'imgferry-contract-'));
  const file = join(folder, 'contract.json');
  try {
    const args = ['vitest', 'run', 'tests/contract/storage', '--reporter=json', `--outputFile=${file}`];
    execFileSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const promises = new Map();
    for (const { ancestorTitles, title, status } of JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap(
      ({ assertionResults }) => assertionResults,
    )) {
      const at = ancestorTitles.findIndex((one) => one.endsWith(ending));
      if (at < 0) continue;
      const store = stores[ancestorTitles[at].slice(0, -ending.length)];
      if (store === undefined) throw new Error(`no column for "${ancestorTitles[at]}"`);
      const promise = [...ancestorTitles.slice(at + 1), title].join(' ');
      promises.set(promise, { ...promises.get(promise), [store]: status });
    }
    return promises;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const signs = { passed: '✓', failed: '✗', skipped: 'not run', pending: 'not run' };
const columns = Object.values(stores);
const rows = [...runContract()].map(
  ([promise, states]) => `| ${promise} | ${columns.map((store) => signs[states[store]] ?? '').join(' | ')} |`,
);
const table = [`| promise | ${columns.join(' | ')} |`, `|---|${':-:|'.repeat(columns.length)}`, ...rows].join('\n');
const page = new URL('../docs/stores.md', import.meta.url);
const [before, after] = readFileSync(page, 'utf8').split(/(?<=<!-- contract -->\n)[\s\S]*(?=<!-- end -->)/);
writeFileSync(page, `${before}\n${table}\n\n${after}`);
