import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { readPlainXml } from '../../src/lib/read-plain-xml.js';
import { readWholeXml, readXml, type XmlElement } from '../../src/lib/read-xml.js';

const page = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/>
  <Contents><Key>a%2Fb.png</Key><ETag>&quot;1&amp;2&quot;</ETag><Size>5</Size></Contents>
  <IsTruncated>false</IsTruncated></ListBucketResult>
`;

/** What an XML parser says, to hold ours against. */
function byParser(xml: string): XmlElement | undefined {
  type Open = { name: string; text: string; children: Open[] };
  const root: Open = { name: '', text: '', children: [] };
  const open = [root];
  const parser = new Parser(
    {
      onopentag(name) {
        const element: Open = { name, text: '', children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext(text) {
        const last = open.at(-1);
        if (last) last.text += text;
      },
      onclosetag: () => void open.pop(),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return root.children[0];
}

const text = fc.stringMatching(/^[a-z0-9 图"'\n]{0,6}$/);
const tree = fc.letrec((tie) => ({
  element: fc.oneof(
    { maxDepth: 4 },
    fc
      .tuple(fc.constantFrom('Key', 'a', 'D:href', 'x-1'), text)
      .map(([name, inside]) => `<${name}>${inside}</${name}>`),
    fc.constantFrom('<Empty/>', '<Empty />', '<n xmlns="urn:x">&amp;&lt;&gt;&quot;&apos;</n>'),
    fc
      .tuple(fc.constantFrom('Contents', 'List'), fc.array(tie('element'), { maxLength: 4 }))
      .map(([name, inside]) => `<${name}>${inside.join(' ')}</${name}>`),
  ),
})).element as fc.Arbitrary<string>;

describe('reading plain XML', () => {
  it('reads a page of a listing', () => {
    const element = readPlainXml(page);
    expect(element).toEqual(byParser(page));
    expect(element?.children.map(({ name }) => name)).toEqual(['Name', 'Prefix', 'Contents', 'IsTruncated']);
    expect(element?.children[2]?.children[1]?.text).toBe('"1&2"');
  });

  it('says what a parser says, or nothing', () => {
    fc.assert(
      fc.property(tree, (xml) => {
        expect(readPlainXml(xml)).toEqual(byParser(xml));
      }),
    );
    const damaged = fc.tuple(tree, fc.nat(), fc.nat(), fc.constantFrom('', '<', '>', '&', '/', '"', '<a>', '&#65;'));
    fc.assert(
      fc.property(damaged, ([xml, from, length, put]) => {
        const at = from % (xml.length + 1);
        const changed = xml.slice(0, at) + put + xml.slice(at + (length % 4));
        const found = readPlainXml(changed);
        if (found !== undefined) expect(found).toEqual(byParser(changed));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves everything else to the parser, and what was cut is not whole', () => {
    for (let at = 1; at < page.trimEnd().length; at += 1) {
      expect(readPlainXml(page.slice(0, at)), `${at}`).toBeUndefined();
      expect(readWholeXml(page.slice(0, at)), `${at}`).toBeUndefined();
    }
    const others = ['<a><!-- c --><b>1</b></a>', '<a><![CDATA[<x>]]></a>', '<a>&#65;&nbsp;</a>', '<a b="1">x</a>'];
    for (const other of others) {
      expect(readPlainXml(other), other).toBeUndefined();
      expect(readWholeXml(other), other).toEqual(byParser(other));
      expect(readXml(other), other).toEqual(byParser(other));
    }
    for (const none of ['', 'x', '<a/><b/>', 'x<a/>', '<a/>x', '</a>', '<a></b>', '<>', '< a/>']) {
      expect(readPlainXml(none), none).toBeUndefined();
    }
  });
});
