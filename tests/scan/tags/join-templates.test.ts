import { describe, expect, it } from 'vitest';
import { createFileLookup } from '../../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../../src/scan/resolve/generators/plain.js';
import type { Generator } from '../../../src/scan/resolve/site.js';
import { scanText } from '../../../src/scan/scan-document.js';

const site = plainSite('/site', createFileLookup());

function scan(text: string, generator?: Generator): readonly string[] {
  const { references } = scanText(text, { document: 'a.md', path: '/site/a.md', site: { ...site, generator } });
  return references.map(({ raw, span, target }) => {
    expect(text.slice(span.start, span.end)).toBe(raw);
    return `${raw} -> ${target.kind === 'file' ? target.path : target.kind}`;
  });
}

const found = ['{{ site.baseurl }}/a.png -> /site/a.png'];

describe('a definition whose destination is a template', () => {
  it.each([
    ['alone', '![x]\n\n[x]: {{ site.baseurl }}/a.png\n'],
    ['with a title', '![x]\n\n[x]: {{ site.baseurl }}/a.png "t"\n'],
    ['in a quote', '> ![x]\n>\n> [x]: {{ site.baseurl }}/a.png\n'],
    ['with CRLF', '![x]\r\n\r\n[x]: {{ site.baseurl }}/a.png\r\n'],
    ['after front matter', '---\ntitle: x\n---\n![x]\n\n[x]: {{ site.baseurl }}/a.png'],
  ])('is found %s', (_, text) => {
    expect(scan(text, 'jekyll')).toEqual(found);
    expect(scan(text)).toEqual(found);
  });

  it.each<[string, string, Generator?]>([
    ['in a fence', '![x]\n\n```\n[x]: {{ site.baseurl }}/a.png\n```\n'],
    ['in indented code', '![x]\n\n    [x]: {{ site.baseurl }}/a.png\n'],
    ['with words after it', '![x]\n\n[x]: {{ site.baseurl }}/a.png and more\n'],
    ['that is not closed', '![x]\n\n[x]: {{ site.baseurl /a.png\n'],
    ['used by links alone', '[x]\n\n[x]: {{ site.baseurl }}/a.png\n'],
    ['to a generator without Liquid', '![x]\n\n[x]: {{ site.baseurl }}/a.png\n', 'docusaurus'],
  ])('is none %s', (_, text, generator = 'jekyll') => {
    expect(scan(text, generator)).toEqual([]);
  });

  it('leaves a character alone that stands for nothing here', () => {
    expect(scan('![x] ![](b\ufffc.png)\n\n[x]: {{ site.baseurl }}/a.png\n', 'jekyll')).toEqual([
      'b\ufffc.png -> /site/b\ufffc.png',
      ...found,
    ]);
  });

  it('is read in linear time', () => {
    const before = process.cpuUsage();
    for (const piece of ['[x]: {{ ', '[x]: {{ a }}', '> > [x]: {% a', '[', '[x]: {{ a }} {{ b }}\n']) {
      scan(`[a]: {{ ${piece.repeat(200_000)}`, 'jekyll');
    }
    expect(process.cpuUsage(before).user).toBeLessThan(15_000_000);
  });
});

describe('an attribute whose value is a template with its quotes in it', () => {
  const double = '{{ "/a.png" | relative_url }}';
  const single = "{{ '/a.png' | relative_url }}";

  it.each<[string, string, string]>([
    ['in a paragraph', `text <img src="${double}" alt="a"> text`, double],
    ['in an element of its own', `<div>\n<img alt="a" src="${double}">\n</div>\n`, double],
    ['in single quotes', `<img src = '${single}'>`, single],
    ['beside others', `<a href="{{ "/b.html" | relative_url }}"><img src="${double}" title="{{ "t" }}"></a>`, double],
    ['behind an expression', `<img src="{{ site.baseurl }}${double}">`, `{{ site.baseurl }}${double}`],
  ])('is found %s', (_, text, raw) => {
    const there = `${raw} -> ${raw === double || raw === single ? '/site/a.png' : 'unsupported'}`;
    for (const generator of [undefined, 'jekyll', 'hugo'] as const) expect(scan(text, generator)).toEqual([there]);
  });

  it.each<[string, string, Generator?]>([
    ['in a fence', `\`\`\`\n<img src="${double}">\n\`\`\`\n`],
    ['in code', `\`<img src="${double}">\``],
    ['to a generator without Liquid', `<img src="${double}">`, 'docusaurus'],
  ])('is none %s', (_, text, generator = 'jekyll') => {
    expect(scan(text, generator)).toEqual([]);
  });

  it('is found in each candidate of a srcset', () => {
    expect(scan(`<img srcset="${double} 1x, {{ "/b.png" | relative_url }} 2x">`, 'jekyll')).toEqual([
      `${double} -> /site/a.png`,
      '{{ "/b.png" | relative_url }} -> /site/b.png',
    ]);
  });

  it('is read in linear time', () => {
    const before = process.cpuUsage();
    for (const piece of ['="{{ ', '="{{ " }}', `='a{{"}}`, '="{', '="{{ a }}b', `="{{ '='{{ " `]) {
      scan(`<img src="{{ ${piece.repeat(100_000)}`, 'jekyll');
    }
    expect(process.cpuUsage(before).user).toBeLessThan(15_000_000);
  });
});
