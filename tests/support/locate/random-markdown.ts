import { Random } from './random.js';

export interface RandomOptions {
  /** Whether tables and footnotes may stand in it. */
  readonly gfm: boolean;
}

const atoms = [
  '[',
  '[',
  ']',
  ']',
  '![',
  '![',
  '](',
  '](',
  '][',
  '[]',
  '(',
  ')',
  '()',
  '<',
  '>',
  '"',
  "'",
  '\\',
  '\\',
  '!',
  '`',
  '`',
  '``',
  '```',
  '&amp;',
  '&quot;',
  '&#33;',
  '&#x5b;',
  '&nope;',
  '&copy',
  ':',
  '*',
  '_',
  '\t',
  '  ',
  ' ',
  ' ',
  '\0',
  '\u00a0',
  'é',
  'ẞ',
  'a',
  'b',
  'c',
  '-',
  '#',
] as const;
const lineStarts = [
  '',
  '',
  '',
  '',
  '> ',
  '>',
  '- ',
  '* ',
  '1. ',
  '2) ',
  '10. ',
  '    ',
  '\t',
  '  ',
  ' ',
  '   ',
  '# ',
  '## ',
  '```',
  '~~~',
  '```js',
  '---',
  '===',
  '***',
  '-\t',
  '>\t',
  '- - ',
  '> - ',
  '    - ',
  '-',
  '1.',
  '<div>',
  '</div>',
  '<!--',
  '-->',
  '<pre>',
  '</pre>',
  '<?',
  '?>',
  '<![CDATA[',
  ']]>',
  '<b>',
] as const;
const gfmLineStarts = ['| ', '|---|---|', '| - | - |', '|-|', 'a | b', ':-: | -'] as const;
const gfmAtoms = ['|', '|', '\\|', '[^f1]'] as const;
const endings = ['\n', '\n', '\n', '\n', '\n\n', '\r\n', '\r', '\n \n', '\n\t\n'] as const;
const labels = ['a', 'b', 'A b', 'ẞ', 'c\\]', ' a ', '*b*', 'c'] as const;

/** A Markdown document full of what parsers quarrel about; each of its destinations is another. */
export function randomMarkdown(seed: number, { gfm }: RandomOptions): string {
  const random = new Random(seed);
  let count = 0;
  const address = (): string => {
    count++;
    return random.pick([
      `u${count}`,
      `/u${count}`,
      `u${count}(x)`,
      `u${count}\\)`,
      `u${count}&amp;b`,
      `u${count}\\*`,
      `u${count}&auml;`,
      `u${count}"`,
    ]);
  };
  const destination = (): string =>
    random.pick([address, address, () => `<${address()}>`, () => `<${address()} b>`, () => `<u${++count}\\>>`])();
  const title = (): string =>
    random.pick(['', '', '', ' "t"', " 't'", ' (t)', ' "a\\"b"', ' "un', '\n"t"', ' "a" b', '\t"t"', '\u00a0"t"']);
  const label = (): string => random.pick(labels);
  const html = (): string =>
    random.pick<() => string>([
      () => `<img src="h${++count}">`,
      () => `<img alt=">" src='h${++count}'/>`,
      () => `<IMG SRC=h${++count} >`,
      () => `<img\nsrc="h${++count}">`,
      () => `<img src="h${++count}" src="no">`,
      () => `<img src="h${++count}&amp;x">`,
      () => `<a href="${address()}">`,
      () => '</a>',
      () => `<!-- <img src="h${++count}"> -->`,
      () => `<img src="h${++count}`,
      () => `<x:${address()}>`,
      () => '<a@b.c>',
      () => `<b title='[' x>`,
    ])();
  const inline = (): string =>
    random.pick<() => string>([
      () => random.pick(atoms),
      () => random.pick(atoms),
      () => random.pick(atoms),
      () => (gfm ? random.pick(gfmAtoms) : random.pick(atoms)),
      () => `![${text()}](${destination()}${title()})`,
      () => `[${text()}](${destination()}${title()})`,
      () => `![${text()}][${label()}]`,
      () => `![${label()}][]`,
      () => `![${label()}]`,
      () => `[${label()}]`,
      html,
      () => `\`${text()}\``,
      () => `![[${label()}](${destination()})](${destination()})`,
    ])();
  const text = (): string => {
    let result = '';
    for (let left = random.below(3); left > 0; left--) result += inline();
    return result;
  };
  const definition = (): string => `[${label()}]:${random.pick([' ', '', '\n', '  ', '\t'])}${destination()}${title()}`;
  let document = '';
  let footnotes = 0;
  for (let lines = 1 + random.below(9); lines > 0; lines--) {
    for (let starts = random.below(3); starts > 0; starts--)
      document += gfm && random.below(3) === 0 ? random.pick(gfmLineStarts) : random.pick(lineStarts);
    if (gfm && random.below(6) === 0) document += `[^f${++footnotes}]: `;
    if (random.below(5) === 0) document += definition();
    else for (let parts = random.below(6); parts > 0; parts--) document += inline();
    document += random.pick(endings);
  }
  return document;
}
