import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainXml } from '../../src/lib/read-plain-xml.js';
import { readWholeXml, readXml } from '../../src/lib/read-xml.js';

const page = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/>
  <Contents><Key>a%2Fb.png</Key><ETag>&quot;1&amp;2&quot;</ETag><Size>5</Size></Contents>
  <IsTruncated>false</IsTruncated></ListBucketResult>
`;

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

// `readXml` asks a parser for all of XML, whatever it reads
describe('reading plain XML', () => {
  it('reads a page of a listing', () => {
    const element = readPlainXml(page);
    expect(element).toEqual(readXml(page));
    expect(element?.children.map(({ name }) => name)).toEqual(['Name', 'Prefix', 'Contents', 'IsTruncated']);
    expect(element?.children[2]?.children[1]?.text).toBe('"1&2"');
  });

  it('says what a parser says, or nothing', () => {
    fc.assert(
      fc.property(tree, (xml) => {
        expect(readPlainXml(xml)).toEqual(readXml(xml));
      }),
    );
    const damaged = fc.tuple(tree, fc.nat(), fc.nat(), fc.constantFrom('', '<', '>', '&', '/', '"', '<a>', '&#65;'));
    fc.assert(
      fc.property(damaged, ([xml, from, length, put]) => {
        const at = from % (xml.length + 1);
        const changed = xml.slice(0, at) + put + xml.slice(at + (length % 4));
        const found = readPlainXml(changed);
        if (found !== undefined) expect(found).toEqual(readXml(changed));
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
      expect(readWholeXml(other), other).toEqual(readXml(other));
    }
    for (const none of ['', 'x', '<a/><b/>', 'x<a/>', '<a/>x', '</a>', '<a></b>', '<>', '< a/>']) {
      expect(readPlainXml(none), none).toBeUndefined();
    }
  });
});
