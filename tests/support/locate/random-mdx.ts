import { Random } from './random.js';

/** Expressions of JavaScript that hold what would end or open something if it were read as text. */
const expressions = [
  'a',
  '1 + 2',
  '"}"',
  "'{'",
  '`}`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template as JavaScript writes it
  '`${"}"}`',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  '`a ${`b ${c} }`} {`',
  '/}/.test(a)',
  '/[/}]"/g',
  'a / b / c',
  'a() / "}" / 2',
  '(a) / 1 //}\n',
  'a ? /"/ : /{/',
  '/* } ![x](no) */',
  '/* " */ a',
  "// it's }\na",
  '{a: {b: "}"}}',
  '[1, {b: 2}][0]',
  '() => { return /}/ }',
  'x => { if (x) { return "{" } }',
  'typeof /{/',
  '<b/>',
  "<b>it's</b>",
  '<img src="no" />',
  '<a b={"}"} c=">">{d} it\'s "e</a>',
  '<>{"}"}</>',
  '<A {...b} c>![x](no)</A>',
  'a < b',
  "a.map((x) => <li key={x}>don't {x}</li>)",
  'a && <b c="\'" />',
  'a++ / 2 + "}"',
  '"\\"}"',
  'a\n',
  '\n"b"',
  '{}',
  'new Map([["a", "]"]])',
  'async () => await /"/',
] as const;

const words = [
  'a',
  'b c',
  "it's",
  '"q"',
  '*e*',
  '_f_',
  '\\{',
  '\\<',
  '\\![',
  '&amp;',
  '&#123;',
  '。',
  '`{`',
  '`<a>`',
  '``{`}``',
  '\\`',
] as const;
const noise = [
  '[',
  ']',
  '![',
  '](',
  '][',
  '[]',
  '(',
  ')',
  '`',
  '``',
  '\\',
  '!',
  '*',
  '_',
  '\t',
  '    ',
  '&',
  '"',
  "'",
  ':',
  '|',
  '-',
  '>',
  '#',
  '$',
  '\0',
  '\u00a0',
  '/',
] as const;
const rare = [
  '<',
  '{',
  '}',
  '</',
  '/>',
  '<a',
  '<!--',
  '-->',
  '<a>',
  '</a>',
  '`{',
  'import ',
  '<>',
  '</>',
  '<a.b/>',
  '<a b/>',
] as const;
const labels = ['a', 'b', 'A b', 'c'] as const;
const components = ['img', 'Image', 'Figure', 'x.Image'] as const;
const containers = ['div', 'Tabs', 'details', 'A.B', 'b', ''] as const;

