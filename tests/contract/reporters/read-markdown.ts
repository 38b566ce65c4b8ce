import { HtmlRenderer, Parser as MarkdownParser } from 'commonmark';
import { Parser } from 'htmlparser2';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { expect } from 'vitest';
import type { ReadByGrammar } from './report-grammar.js';

const allowed = ['h2', 'h3', 'h4', 'p', 'ul', 'li', 'code', 'strong', 'br'];

/** A long text takes micromark a minute: CommonMark alone then. */
function asHtml(text: string): string {
  if (text.length > 100_000) return new HtmlRenderer().render(new MarkdownParser().parse(text));
  return micromark(text, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

/** Under GitHub's limit, and of its Markdown nothing but headings, lists, code and bold: no link, HTML, table, formula. */
export const readMarkdown: ReadByGrammar = (text) => {
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  const html = asHtml(text);
  const tags = new Set<string>();
  const addresses: string[] = [];
  let depth = 0;
  let isFirst = false;
  let code: string | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      tags.add(name);
      for (const attribute of Object.keys(attributes)) tags.add(`${name} ${attribute}`);
      if (name === 'ul') depth += 1;
      if (name === 'li') isFirst = depth === 1;
      if (name === 'code' && isFirst) code = '';
    },
    ontext(data) {
      if (code !== undefined) code += data;
    },
    onclosetag(name) {
      if (name === 'ul') depth -= 1;
      if (name !== 'code' || code === undefined) return;
      addresses.push(code);
      isFirst = false;
      code = undefined;
    },
  });
  parser.end(html);
  expect(allowed).toEqual(expect.arrayContaining([...tags]));
  return { addresses };
};
