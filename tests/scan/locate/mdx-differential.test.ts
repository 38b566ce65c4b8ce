import { describe, expect, it } from 'vitest';
import { compareMdx, listsOfMdx } from '../../support/locate/mdx-differential.js';

const count = Number(process.env.FUZZ_MDX_COUNT ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe('random MDX documents', () => {
  it(
    `name the images that @mdx-js/mdx finds (seeds from ${seed})`,
    () => {
      const { compared, differences, refused } = compareMdx(seed, count);
      if (process.env.FUZZ_MDX_COUNT !== undefined)
        console.log(
          `${compared} MDX documents from seed ${seed} compared, ${refused} refused: ${differences.length} differ`,
        );
      expect(differences.map((one) => JSON.stringify(one)).join('\n')).toBe('');
    },
    Math.max(60_000, count * 60),
  );
});

describe('MDX by hand', () => {
  it.each<[string, string, string[]]>([
    ['code that only MDX does not indent', '    ![a](u1)\n\n\t<img src="u2" />', ['u1', 'u2']],
    ['an item that begins far from its marker', '1.     a\n   ```\n![a](no)', []],
    ['comments', '{/* ![a](no) */}![a](u1)\n\n{/*\n\n![a](no)\n\n*/}', ['u1']],
    ['a comment that ends a paragraph', 'a\n{/* ![a](no)\n\n*/}\n![a](u1)', ['u1']],
    ['attributes of JSX', `<Image a="d > e" b={"/>"} src='u1'/><Image src={\`u2\`}/>`, ['u1', 'u2']],
    ['attributes side by side', '<Image a=""b={1}{...c}src="u1"/>', ['u1']],
    ['dollars in text and in an attribute', "a\n$<m c={`$`}c='![](no)'/>![a](u1)", ['u1']],
    ['an attribute that is named twice', '<img src="no" src="u1" />', ['u1']],
    ['JSX over lines, in a quote', '> <Image\n>   src="u1"\n> />\n>\n> ![a](u2)', ['u1', 'u2']],
    ['JSX over lines, in a list in a quote', '> - <Image\n>\n>     src="u1"\n>   />', ['u1']],
    ['regular expressions', '{/[}/"]/.test(a) ? 1 / 2 : /\\/}/}![a](u1)', ['u1']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template as JavaScript writes it
    ['templates', '{`}${`"${1}{`}`}![a](u1)', ['u1']],
    ['strings with braces', `{"}'"}![a](u1){'{'}`, ['u1']],
    ['JSX in expressions', '{a.map((b) => <li>it\'s {b} "</li>)}![a](u1){<img src="no" />}', ['u1']],
    ['expressions that are compared', '{a < b}![a](u1){a > b}', ['u1']],
    ['two expressions side by side, in a paragraph', '![{1}{2}\n{1}{2}\n](u1)', ['u1']],
    ['imports', 'import a from "./u1.png"\nimport b from "b"\n\n![a](u2)', ['./u1.png', 'u2']],
    ['exports with blank lines', 'export const a = {\n\n b: "![a](no)"\n}\n\n![a](u1)', ['u1']],
    ['an export of JSX with blank lines', 'export const a = <b>\n\n![a](no)</b>\n\n![a](u1)', ['u1']],
    ['an export that an operator goes on', 'export const a = 1 +\n\n2\n\n![a](u1)', ['u1']],
    ['an export of a template', 'export const a = `\n\n![a](no)\n`\n\n![a](u1)', ['u1']],
    ['an import in a paragraph', 'a\nimport b from "b.png"', []],
    ['Markdown in nested JSX', '<Tabs>\n<Tab a="1">\n\n- ![a](u1)\n\n</Tab>\n</Tabs>', ['u1']],
    ['Markdown in JSX in a line', 'a <b>![a](u1) <i>![a](u2)</i></b>', ['u1', 'u2']],
    ['code', '`<img src="no" />` `{` ![a](u1)\n\n```jsx\n<img src="no" />\n```', ['u1']],
    ['escapes', '\\<img src="no" /> \\{![a](u1)}'.replace('}', '\\}'), ['u1']],
  ])('names the images that @mdx-js/mdx finds: %s', (_, document, images) => {
    expect(listsOfMdx(document)).toEqual({ ours: images, theirs: images });
  });

  it.each([
    'a { b ![a](u1)',
    '<!-- a -->',
    '<b>![a](u1)',
    'import things of\n\n![a](u1)',
    '{a b}',
    '<a b=<c/>>',
    '<a {',
    '{<b>{`${',
  ])('reads to its end what is no MDX: %s', (document) => {
    const { theirs } = listsOfMdx(document);
    expect(theirs).toBeUndefined();
  });
});
