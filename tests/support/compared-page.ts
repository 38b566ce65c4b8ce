import { readFileSync } from 'node:fs';
import { z } from 'zod';

const toldSchema = z.strictObject({
  verdict: z.enum(['ok', 'warned', 'broken', 'unsure', 'not-asked', 'no-end', 'crashed']),
  requests: z.number(),
  bytes: z.number(),
});

const levelSchema = z.enum(['broken', 'warn', 'unverifiable', 'ok']);

const comparisonSchema = z.strictObject({
  node: z.string(),
  timeLimit: z.number(),
  tools: z.array(z.strictObject({ name: z.string(), version: z.string(), how: z.string() })),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      how: z.string(),
      level: levelSchema,
      seen: z.record(z.string(), toldSchema),
    }),
  ),
});

type Comparison = z.output<typeof comparisonSchema>;
type Level = z.output<typeof levelSchema>;
type Told = z.output<typeof toldSchema>;

/** What `node bench/compared.mjs` measured. */
export function readComparison(): Comparison {
  return comparisonSchema.parse(
    JSON.parse(readFileSync(new URL('../../bench/compared.json', import.meta.url), 'utf8')),
  );
}

/** docs/compared.md: what each tool sees and costs in sum, then what it says of every case. */
export function comparedPage(comparison: Comparison): string {
  const { cases, node, timeLimit, tools } = comparison;
  const sections = sectionTexts.map(({ level, title, about }) => {
    const ofLevel = cases.filter((one) => one.level === level);
    const names = tools.map(({ name }) => name);
    const rows = ofLevel.map(({ how, seen }) => [how, ...names.map((name) => toldCell(level, seen[name]))]);
    return [`## ${title}`, about, table(['', ...names], rows)].join('\n\n');
  });
  return `${[
    '# What others say of the same images',
    `Each of the ${cases.length} cases below is an address that a server on loopback answers in its own way; the tests of \`imgferry check\` use the same ones. A tool is given a post, or a page, with that one image, and what it says is set against what a reader’s browser shows. The cases were collected for imgferry, so that it knows them says little; the columns to read are the others’. They are link checkers: an image is one kind of link to them, and they look at much that imgferry does not (pages, anchors).`,
    summaryOf(comparison),
    'A warning counts as seen under “broken seen”, and as a false alarm under that. The last three columns are as the servers counted. Who asks by HEAD, as most link checkers do, is sent hardly a byte and can’t know what an image is made of; `imgferry check` reads it, and most of its bytes here are of the one body without end, which it reads up to `maxBytes`. A failed connection or an error status is seen by all of them, what a header or the bytes themselves break by few.',
    `Run with Node ${node.slice(1)}: ${tools.map(({ how, name, version }) => `${name} ${version} (${how})`).join('; ')}. Defaults otherwise, but for a time limit of 3 s where one can be set; who had said nothing after ${timeLimit / 1000} s was stopped (“no end”).`,
    ...sections,
    notes,
    'Made by `tests/app/check/compared-page.test.ts` (`npx vitest run tests/app/check/compared-page.test.ts --update`) from what `node bench/compared.mjs` measured.',
  ].join('\n\n')}\n`;
}

const sectionTexts: readonly { readonly level: Level; readonly title: string; readonly about: string }[] = [
  {
    level: 'broken',
    title: 'Broken',
    about: 'Readers see nothing, or a part of it. The number is how many requests were made; bold is what was missed.',
  },
  {
    level: 'warn',
    title: 'Shown, with a catch',
    about:
      'Readers see the image, but something is wrong with how it is served, or will be. “broken” says too much here.',
  },
  {
    level: 'unverifiable',
    title: 'Not to be told',
    about: 'What readers see can’t be known by asking so, or is another thing for each of them.',
  },
  {
    level: 'ok',
    title: 'Fine',
    about: 'Readers see the image, and nothing is wrong with it; bold is a false alarm.',
  },
];

const notes = [
  '## Left out, and particular to some',
  [
    '- The Referer decides in a few cases. linkinator and markdown-link-check were given the site’s address as a header; the others can’t be given one.',
    '- http on an https site: imgferry knows it by `site`. hyperlink tells it where it reads the page itself by https; here its page was a file. linkinator has `requireHttps`, off by default, for all http addresses.',
    '- dead-or-alive, which remark-lint-no-dead-urls checks with, asks again once a second as long as it gets a 5xx, or a 3xx that leads nowhere: hence its “no end” there.',
    '- Some do better with options that are off by default: `retryErrors` of linkinator; `retryOn429` and `aliveStatusCodes` of markdown-link-check.',
    '- zstd can’t be unpacked by Node 20, so imgferry is unsure there; browsers show it, and who says “ok” is right.',
    '- Not given to anyone: an address in a private network, and a redirect into one. What is there depends on the machine.',
    '- Not run: lychee (a program in Rust that npm does not install); @umbrelladocs/linkspector (needs a browser); textlint-rule-no-dead-link (looks at links and definitions, not at images); eslint-plugin-markdown-links (its check is made after dead-or-alive, which is here); check-links (takes addresses, no posts). linkinator 8 and dead-or-alive 1.0.5 need a newer Node than 20.',
  ].join('\n'),
].join('\n\n');

function summaryOf({ cases, tools }: Comparison): string {
  const isReport = ({ verdict }: Told): boolean => verdict === 'broken' || verdict === 'warned';
  const hasNone = ({ verdict }: Told): boolean => verdict === 'no-end' || verdict === 'crashed';
  const titles = ['broken seen', 'false alarms', 'catches noticed', 'no verdict', 'requests', 'kB, fine images', 'MB'];
  const rows = tools.map(({ name }) => {
    const toldOf = (level?: Level): readonly Told[] =>
      cases.filter((one) => level === undefined || one.level === level).flatMap(({ seen }) => seen[name] ?? []);
    const share = (level: Level): string => `${toldOf(level).filter(isReport).length} of ${toldOf(level).length}`;
    const sum = (told: readonly Told[], figure: 'requests' | 'bytes'): number =>
      told.reduce((total, one) => total + one[figure], 0);
    return [
      ...[name, share('broken'), share('ok'), share('warn'), String(toldOf().filter(hasNone).length)],
      String(sum(toldOf(), 'requests')),
      (sum(toldOf('ok'), 'bytes') / 1e3).toFixed(0),
      (sum(toldOf(), 'bytes') / 1e6).toFixed(2),
    ];
  });
  return table(['', ...titles], rows);
}

function toldCell(level: Level, told: Told | undefined): string {
  if (told === undefined) return 'not run'; // added since `node bench/compared.mjs`
  const word = words[told.verdict];
  const text = `${isWrong(level, told) ? `**${word}**` : word}`;
  return told.requests === 0 ? text : `${text} ${told.requests}`;
}

const words: Readonly<Record<Told['verdict'], string>> = {
  ok: 'ok',
  warned: 'warned',
  broken: 'broken',
  unsure: 'unsure',
  'not-asked': 'not asked',
  'no-end': 'no end',
  crashed: 'crashed',
};

function isWrong(level: Level, { verdict }: Told): boolean {
  if (level === 'broken') return verdict !== 'broken' && verdict !== 'warned';
  if (level === 'ok') return verdict !== 'ok';
  return verdict === 'no-end' || verdict === 'crashed';
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => '-'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
