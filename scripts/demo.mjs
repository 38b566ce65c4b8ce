// Shows the main job on the posts of examples/: plan, diff, doing it, an idle rerun, undo. Works in a temporary folder
// against a server of its own, and leaves neither behind. With a path of your own posts it plans, and changes nothing.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { servePictures } from './serve-pictures.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isTerminal = process.stdout.isTTY === true;
const folder = mkdtempSync(join(tmpdir(), 'imgferry-demo-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const paths = process.argv.slice(2);
if (paths.length === 0) await showExamples();
else await planOwnPosts(paths);

async function showExamples() {
  cpSync(join(root, 'examples'), folder, { recursive: true });
  const { origin, requests, close } = await servePictures(join(root, 'examples/pictures'));
  const before = readPosts();
  const migrate = [
    'migrate',
    'posts',
    '--to',
    'file:bucket',
    '--public-url',
    'https://img.example.com/',
    '--remap',
    `https://old-images.example.com/=${origin}/`,
    '--allow-host',
    new URL(origin).host,
  ];
  try {
    say(`Four posts whose pictures are at https://old-images.example.com/ (here: ${origin}).`);
    say('They go into a folder that stands for a bucket, read at https://img.example.com/.');

    title('1. The plan: nothing is fetched, nothing is written');
    await imgferry(migrate);

    title('2. What would change, to the letter');
    await imgferry([...migrate, '--diff']);

    title('3. Do it');
    await imgferry([...migrate, '--write']);
    say('In the bucket now:');
    for (const name of filesBelow(join(folder, 'bucket'))) say(`  ${name}`);

    title('4. Again: what is done is not done twice');
    const asked = requests();
    await imgferry([...migrate, '--write']);
    say(`Requests to the old host by this run: ${requests() - asked} (the lost picture is asked for again)`);

    title('5. Take it all back');
    await imgferry(['undo']);
    const isWhole = [...readPosts()].every(([name, bytes]) => before.get(name)?.equals(bytes));
    say(isWhole ? 'Every post is what it was, byte for byte.' : 'A post differs from what it was: that is a bug.');
    if (!isWhole) process.exitCode = 1;
    say('');
    say('Your own posts: npm run demo -- path/to/posts (plans, changes nothing)');
  } finally {
    await close();
  }
}

/** A dry run with a ledger of its own: nothing is written beside the posts, nothing is fetched. */
async function planOwnPosts(named) {
  const cwd = process.env.INIT_CWD ?? process.cwd(); // npm runs scripts in the package's folder
  const posts = named.map((path) => resolve(cwd, path));
  const target = ['--to', `file:${join(folder, 'bucket')}`, '--public-url', 'https://img.example.com/'];
  await imgferry(['migrate', ...posts, ...target, '--ledger', join(folder, 'ledger.db')], cwd);
}

/** Runs the real program and shows what it says; 1 (some images need you) is an answer, not a failure of the demo. */
function imgferry(args, cwd = folder) {
  say(`${dim('$')} imgferry ${args.map(quoted).join(' ')}`);
  const env = { ...process.env, ...(isTerminal ? { FORCE_COLOR: '1' } : {}) };
  return new Promise((done, fail) => {
    const child = execFile(process.execPath, [join(root, 'bin/imgferry.js'), ...args, '--quiet'], { cwd, env });
    child.stdout?.pipe(process.stdout, { end: false });
    child.stderr?.pipe(process.stderr, { end: false });
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0 || code === 1) return done(undefined);
      process.exitCode = code ?? 1;
      return fail(new Error(`imgferry ended with ${code}`));
    });
  });
}

function readPosts() {
  const posts = join(folder, 'posts');
  return new Map(readdirSync(posts).map((name) => [name, readFileSync(join(posts, name))]));
}

function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function title(text) {
  say('');
  say(isTerminal ? `\u001b[1;36m━━ ${text}\u001b[0m` : `━━ ${text}`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function dim(text) {
  return isTerminal ? `\u001b[2m${text}\u001b[0m` : text;
}

function quoted(text) {
  return /[\s{}<>*?]/.test(text) ? `'${text}'` : text;
}
