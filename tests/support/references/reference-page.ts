import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type ReferenceExample, referenceCatalogue } from './examples.js';
import type { ExampleRun } from './run-example.js';

const peerResult = z.nullable(z.strictObject({ found: z.number(), of: z.number(), extra: z.array(z.string()) }));

type PeerResult = z.output<typeof peerResult>;

const peersSchema = z.strictObject({
  node: z.string(),
  peers: z.array(z.strictObject({ name: z.string(), version: z.string(), how: z.string() })),
  results: z.record(z.string(), z.record(z.string(), z.record(z.string(), peerResult))),
});

const { node, peers, results } = peersSchema.parse(
  JSON.parse(readFileSync(new URL('../../../bench/references.json', import.meta.url), 'utf8')),
);

type Section = (typeof referenceCatalogue.sections)[number];

/** What each example of each section gave. */
export type ExampleRuns = ReadonlyMap<ReferenceExample, ExampleRun>;

/** docs/references.md: a table a section, with what every example gave, and the peers' finds beside it. */
export function referencePage(runs: ExampleRuns): string {
  const { sections } = referenceCatalogue;
  return `${[
    '# What is an image reference',
    'Every way to name an image that imgferry knows, each with an example (`⏎` is the end of a line). A test lays each example out as a file in a site, scans it, compares the characters that were found and where they lead, gives each image a new address, has the edit confirmed and reads the result again. Where more than the destination changes, the result is shown below the example. `imgferry explain POST:LINE` says by which rule something in your own posts is an image or isn’t.',
    `Beside it, what others find in the same examples: ${peers.map(({ how, name, version }) => `${name} ${version} (${how})`).join(', ')}; Node ${node.slice(1)}. They are link checkers, except picgo-plugin-pic-migrater, which moves images as imgferry does. None of them was asked to rewrite. “–”: it reads no such file, or the example is about which files are read. hyperlink reads pages: it was given the examples of HTML as pages.`,
    summary(runs),
    ...sections.map((section) => sectionText(section, runs)),
    'Made by `tests/scan/reference-examples.test.ts` (`npx vitest run tests/scan/reference-examples.test.ts --update`) from `tests/fixtures/references/examples.yaml`; the others’ columns by `node bench/references.mjs`.',
  ].join('\n\n')}\n`;
}

function summary(runs: ExampleRuns): string {
  const examples = [...runs.keys()];
  const naming = examples.filter(({ found }) => found.length > 0);
  const others = peers.map(({ name }) => {
    const judged = allResults(name);
    const read = judged.filter((result) => result !== null && result.of > 0);
    const whole = read.filter((result) => result?.found === result?.of);
    const wrong = judged.filter((result) => result !== null && result.extra.length > 0);
    return `| ${name} | ${whole.length} of ${read.length} | ${wrong.length} |`;
  });
  return [
    '| | examples whose images are all found | examples in which something is taken that is none |',
    '| - | - | - |',
    `| imgferry | ${naming.length} of ${naming.length} | 0 |`,
    ...others,
  ].join('\n');
}

const allResults = (peer: string): readonly PeerResult[] =>
  Object.values(results).flatMap((section) => Object.values(section).map((row) => row[peer] ?? null));

function sectionText({ examples, title }: Section, runs: ExampleRuns): string {
  const isNoImage = examples.every(({ found }) => found.length === 0);
  const own = isNoImage ? ['left alone'] : ['found', 'rewritten'];
  const titles = ['', 'example', ...own, ...peers.map(({ name }) => name)];
  const rows = examples.map((example) => {
    const run = runs.get(example);
    const cells = isNoImage ? [run?.found.length === 0 ? 'yes' : 'no'] : ownCells(example, run);
    return [
      example.what,
      exampleCell(example, run),
      ...cells,
      ...peers.map((peer) => peerCell(example, title, peer.name)),
    ];
  });
  return [`## ${title}`, [titles, titles.map(() => '-'), ...rows].map(tableRow).join('\n')].join('\n\n');
}

const tableRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function ownCells({ found, why }: ReferenceExample, run: ExampleRun | undefined): readonly string[] {
  const because = why === undefined ? '' : `: ${why}`;
  if (found.length === 0) return [`no${because}`, 'no'];
  const isRewritten = run?.rewritten === found.length;
  return ['yes', isRewritten ? 'yes' : `no${because}`];
}

/** The file's name where it decides, the text, and the text with new addresses where more than they changed. */
function exampleCell({ file, found, site, text }: ReferenceExample, run: ExampleRun | undefined): string {
  const place = file === 'post.md' && site === undefined ? [] : [`${site ?? ''} ${code(file)}`.trim()];
  const after = run?.after ?? text;
  const isMore = run !== undefined && run.rewritten > 0 && after !== withAddresses(text, found);
  return [...place, code(text), ...(isMore ? [`→ ${code(after)}`] : [])].join('<br>');
}

/** The text with each destination replaced and nothing else. */
function withAddresses(text: string, found: ReferenceExample['found']): string {
  let at = 0;
  let result = text;
  for (const [index, { raw }] of found.entries()) {
    const start = result.indexOf(raw, at);
    const address = `https://n.example/${index + 1}.png`;
    result = result.slice(0, start) + address + result.slice(start + raw.length);
    at = start + address.length;
  }
  return result;
}

/** CommonMark 6.1: a delimiter longer than any in the text. */
function code(text: string): string {
  const shown = text.replace(/\n$/, '').replaceAll('\n', '⏎');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${shown}\`` : `${fence} ${shown} ${fence}`;
}

function peerCell({ found, links, what }: ReferenceExample, title: string, peer: string): string {
  const result = results[title]?.[what]?.[peer];
  if (result === undefined) return 'not run'; // added since `node bench/references.mjs`
  if (result === null) return '–';
  if (found.length === 0) return links ? 'a link' : result.extra.length === 0 ? 'yes' : '**no**';
  const wrong = result.extra.length === 0 ? '' : ', and what is none';
  if (result.found === result.of) return `yes${wrong}`;
  return (result.found === 0 ? 'no' : `${result.found} of ${result.of}`) + wrong;
}
