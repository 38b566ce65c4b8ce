// npm run bench -- locate [--quick] [--seconds N] [FOLDER]...: megabytes a second of finding the images of Markdown documents, beside parsers that
// tell where they stand. Documents are the Markdown files of the folders (default: of node_modules). Each is run on the
// same documents in this process, on one core, warmed up first; time is the processor's. Needs `npm run build`.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parser as lezer } from '@lezer/markdown';
import { Parser as CommonmarkParser } from 'commonmark';
import MarkdownIt from 'markdown-it';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parse, postprocess, preprocess } from 'micromark';
import { markdownToMdast } from 'satteri';
import { glob } from 'tinyglobby';
import { locateReferences } from '../dist/scan/locate/locate-references.js';
import { printHeader, readOptions } from './harness.mjs';
import { loadPeer } from './load-peer.mjs';

const { positionals, seconds } = readOptions({ seconds: { full: 3, quick: 0.3 } });
const documents = await readDocuments(positionals.length > 0 ? positionals : ['node_modules']);
const bytes = documents.reduce((sum, document) => sum + Buffer.byteLength(document), 0);
printHeader(`${documents.length} documents, ${(bytes / 1e6).toFixed(1)} MB`);

const oxContent = loadPeer('@ox-content/napi');
const commonmark = new CommonmarkParser();
const markdownIt = new MarkdownIt('commonmark');
/** Each gives how many images it found, so that none can skip the work. */
const finders = {
  imgferry: (document) => locateReferences(document, { format: 'markdown' }).length,
  '@ox-content/napi': (document) => countImages(JSON.parse(oxContent.parse(document).ast)),
  satteri: (document) => countImages(markdownToMdast(document)),
  '@lezer/markdown': countByLezer,
  micromark: countByMicromark,
  'mdast-util-from-markdown': (document) => countImages(fromMarkdown(document)),
  'commonmark.js': countByCommonmark,
  'markdown-it': (document) => countTokens(markdownIt.parse(document, {})),
};

const speeds = Object.entries(finders).map(([name, find]) => ({ name, ...measure(find) }));
const ours = speeds[0].speed;
for (const { images, name, speed } of speeds)
  console.log(
    `${`${name} ${versionOf(name)}`.padEnd(34)}${speed.toFixed(1).padStart(8)} MB/s  ${(ours / speed).toFixed(1).padStart(7)} x  ${images} images`,
  );

async function readDocuments(folders) {
  const found = [];
  for (const cwd of folders)
    for (const path of await glob('**/*.{md,markdown}', { cwd, absolute: true, dot: true }))
      found.push(await readFile(path, 'utf8'));
  return found;
}

/** The best round of those that fit into some seconds, after as many that only warm up. */
function measure(find) {
  runFor(find);
  return runFor(find);
}

function runFor(find) {
  let best = 0;
  let images = 0;
  for (const start = process.cpuUsage(); process.cpuUsage(start).user < seconds * 1e6; ) {
    const before = process.cpuUsage();
    images = 0;
    for (const document of documents) images += find(document);
    best = Math.max(best, bytes / process.cpuUsage(before).user);
  }
  return { speed: best, images };
}

function countImages(node) {
  let images = node.type === 'image' || node.type === 'imageReference' ? 1 : 0;
  for (const child of node.children ?? []) images += countImages(child);
  return images;
}

function countTokens(tokens) {
  let images = 0;
  for (const { children, type } of tokens)
    images += (type === 'image' ? 1 : 0) + (children ? countTokens(children) : 0);
  return images;
}

function countByLezer(document) {
  let images = 0;
  lezer.parse(document).iterate({
    enter({ name }) {
      if (name === 'Image') images++;
    },
  });
  return images;
}

function countByMicromark(document) {
  const events = postprocess(
    parse()
      .document()
      .write(preprocess()(document, undefined, true)),
  );
  return events.filter(([kind, { type }]) => kind === 'enter' && type === 'image').length;
}

function countByCommonmark(document) {
  let images = 0;
  const walker = commonmark.parse(document).walker();
  for (let event = walker.next(); event; event = walker.next())
    if (event.entering && event.node.type === 'image') images++;
  return images;
}

function versionOf(name) {
  if (name === 'imgferry') return versionIn('../');
  const folder = name === '@ox-content/napi' ? './peers/node_modules' : '../node_modules';
  return versionIn(`${folder}/${name === 'commonmark.js' ? 'commonmark' : name}/`);
}

function versionIn(folder) {
  return createRequire(import.meta.url)(fileURLToPath(new URL(`${folder}package.json`, import.meta.url))).version;
}
