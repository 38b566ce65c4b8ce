import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';

const size = 5_000_000;

/** Text that repeats up to five million characters, and something after it. */
const repeated = (part: string, end = ''): string => part.repeat(Math.ceil(size / part.length)) + end;

/** Backtick strings of every length: none has a partner. */
function backtickStrings(): string {
  const parts: string[] = [];
  for (let length = 1, total = 0; total < size; length++, total += length + 1) parts.push('`'.repeat(length));
  return parts.join(' ');
}

/** Each item deeper than the one before. */
function deepList(): string {
  let text = '';
  for (let depth = 0; text.length < size; depth++) text += `${' '.repeat((depth % 2000) * 2)}- ![a](b)\n`;
  return text;
}

const markdown: readonly (readonly [string, string])[] = [
  ['![', repeated('![')],
  ['![ and ](', repeated('![', '](a)')],
  ['[[', repeated('[[', ']]')],
  ['[ then ]', `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`],
  ['![ then ](a)', `${'!['.repeat(size / 8)}${'](a)'.repeat(size / 8)}`],
  ['[a](', repeated('[a](b')],
  ['![a](<', repeated('![a](<b')],
  ['![a](b "', repeated('![a](b "')],
  ['![a](b c)', repeated('![a](b c)')],
  ['![a](b (', repeated('![a](b (')],
  ['![a](( ... )', `![a](${'('.repeat(size)}`],
  ['![a](b ) ) )', repeated('![a](b ) ) ) ) ) ) ) ) ) ) ) ) ')],
  ['![a][b', repeated('![a][b', '\n\n[c]: d')],
  ['links in links', `${'['.repeat(size / 6)}${'[a](b)'.repeat(size / 12)}![](x)`],
  ['<img ', repeated('<img ')],
  ['<img src="', repeated('<img src="')],
  ['<img src=\'"', repeated('<img src=\'"')],
  ['<img a a a', `<img ${'a '.repeat(size / 2)}`],
  ['text <img a a a', `text ![ <img ${'a '.repeat(size / 2)}`],
  ['<a:', repeated('![<a:')],
  ['<a@b.', `![<a@b${'.a'.repeat(size / 2)}`],
  ['<!--', repeated('![ <!-- ')],
  ['<?', repeated('![ <? ')],
  ['<![CDATA[', repeated('![ <![CDATA[ ')],
  ['<!a', repeated('![ <!a ')],
  ['<textarea>', repeated('![ <textarea> ')],
  ['<div> and <textarea>', repeated('<div>\n<textarea>\n\n')],
  ['backticks', `![${'`'.repeat(size)}`],
  ['backticks and spaces', repeated('![` ')],
  ['backtick strings of all lengths', `![${backtickStrings()}`],
  ['>', `${'>'.repeat(size)}![a](b)`],
  ['> lines', repeated('>>>>>>>>>> ![a\n')],
  ['nested lists', `${'- '.repeat(size / 2)}![a](b)`],
  ['nested lists and blank lines', `${'- '.repeat(size / 4)}a\n${'\n'.repeat(size / 2)}![a](b)`],
  ['lists ever deeper', deepList()],
  ['[a]:', `${repeated('[a]:')}![a]`],
  ['[a]: lines', `${repeated('[a]: b\n')}![a]`],
  ['[a]: b "', `${repeated('[a]: b "\n')}![a]`],
  ['[a]: b and underlines', `${repeated('[a]: b\n===\n')}![a]`],
  ['definitions and labels', `${repeated('[a]: b\n\n![a]\n\n')}`],
  ['a long label', `[a]: b\n\n![${'a'.repeat(size)}]`],
  ['dollars', repeated('$a ![ ')],
  ['$$', repeated('![ $$ ')],
  ['$[', repeated('$[')],
  ['delimiter rows', repeated('a|\n|-\n![')],
  ['a long delimiter row', `![a\n- ${' '.repeat(size)}x`],
  ['a wide table', `${'|a'.repeat(size / 8)}\n${'|-'.repeat(size / 8)}\n${'|![a](b)'.repeat(size / 16)}`],
  ['escaped pipes', `|a|\n|-|\n${repeated('![\\|')}`],
  ['srcset commas', `<img srcset="${','.repeat(size)}">`],
  ['srcset candidates', `<img srcset="${'a 1x, '.repeat(size / 6)}">`],
  ['style url(', `<p style="${'url('.repeat(size / 4)}">`],
  ["style url('", `<p style="${"url('".repeat(size / 5)}">`],
  ['style url(&quot;', `<p style="${'url(&quot;a'.repeat(size / 11)}">`],
  ['entities', `![a](${'&amp'.repeat(size / 4)})`],
  ['footnotes', repeated('[^a]:')],
  ['footnote lines', repeated('[^a]: ![b\n')],
  ['spaces', `![a](${' '.repeat(size)}`],
  ['CR', repeated('\r![')],
];

/** Processor time, so that what else the machine does is not counted; in ms. */
function timeToLocate(text: string, format: 'markdown' | 'html'): number {
  const before = process.cpuUsage();
  locateReferences(text, { format, links: true });
  return process.cpuUsage(before).user / 1000;
}

describe('five million characters of', () => {
  it.each(markdown)('%s are read in linear time', (_, text) => {
    expect(timeToLocate(text, 'markdown')).toBeLessThan(1000);
  });

  it.each([
    ['<img ', repeated('<img ')],
    ['<img src="', repeated('<img src="')],
    ['<img> and quotes', repeated('<img src="a">"')],
    ['<!--', repeated('<!--')],
    ['<script>', repeated('<script>')],
    ['</script', repeated('<script></script')],
    ['<style>', repeated('<style>')],
    ['<style>/*', repeated('<style>/*</style>')],
    ['<style>@font-face', `<style>${repeated('@font-face ')}`],
    ['<', repeated('<')],
    ['<a', repeated('<a')],
    ['srcset', `<img srcset='${repeated(', (')}`],
  ])('%s in HTML are read in linear time', (_, text) => {
    expect(timeToLocate(text, 'html')).toBeLessThan(1000);
  });
});
