// node bench/compared.mjs: asks link checkers and `imgferry check` for their verdict on every case that the
// tests check against (tests/support/broken), one case at a time, and writes what they said and what it cost, as the
// servers counted it, to bench/compared.json. Needs `npm run build`, and openssl. Takes some ten minutes.
// With `--tool NAME` or `--case NAME` for one alone it prints, and writes nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadBrokenServers } from './compared/load-servers.mjs';
import { peers } from './compared/peers.mjs';
import { createImgferryLook } from './compared/run-imgferry.mjs';
import { createPeerLook } from './compared/run-peer.mjs';
import { loadPeer } from './load-peer.mjs';

const { values } = parseArgs({ options: { tool: { type: 'string' }, case: { type: 'string' } } });
const timeLimit = 15_000; // ms a case
/** They lead to a real address: what is there is another matter on each machine. */
const leftOut = ['guarded', 'to-guarded'];

const { startBrokenServers } = await loadBrokenServers();
const servers = await startBrokenServers({ lateness: 2000 });
const cases = servers.cases.filter(({ name }) => !leftOut.includes(name) && (values.case ?? name) === name);
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => /^(?:PATH|HOME|LANG|TMPDIR)$/.test(name)),
);

const tools = [
  ...['quick', 'deep'].map((depth) => ({
    name: `imgferry check --${depth}`,
    version: versionIn(new URL('../package.json', import.meta.url)),
    how: 'a post with the image, `site` in the configuration',
    open: () => createImgferryLook(depth, { env, timeLimit, hosts: servers.hosts }),
  })),
  ...Object.entries(peers).map(([name, { how }]) => ({
    name,
    how,
    version: versionOf(name),
    open: () => createPeerLook(name, { env, timeLimit }),
  })),
].filter(({ name }) => (values.tool ?? name) === name);

const seen = new Map(cases.map((one) => [one.name, {}]));
for (const { name, open } of tools) {
  const start = performance.now();
  const tool = open();
  await measure(tool, cases[0]); // what only the first run pays for is over
  for (const one of cases) seen.get(one.name)[name] = await measure(tool, one);
  tool.stop();
  const plain = seen.get('png')?.[name];
  if (plain !== undefined && plain.verdict !== 'ok') throw new Error(`${name} does not run here`);
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
await servers.close();

const report = {
  node: process.version,
  timeLimit,
  tools: tools.map(({ name, version, how }) => ({ name, version, how })),
  cases: cases.map(({ name, how, level }) => ({ name, how, level, seen: seen.get(name) })),
};
if (values.tool === undefined && values.case === undefined) {
  const oneLine = (json) =>
    json.replace(/\{\s+("verdict"[^{}]*?)\s+\}/g, (_, inner) => `{ ${inner.replace(/\s+/g, ' ')} }`);
  writeFileSync(new URL('compared.json', import.meta.url), `${oneLine(JSON.stringify(report, null, 2))}\n`);
} else {
  for (const { how, level, seen } of report.cases) console.log(level, how, JSON.stringify(seen));
}

async function measure(tool, { url, site }) {
  await tool.prepare();
  servers.reset();
  const verdict = await tool.look({ url, site });
  const { requests, bytes } = servers.traffic();
  servers.hangUp(); // what a peer left under way is no cost of the next case
  await pause(20);
  return { verdict, requests, bytes };
}

function versionOf(name) {
  loadPeer('unified', 'compared-peers'); // installs them all
  return versionIn(new URL(`compared-peers/node_modules/${name}/package.json`, import.meta.url));
}

function versionIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