/** An MDX document; each of its destinations is another. Most of what is made compiles. */
export function randomMdx(seed: number): string {
  const random = new Random(seed);
  let count = 0;
  let names = 0;
  const address = (): string => `${random.pick(['u', '/u', './u', '//h.example/u'])}${++count}`;
  const expression = (): string =>
    `{${random.pick(['', '', ' ', '\n'])}${random.pick(expressions)}${random.pick(['', '', ' ', '\n'])}}`;
  const attribute = (): string =>
    random.pick<() => string>([
      () => `c${++names}="d > e"`,
      () => `c${++names}='"![x](no)'`,
      () => `c${++names}=${expression()}`,
      () => `c${++names}`,
      () => `{...${random.pick(['d', '{e: "}"}', '/}/'])}}`,
      () => `c:d${++names}=""`,
    ])();
  const attributes = (): string => {
    let result = '';
    for (let left = random.below(3); left > 0; left--) result += `${random.pick([' ', ' ', '\n', '  '])}${attribute()}`;
    return result;
  };
  const source = (): string =>
    random.pick<() => string>([
      () => `src="${address()}"`,
      () => `src='${address()}'`,
      () => `src = "${address()}"`,
      () => `src="${address()}&amp;b"`,
      () => `src={'${address()}'}`,
      () => `src={ "${address()}" }`,
      () => `src={\`${address()}\`}`,
      () => `src={useBaseUrl('${address()}')}`,
      () => `src={require("${address()}").default}`,
      () => `src=${expression()}`,
      () => `src={"no" + a}`,
    ])();
  const image = (): string =>
    `<${random.pick(components)}${attributes()}${random.pick([' ', ' ', '\n'])}${source()}${attributes()}${random.pick([' ', '', '\n'])}/>`;
  const title = (): string => random.pick(['', '', '', ' "t"', " 't'", ' (t)', '\n"{t"']);
  const destination = (): string => random.pick([address, address, () => `<${address()}>`, () => `${address()}\\{b`])();
  const inline = (depth: number): string =>
    random.pick<() => string>([
      () => random.pick(words),
      () => random.pick(words),
      () => random.pick(words),
      () => `![${phrase(depth - 1)}](${destination()}${title()})`,
      () => `![${phrase(depth - 1)}](${destination()}${title()})`,
      () => `[${phrase(depth - 1)}](${destination()}${title()})`,
      () => `![${random.pick(labels)}]${random.pick(['', '[]', `[${random.pick(labels)}]`])}`,
      image,
      image,
      expression,
      () => `{/* ${random.pick(words)} */}`,
      () => {
        const name = random.pick(containers);
        return `<${name}${name && attributes()}>${phrase(depth - 1)}</${name}>`;
      },
      () => `\`${random.pick(expressions).replaceAll('`', '')}\``,
      () => random.pick(noise),
      () => (random.below(5) === 0 ? random.pick(rare) : random.pick(noise)),
    ])();
  const phrase = (depth: number): string => {
    let result = '';
    if (depth > 0)
      for (let left = random.below(4); left > 0; left--) result += inline(depth) + random.pick(['', ' ', ' ', '\n']);
    return result;
  };
  const esm = (): string =>
    random.pick<() => string>([
      () => `import a${++names} from '${address()}.png'`,
      () => `import {b${++names}} from "b"\nimport c${++names} from "${address()}.svg";`,
      () =>
        `export const d${++names} = ${random.pick(['{\n\n e: "![x](no)"\n}', '`\n\n![x](no)\n`', '/}"/', '() => {\n\n  return <img src="no" />\n}', '1 +\n\n 2', '"{"', '<b>\n\n![x](no)</b>'])}`,
      () => `export default function f() {\n\n  /* ' */ return "}"\n}`,
    ])();
  const prefixed = (first: string, other: string, text: string): string =>
    text
      .split('\n')
      .map((line, at) => (at === 0 ? first : line === '' && other.trim() === '' ? '' : other) + line)
      .join('\n');
  const block = (depth: number): string =>
    random.pick<() => string>([
      () => phrase(2),
      () => phrase(2),
      () => phrase(3),
      () => `${random.pick(['    ', '\t', '  '])}${phrase(2)}`,
      () => `# ${inline(2).replaceAll('\n', ' ')}`,
      () => `${phrase(2)}\n===`,
      image,
      expression,
      () => `${expression()}${image()}`,
      () => `{/*\n\n![x](no)\n\n*/}`,
      () => `[${random.pick(labels)}]: ${destination()}${title()}`,
      () => `${random.pick(['', '      '])}\`\`\`jsx\n<img src="no" />\n{\n\`\`\``,
      () => `|a|\n|-|\n|${inline(2).replaceAll('\n', ' ')}|`,
      () => {
        const name = random.pick(containers);
        const gap = random.pick(['\n', '\n\n', '\n\n', '']);
        return `<${name}${name && attributes()}>${gap}${depth > 0 ? blocks(depth - 1) : 'x'}${gap}</${name}>`;
      },
      () => (depth > 0 ? prefixed('> ', random.pick(['> ', '> ', '>']), blocks(depth - 1)) : 'x'),
      () => (depth > 0 ? prefixed('- ', '  ', blocks(depth - 1)) : 'x'),
      () => (depth > 0 ? prefixed('1. ', '   ', blocks(depth - 1)) : 'x'),
      () => (depth === 2 ? prefixed('[^f]: ', '    ', blocks(depth - 1)) : 'x'),
    ])();
  const blocks = (depth: number): string => {
    let result = block(depth);
    for (let left = random.below(3); left > 0; left--)
      result += random.pick(['\n\n', '\n\n', '\n\n', '\n']) + block(depth);
    return result;
  };
  let document = random.below(4) === 0 ? `${esm()}\n\n` : '';
  document += blocks(2);
  if (random.below(4) === 0) document += `\n\n${esm()}\n\n${blocks(1)}`;
  return random.below(8) === 0 ? document.replaceAll('\n', '\r\n') : document;
}
