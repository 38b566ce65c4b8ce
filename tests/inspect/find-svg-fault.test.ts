import { describe, expect, it } from 'vitest';
import { findSvgFault } from '../../src/inspect/find-svg-fault.js';

const ns = 'xmlns="http://www.w3.org/2000/svg"';

describe('findSvgFault', () => {
  it.each([
    ['a plain one', `<svg ${ns}/>`],
    [
      'one with everything before it',
      `\ufeff<?xml version="1.0"?>\n<!-- a --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg ${ns}></svg>\n<!-- b -->`,
    ],
    ['one with a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:g/></s:svg>'],
    [
      'entities that its document type declares',
      `<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg"><!ENTITY y 'z'>]><svg xmlns="&ns_svg;">&y;</svg>`,
    ],
    ['the known entities', `<svg ${ns}><text a="&quot;">&amp;&lt;&#65;&#x41;</text></svg>`],
    ['CSS in CDATA', `<svg ${ns}><style><![CDATA[a > b { } <x>]]></style></svg>`],
    [
      'links with a declared prefix',
      `<svg ${ns} xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="#a" xml:space="preserve"/></svg>`,
    ],
    ['UTF-8 that calls itself something else', `<?xml version="1.0" encoding="GB2312"?><svg ${ns}>图片</svg>`],
    ['what ends a section, in an attribute', `<svg ${ns} a="]]>"/>`],
    ['Chinese', `<svg ${ns}><text>图片</text></svg>`],
  ])('takes %s', (_, text) => {
    expect(findSvgFault(Buffer.from(text))).toBeUndefined();
  });

  it.each([
    ['no namespace', '<svg width="8"/>', 'no-svg-namespace', 1],
    ['another namespace', '<svg xmlns="http://www.w3.org/1999/xhtml"/>', 'no-svg-namespace', 1],
    ['another root', `<html><svg ${ns}/></html>`, 'no-svg-namespace', 1],
    ['an element that is not closed', `<svg ${ns}>\n<g>\n</svg>`, 'wrong-end-tag', 3],
    ['an end that is missing', `<svg ${ns}><g></g>`, 'unclosed', 1],
    ['a tag that is cut', `<svg ${ns}><g fill="re`, 'unclosed', 1],
    ['an entity of HTML', `<svg ${ns}>\n&nbsp;</svg>`, 'undefined-entity', 2],
    ['a bare ampersand', `<svg ${ns}>a & b</svg>`, 'bad-markup', 1],
    ['a bare ampersand in an attribute', `<svg ${ns}><a b="c&d"/></svg>`, 'bad-markup', 1],
    ['an attribute without quotes', `<svg ${ns} width=8></svg>`, 'bad-attribute', 1],
    ['an attribute twice', `<svg ${ns} a="1" a="2"/>`, 'duplicate-attribute', 1],
    ['a prefix that is not declared', `<svg ${ns}><use xlink:href="#a"/></svg>`, 'undeclared-prefix', 1],
    ['text behind the root', `<svg ${ns}/>hello`, 'text-outside-root', 1],
    ['a second root', `<svg ${ns}/><svg ${ns}/>`, 'second-root', 1],
    ['two dashes in a comment', `<svg ${ns}><!-- a -- b --></svg>`, 'bad-markup', 1],
    [
      'an entity that a document type elsewhere may declare', // drawn by Chromium up to 155
      `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg ${ns}>a&nbsp;b</svg>`,
      'undefined-entity',
      1,
    ],
    ['a document type behind the root', `<svg ${ns}/><!DOCTYPE svg>`, 'bad-markup', 1],
    ['two document types', `<!DOCTYPE svg><!DOCTYPE svg><svg ${ns}/>`, 'bad-markup', 1],
    ['a space that XML has not', `<svg ${ns}\u00a0width="8"/>`, 'bad-attribute', 1],
    ['such a space outside of the root', `<svg ${ns}/>\u00a0`, 'text-outside-root', 1],
    ['what ends a section, in text', `<svg ${ns}>a ]]> b</svg>`, 'bad-markup', 1],
    ['a reference to a control character', `<svg ${ns}>&#1;</svg>`, 'bad-character', 1],
    ['a reference to half a character', `<svg ${ns} a="&#xD800;"/>`, 'bad-character', 1],
    ['a reference to no character', `<svg ${ns}>&#x110000;</svg>`, 'bad-character', 1],
    ['a control character', `<svg ${ns}>\u0001</svg>`, 'bad-character', 1],
  ])('finds %s', (_, text, found, line) => {
    expect(findSvgFault(Buffer.from(text))).toEqual({ found, line });
  });

  it('reads UTF-16 by its mark, and all else as UTF-8, as browsers do whatever is declared', () => {
    expect(findSvgFault(Buffer.from(`\ufeff<svg ${ns}/>`, 'utf16le'))).toBeUndefined();
    const gbk = Buffer.concat([
      Buffer.from(`<?xml version="1.0" encoding="GBK"?><svg ${ns}>`),
      Buffer.from('d6d0cec4', 'hex'),
      Buffer.from('</svg>'),
    ]);
    expect(findSvgFault(gbk)).toEqual({ found: 'not-in-its-encoding', line: 0 });
  });

  it('finds bytes that are not in the encoding', () => {
    expect(findSvgFault(Buffer.from(`<svg ${ns}>caf\xe9</svg>`, 'latin1'))).toEqual({
      found: 'not-in-its-encoding',
      line: 0,
    });
  });
});
