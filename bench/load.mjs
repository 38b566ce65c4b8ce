// node bench/load.mjs [--quick] [--posts N] [--per-post N]: a migration of many references, each image named by two posts,
// an origin that fails for two of a hundred; then the same command with the origin mended, then undo of it all. Says what
// became of every image, and what memory, open files and the ledger came to. Ends with 1 where something is missing.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printHeader, readOptions } from './harness.mjs';
import { faultOf } from './load-origin.mjs';
import { imgferry, migrateFrom } from './main-job.mjs';
import { oldBase } from './site.mjs';
import { watchProcess } from './watch-process.mjs';

const options = readOptions({ posts: { full: 20_000, quick: 400 }, 'per-post': { full: 5, quick: 5 } });
const { posts, 'per-post': perPost } = options;
const images = (posts * perPost) / 2;
const site = mkdtempSync(join(tmpdir(), 'imgferry-bench-load-'));
const wrong = [];
/** The number of each image that has a new address. */
const moved = new Map();

try {
  writePosts();
  const origin = await startOrigin();
  const argv = migrateFrom(origin.url, ['--optimize', 'off']);
  printHeader(`${posts * perPost} references in ${posts} posts to ${images} images`);

  const first = await run('migrate', argv);
  expect(first.exitCode === 1, `the first run ended with ${first.exitCode}`);
  account(first.outcome, (number) => faultOf(number) !== undefined && faultOf(number).name !== 'once');
  const asked = await origin.asked();
  expect(asked.size === images, `${asked.size} images were asked for`);
  const more = [...asked].filter(([number, times]) => times > 1 && faultOf(number) === undefined);
  expect(more.length === 0, `${more.length} fine images were asked for more than once`);

  await origin.mend();
  const second = await run('migrate again, the origin mended', argv);
  const askedAgain = await origin.asked();
  const needless = [...askedAgain.keys()].filter((number) => !hadFailed(number));
  expect(needless.length === 0, `${needless.length} images were asked for again that had been stored`);
  account(second.outcome, (number) => faultOf(number)?.mends === false);
  const addressOf = addressAfter(second.outcome);
  expect(posts === readPosts().filter((text, post) => text === textOf(post, addressOf)).length, 'posts differ');
  const objects = readdirSync(join(site, 'store'), { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  console.log(`  asked for again: ${askedAgain.size} images; objects ${objects.length}`);

  for (let count = 1; count <= 2; count += 1) {
    const undone = await run(`undo ${count}`, [imgferry, 'undo', '--format', 'json']);
    expect(undone.exitCode === 0, `undo ended with ${undone.exitCode}`);
  }
  const restored = readPosts().filter(
    (text, post) => text === textOf(post, (number) => oldBase + nameOf(number)),
  ).length;
  expect(restored === posts, `${posts - restored} posts are not what they were`);
  const left = readdirSync(join(site, '.imgferry'), { recursive: true });
  console.log(`  posts as they were: ${restored} of ${posts}; in .imgferry: ${left.slice(0, 8).join(', ')}`);
  origin.stop();
} finally {
  rmSync(site, { recursive: true, force: true });
}
for (const what of wrong.slice(0, 20)) console.error(`wrong: ${what}`);
console.log(`${wrong.length} things are wrong`);
process.exit(wrong.length > 0 ? 1 : 0);

function hadFailed(number) {
  const fault = faultOf(number);
  return fault !== undefined && fault.name !== 'once';
}

function expect(holds, what) {
  if (!holds) wrong.push(what);
}

/** Every image of the outcome once, stored or failed as its fault says. */
function account({ images: told }, fails) {
  for (const { url, publicUrl, state } of told) if (state === 'stored') moved.set(publicUrl, numberOf(url));
  const seen = new Set();
  const reasons = new Map();
  for (const { url, state, reason, error } of told) {
    const number = numberOf(url);
    expect(!seen.has(number), `${url} is told twice`);
    seen.add(number);
    const isFailed = state === 'failed';
    expect(isFailed === fails(number), `${url} (${faultOf(number)?.name ?? 'fine'}) is ${state}`);
    const what = isFailed ? `failed, ${faultOf(number)?.name}: ${error?.code ?? reason}` : state;
    reasons.set(what, (reasons.get(what) ?? 0) + 1);
  }
  expect(seen.size === images, `${seen.size} images are told`);
  for (const [what, count] of [...reasons].sort()) console.log(`  ${count} ${what}`);
}

function addressAfter({ images: told }) {
  const addresses = new Map(
    told.map(({ url, publicUrl, state }) => [numberOf(url), state === 'failed' ? url : publicUrl]),
  );
  return (number) => addresses.get(number);
}

function numberOf(url) {
  return moved.get(url) ?? Number(/^https:\/\/old\.example\.com\/(\d+)\.jpg$/.exec(url)?.[1]);
}

function nameOf(number) {
  return `${String(number).padStart(6, '0')}.jpg`;
}

function textOf(post, addressOf) {
  const shown = Array.from({ length: perPost }, (_, at) => (post * perPost + at) % images);
  return `---\ntitle: Post ${post}\n---\n\n${shown.map((number) => `Words.\n\n![${number}](${addressOf(number)})\n`).join('\n')}`;
}

function postAt(post) {
  return join(site, 'posts', String(post % 100), `post-${post}.md`);
}

function writePosts() {
  for (let post = 0; post < posts; post += 1) {
    mkdirSync(join(site, 'posts', String(post % 100)), { recursive: true });
    writeFileSync(
      postAt(post),
      textOf(post, (number) => oldBase + nameOf(number)),
    );
  }
}

function readPosts() {
  return Array.from({ length: posts }, (_, post) => readFileSync(postAt(post), 'utf8'));
}

async function run(name, argv) {
  const { exitCode, elapsed, stdout, stderr, memory, files } = await watchProcess(argv, { cwd: site });
  const ledger = statSync(join(site, '.imgferry/ledger.db')).size;
  const mega = (bytes) => (bytes / 1e6).toFixed(0);
  console.log(
    `${name}: exit ${exitCode}, ${(elapsed / 1000).toFixed(1)} s; memory by tenths of its time ${memory.map(mega).join(' ')} MB; ` +
      `open files ${files} at most; ledger ${(ledger / 1e6).toFixed(1)} MB`,
  );
  if (stderr !== '') console.log(stderr.slice(-1000));
  return { exitCode, outcome: JSON.parse(stdout) };
}

async function startOrigin() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('load-origin.mjs', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => child.stdout.once('data', (text) => resolve(Number(text))));
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    asked: async () => new Map(await (await fetch(`${url}asked`)).json()),
    mend: () => fetch(`${url}mend`, { method: 'POST' }),
    stop: () => child.stdin.end(),
  };
}
