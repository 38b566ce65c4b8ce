// node bench/references.mjs: gives each example of docs/references.md to link checkers and to a mover, and writes which of
// its images they find, and what they take for one that is none, to bench/references.json. No address is asked for: each
// is run up to where it would.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { loadPeer } from './load-peer.mjs';

const peersFolder = 'reference-peers';
const load = (name) => loadPeer(name, peersFolder);

/** What each reads, how it is run, and the addresses that it finds in one document. */
const peers = {
  linkinator: { reads: ['.md', '.html'], how: '`check` with `markdown: true`', findAll: findByLinkinator },
  'markdown-link-check': { reads: ['.md', '.mdx'], how: 'all links ignored', findAll: findByMarkdownLinkCheck },
  'remark-lint-no-dead-urls': { reads: ['.md', '.mdx'], how: 'its walk over remark’s tree', findAll: findByRemark },
  hyperlink: { reads: ['.html'], how: 'its graph of a page', findAll: findByHyperlink },
  'picgo-plugin-pic-migrater': { reads: ['.md', '.mdx'], how: '`FileHandler`', findAll: findByMigrater },
};

const { sections, sites } = parse(
  readFileSync(new URL('../tests/fixtures/references/examples.yaml', import.meta.url), 'utf8'),
);
const results = {};
for (const { title, examples } of sections) {
  results[title] = {};
  for (const example of examples) {
    results[title][example.what] = await inFolder(layOut(example), async (root) => {
      const found = {};
      for (const [name, peer] of Object.entries(peers)) found[name] = await judge(peer, example, root, title);
      return found;
    });
  }
}
const report = {
  node: process.version,
  peers: Object.entries(peers).map(([name, { how }]) => ({ name, version: versionOf(name), how })),
  results,
};
const oneLine = (json) => json.replace(/\[\s+("[^"]*")\s+\]/g, '[$1]'); // as the formatter has it
writeFileSync(new URL('references.json', import.meta.url), `${oneLine(JSON.stringify(report, null, 2))}\n`);
for (const { name, version } of report.peers) console.log(`${name} ${version}: ${summaryOf(name)}`);

function layOut({ file = 'post.md', files = {}, site, text }) {
  return { ...sites[site], ...files, [file]: text };
}

async function inFolder(files, act) {
  const root = mkdtempSync(join(tmpdir(), 'imgferry-references-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    }
    return await act(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** How many of an example's images a peer finds, and the pictures that it names besides; null: it reads no such file. */
async function judge({ findAll, reads }, example, root, title) {
  let { file = 'post.md' } = example;
  if (title === 'HTML' && !reads.includes('.md') && reads.includes('.html')) {
    file = 'page.html'; // the same text as a page of its own
    writeFileSync(join(root, file), example.text);
  }
  if (example.walk || !reads.includes(extname(file))) return null;
  const found = new Set((await findAll(file, root)).map(comparable));
  const expected = example.found.map((one) => (typeof one === 'string' ? [one] : [one.raw, one.to]).map(comparable));
  // where a peer thinks that a path leads is another matter
  const isSpelled = (spellings) => (address) =>
    spellings.some((spelling) => address === spelling || (spelling !== '' && address.endsWith(`/${spelling}`)));
  const hits = expected.filter((spellings) => [...found].some(isSpelled(spellings)));
  const isPicture = (address) => /\.(?:png|jpe?g|gif|svg)(?:$|[?!#])/.test(address);
  const extra = [...found].filter((address) => isPicture(address) && !isSpelled(expected.flat())(address));
  return { found: hits.length, of: expected.length, extra: example.links ? [] : extra };
}

/** Without what a peer may add or take away: a server's origin, `./`, percent-encoding, a fragment. */
function comparable(address) {
  const bare = address
    .replace(/^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?\//, '')
    .replace(/^(?:https?:)?\/\/(?=[^/])/, '//')
    .replace(/^(?:\.\/|\/(?!\/))+/, '')
    .replace(/#.*$/, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}

async function findByLinkinator(file, root) {
  const { LinkChecker } = load('linkinator');
  const { links } = await new LinkChecker().check({
    path: file,
    serverRoot: root,
    markdown: true,
    linksToSkip: ['^(?!http://localhost|http://127)'],
  });
  return links.filter(({ parent }) => parent !== undefined).map(({ url }) => url);
}

function findByMarkdownLinkCheck(file, root) {
  const check = load('markdown-link-check');
  const text = readFileSync(join(root, file), 'utf8');
  return new Promise((resolve, reject) => {
    check(text, { ignorePatterns: [{ pattern: '' }] }, (error, links) =>
      error ? reject(error) : resolve(links.map(({ link }) => link)),
    );
  });
}

/** The rule asks for the `url` of every node that has one. */
function findByRemark(file, root) {
  const { unified } = load('unified');
  const { visit } = load('unist-util-visit');
  const tree = unified()
    .use(load('remark-parse').default)
    .parse(readFileSync(join(root, file), 'utf8'));
  const urls = [];
  visit(tree, (node) => {
    if ('url' in node && typeof node.url === 'string') urls.push(node.url);
  });
  return urls;
}

async function findByHyperlink(file, root) {
  const AssetGraph = createRequire(fileURLToPath(import.meta.resolve(`./${peersFolder}/node_modules/hyperlink/`)))(
    'assetgraph',
  );
  const graph = new AssetGraph({ root });
  graph.on('warn', () => undefined); // pictures that are not there are no news
  await graph.loadAssets(file);
  await graph.populate({ followRelations: { to: { isInline: true } } });
  return graph
    .findRelations({}, true)
    .filter(({ to }) => !to?.isInline)
    .map(({ href }) => href)
    .filter((href) => typeof href === 'string');
}

function findByMigrater(file, root) {
  const FileHandler = load('picgo-plugin-pic-migrater/dist/lib/FileHandler.js').default;
  const handler = new FileHandler({ log: console });
  const path = join(root, file);
  handler.read(path);
  return Object.keys(handler.getFileUrlList(path)).map((key) => key.replace(/^!\[\[(.*?)(?:\|.*)?\]\]$/, '$1'));
}

function versionOf(name) {
  return JSON.parse(readFileSync(new URL(`${peersFolder}/node_modules/${name}/package.json`, import.meta.url), 'utf8'))
    .version;
}

function summaryOf(name) {
  const judged = Object.values(results).flatMap((section) => Object.values(section).map((row) => row[name]));
  const read = judged.filter((result) => result !== null && result.of > 0);
  const whole = read.filter(({ extra, found, of }) => found === of && extra.length === 0);
  const wrong = judged.filter((result) => result !== null && result.extra.length > 0);
  return `${whole.length} of ${read.length} examples found whole, something wrong taken in ${wrong.length}`;
}
