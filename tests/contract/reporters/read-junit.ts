import { Parser } from 'htmlparser2';
import { expect } from 'vitest';
import { findXmlFault } from '../../../src/inspect/find-xml-fault.js';
import type { ReadByGrammar } from './report-grammar.js';

interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of well-formed XML, in order. */
function xmlElements(text: string): readonly XmlElement[] {
  expect(findXmlFault(text, () => undefined)).toBeUndefined();
  const elements: XmlElement[] = [];
  const onopentag = (name: string, attributes: XmlElement['attributes']) => elements.push({ name, attributes });
  new Parser({ onopentag }, { xmlMode: true, decodeEntities: true }).end(text);
  return elements;
}

/** Well-formed XML whose counts are right; `xmllint` and the schema of Jenkins judge it in a test of their own. */
export const readJunit: ReadByGrammar = (text) => {
  const elements = xmlElements(text);
  const named = (name: string): readonly XmlElement[] => elements.filter((element) => element.name === name);
  const [suite] = named('testsuite');
  expect(suite?.attributes).toMatchObject({
    tests: String(named('testcase').length),
    failures: String(named('failure').length),
    errors: String(named('error').length),
    skipped: String(named('skipped').length),
  });
  return { addresses: named('testcase').map(({ attributes }) => attributes.name ?? '') };
};
