// npm run bench -- audit [--quick] [--count N]: audits so many addresses, and a tenth of them, on loopback with limits lifted.
// Prints addresses and requests a second, and the peak of memory of each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printHeader, readOptions } from './harness.mjs';
import { measureProcess } from './measure-process.mjs';

const { count: most } = readOptions({ count: { full: 10_000, quick: 500 } });
const program = fileURLToPath(new URL('../bin/imgferry.js', import.meta.url));
const edge = spawn(process.execPath, [fileURLToPath(new URL('audit-edge.mjs', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [line] = await once(edge.stdout, 'data');
const origin = `http://127.0.0.1:${Number(line)}`;
const folder = mkdtempSync(join(tmpdir(), 'imgferry-bench-audit-'));
const names = (count) => Array.from({ length: count }, (_, at) => `${at}.gif`);

printHeader('addresses audited on loopback');
try {
  mkdirSync(join(folder, 'posts'));
  writeFileSync(
    join(folder, 'imgferry.config.yaml'),
    `cdn: { provider: http, domains: ["${new URL(origin).host}"] }\n`,
  );
  for (const count of [most / 10, most]) {
    writeFileSync(
      join(folder, 'posts/p.md'),
      names(count)
        .map((name) => `![](${origin}/${name})`)
        .join('\n'),
    );
    const args = ['cdn', 'audit', 'posts', '--concurrency', '64', '--allow-host', '127.0.0.1', '--format', 'json'];
    const { elapsed, peakMemory, cpu, stdout } = await measureProcess([program, ...args], { cwd: folder });
    const { totals } = JSON.parse(stdout);
    const perSecond = (number) => Math.round((number * 1000) / elapsed);
    const { addresses, requests } = totals;
    const memory = `${Math.round(peakMemory / 1e6)} MB`;
    console.log(
      `${addresses} addresses: ${perSecond(addresses)}/s, ${perSecond(requests)} requests/s, ${memory}, ${Math.round(cpu / 1000)} s of CPU, ${totals.findings} findings`,
    );
  }
} finally {
  edge.stdin.end();
  rmSync(folder, { recursive: true, force: true });
}
