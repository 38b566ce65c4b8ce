import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import type { LocateOptions } from '../../../src/scan/located.js';

type Text = (size: number) => string;

/** A part that repeats, and something after it. */
const repeated =
  (part: string, end = ''): Text =>
  (size) =>
    part.repeat(Math.ceil(size / part.length)) + end;

/** Backtick strings of every length: none has a partner. */
function backtickStrings(size: number): string {
  const parts: string[] = [];
  for (let length = 1, total = 0; total < size; length++, total += length + 1) parts.push('`'.repeat(length));
  return parts.join(' ');
}

/** Each item deeper than the one before. */
function deepList(size: number): string {
  let text = '';
  for (let depth = 0; text.length < size; depth++) text += `${' '.repeat((depth % 2000) * 2)}- ![a](b)\n`;
  return text;
}

const markdown: readonly (readonly [string, Text])[] = [
  ['![', repeated('![')],
  ['![ and ](', repeated('![', '](a)')],
  ['[[', repeated('[[', ']]')],
  ['[ then ]', (size) => `${'['.repeat(size / 2)}${']'.repeat(size / 2)}`],
  ['![ then ](a)', (size) => `${'!['.repeat(size / 8)}${'](a)'.repeat(size / 8)}`],
  ['[a](', repeated('[a](b')],
  ['![a](<', repeated('![a](<b')],
  ['![a](b "', repeated('![a](b "')],
  ['![a](b c)', repeated('![a](b c)')],
  ['![a](b (', repeated('![a](b (')],
  ['![a](( ... )', (size) => `![a](${'('.repeat(size)}`],
  ['![a](b ) ) )', repeated('![a](b ) ) ) ) ) ) ) ) ) ) ) ) ')],
  ['![a][b', repeated('![a][b', '\n\n[c]: d')],
  ['links in links', (size) => `${'['.repeat(size / 6)}${'[a](b)'.repeat(size / 12)}![](x)`],
  ['<img ', repeated('<img ')],
  ['<img src="', repeated('<img src="')],
  ['<img src=\'"', repeated('<img src=\'"')],
  ['<img a a a', (size) => `<img ${'a '.repeat(size / 2)}`],
  ['text <img a a a', (size) => `text ![ <img ${'a '.repeat(size / 2)}`],
  ['<a:', repeated('![<a:')],
  ['<a@b.', (size) => `![<a@b${'.a'.repeat(size / 2)}`],
  ['<!--', repeated('![ <!-- ')],
  ['<?', repeated('![ <? ')],
  ['<![CDATA[', repeated('![ <![CDATA[ ')],
  ['<!a', repeated('![ <!a ')],
  ['<textarea>', repeated('![ <textarea> ')],
  ['<div> and <textarea>', repeated('<div>\n<textarea>\n\n')],
  ['backticks', (size) => `![${'`'.repeat(size)}`],
  ['backticks and spaces', repeated('![` ')],
  ['backtick strings of all lengths', (size) => `![${backtickStrings(size)}`],
  ['>', (size) => `${'>'.repeat(size)}![a](b)`],
  ['> lines', repeated('>>>>>>>>>> ![a\n')],
  ['nested lists', (size) => `${'- '.repeat(size / 2)}![a](b)`],
  ['nested lists and blank lines', (size) => `${'- '.repeat(size / 4)}a\n${'\n'.repeat(size / 2)}![a](b)`],
  ['lists ever deeper', deepList],
  ['[a]:', (size) => `${repeated('[a]:')(size)}![a]`],
  ['[a]: lines', (size) => `${repeated('[a]: b\n')(size)}![a]`],
  ['[a]: b "', (size) => `${repeated('[a]: b "\n')(size)}![a]`],
  ['[a]: b and underlines', (size) => `${repeated('[a]: b\n===\n')(size)}![a]`],
  ['definitions and labels', (size) => `${repeated('[a]: b\n\n![a]\n\n')(size)}`],
  ['a long label', (size) => `[a]: b\n\n![${'a'.repeat(size)}]`],
  ['dollars', repeated('$a ![ ')],
  ['$$', repeated('![ $$ ')],
  ['$[', repeated('$[')],
  ['delimiter rows', repeated('a|\n|-\n![')],
  ['a long delimiter row', (size) => `![a\n- ${' '.repeat(size)}x`],
  ['a wide table', (size) => `${'|a'.repeat(size / 8)}\n${'|-'.repeat(size / 8)}\n${'|![a](b)'.repeat(size / 16)}`],
  ['escaped pipes', (size) => `|a|\n|-|\n${repeated('![\\|')(size)}`],
  ['srcset commas', (size) => `<img srcset="${','.repeat(size)}">`],
  ['srcset candidates', (size) => `<img srcset="${'a 1x, '.repeat(size / 6)}">`],
  ['style url(', (size) => `<p style="${'url('.repeat(size / 4)}">`],
  ["style url('", (size) => `<p style="${"url('".repeat(size / 5)}">`],
  ['style url(&quot;', (size) => `<p style="${'url(&quot;a'.repeat(size / 11)}">`],
  ['entities', (size) => `![a](${'&amp'.repeat(size / 4)})`],
  ['footnotes', repeated('[^a]:')],
  ['footnote lines', repeated('[^a]: ![b\n')],
  ['spaces', (size) => `![a](${' '.repeat(size)}`],
  ['CR', repeated('\r![')],
];

/** Processor time in ms, so that what else the machine does counts little. */
function timeToLocate(text: string, format: LocateOptions['format']): number {
  const before = process.cpuUsage();
  locateReferences(text, { format, links: true });
  return process.cpuUsage(before).user / 1000;
}

/** Under a second; on a machine too slow for that, at least far from sixteen times what a quarter takes. */
function expectLinear(text: Text, format: LocateOptions['format'], size = 5_000_000): void {
  const whole = timeToLocate(text(size), format);
  if (whole < 1000) return;
  expect(whole / timeToLocate(text(size / 4), format)).toBeLessThan(10);
}

describe('millions of characters of', () => {
  it.each(markdown)('%s are read in linear time', (_, text) => {
    expectLinear(text, 'markdown');
  });

  it.each<readonly [string, Text]>([
    ['<img ', repeated('<img ')],
    ['<img src="', repeated('<img src="')],
    ['<img> and quotes', repeated('<img src="a">"')],
    ['<!--', repeated('<!--')],
    ['<script>', repeated('<script>')],
    ['</script', repeated('<script></script')],
    ['<style>', repeated('<style>')],
    ['<style>/*', repeated('<style>/*</style>')],
    ['<style>@font-face', (size) => `<style>${repeated('@font-face ')(size)}`],
    ['<', repeated('<')],
    ['<a', repeated('<a')],
    ['srcset', (size) => `<img srcset='${repeated(', (')(size)}`],
  ])('%s in HTML are read in linear time', (_, text) => {
    expectLinear(text, 'html');
  });

  it.each<readonly [string, Text]>([
    ['{', repeated('{')],
    ['{ lines', repeated('{\n')],
    ['{} lines', repeated('{a}{\n')],
    ['{ … } and text', (size) => `${'{\n'.repeat(size / 4)}${'}\n'.repeat(size / 4)}}x`],
    ['<a {', repeated('<a {\n')],
    ["<a b='", repeated("<a b='\n")],
    ['<a b', repeated('<a b ')],
    ['<a', repeated('<a\n')],
    ['<a {b} text', repeated('<a {b} c\n')],
    ['tags in expressions', repeated('{<a>')],
    ['tags in tags in expressions', (size) => `{${'<a b=<'.repeat(size / 6)}`],
    ['templates in templates', (size) => `{${'`${'.repeat(size / 3)}`],
    ['quotes in expressions', (size) => `{${"'\\".repeat(size / 2)}`],
    ['quoted tags', repeated('> <a\n> > <b {\n')],
    ['quoted expressions', repeated('> {a}\n')],
    ['deeply quoted tags', repeated('> > > > > > > > <a/>\n')],
    ['import', repeated('import a\n\n')],
    ['import (', repeated('import (\n\n')],
    ['exports of blank lines', (size) => `export const a = [${'\n\n'.repeat(size / 2)}`],
    ['slashes', (size) => `{${'/['.repeat(size / 2)}`],
    ['<!--', repeated('<!-- ')],
  ])('%s in MDX are read in linear time', (_, text) => {
    expectLinear(text, 'mdx', 1_000_000);
  });
});
