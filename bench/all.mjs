// npm run bench -- [NAME]... [--quick] [--json FOLDER] [options of the bench]: each in a process of its own, one after
// another; without a name all of them. `--quick` takes under three minutes and says little of what it measures.
// `optimize` takes options of its own, and a folder of pictures: `node bench/optimize.mjs FOLDER`; `queue` a question:
// `node bench/queue.mjs way`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Each answers one question; the quick ones need no server or peer that is not here. */
const benches = {
  start: 'start.mjs',
  main: 'main.mjs',
  again: 'again.mjs',
  carry: 'carry.mjs',
  scan: 'scan.mjs',
  locate: 'locate.mjs',
  check: 'check.mjs',
  transfer: 'transfer.mjs',
  listing: 'listing.mjs',
  audit: 'audit.mjs',
};
const quick = ['start', 'main', 'again', 'carry', 'scan'];

const args = process.argv.slice(2);
const first = args.findIndex((arg) => arg.startsWith('-'));
const [asked, options] = first === -1 ? [args, []] : [args.slice(0, first), args.slice(first)];
const unknown = asked.find((name) => benches[name] === undefined);
if (unknown !== undefined) {
  console.error(`expected one of ${Object.keys(benches).join(', ')}, found ${unknown}`);
  process.exit(2);
}
const names = asked.length > 0 ? asked : options.includes('--quick') ? quick : Object.keys(benches);
for (const name of names) {
  console.log(`\n== ${name}`);
  const file = fileURLToPath(new URL(benches[name], import.meta.url));
  const { status } = spawnSync(process.execPath, [file, ...options], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
