import { Parser } from 'htmlparser2';
import { type OpenElement, readPlainXml, type XmlElement } from './read-plain-xml.js';

export type { XmlElement };

/** Reads an XML document; what is not well-formed gives what could be read of it, or undefined. */
export const readXml = (xml: string): XmlElement | undefined => read(xml).element;

/** Reads an XML document of which nothing is missing; undefined where it was cut, or an element doesn't end. */
export function readWholeXml(xml: string): XmlElement | undefined {
  const plain = readPlainXml(xml);
  if (plain) return plain;
  const { element, isWhole } = read(xml);
  return isWhole ? element : undefined;
}

function read(xml: string): { readonly element: XmlElement | undefined; readonly isWhole: boolean } {
  let isWhole = true;
  const root: OpenElement = { name: '', text: '', children: [] };
  const open = [root];
  const parser = new Parser(
    {
      onopentag(name) {
        const element: OpenElement = { name, text: '', children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext(text) {
        const element = open.at(-1);
        if (element) element.text += text;
      },
      onclosetag(_, isImplied) {
        if (isImplied && xml.slice(parser.endIndex - 1, parser.endIndex + 1) !== '/>') isWhole = false;
        if (open.length > 1) open.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return { element: root.children[0], isWhole };
}

/** Children of that name. */
export const childrenNamed = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

/** Text of the element that a path of names leads to; undefined where there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | undefined {
  const found = path.reduce<XmlElement | undefined>((at, name) => childrenNamed(at, name)[0], element);
  return found?.text;
}
