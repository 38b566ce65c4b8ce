import { forbiddenInXml } from '../lib/xml-characters.js';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Offset of its `<`. */
  readonly at: number;
}

export interface XmlFault {
  readonly found:
    | 'bad-markup'
    | 'bad-attribute'
    | 'duplicate-attribute'
    | 'unclosed'
    | 'wrong-end-tag'
    | 'undefined-entity'
    | 'undeclared-prefix'
    | 'text-outside-root'
    | 'second-root'
    | 'bad-character';
  readonly at: number;
}

/**
 * Looks for what makes a document not well-formed (XML 1.0 with namespaces): browsers draw nothing then, where parsers
 * made for HTML go on. Not a validator: document types are read for the entities that they declare, no more.
 */
export function findXmlFault(text: string, onElement: (element: XmlElement) => void): XmlFault | undefined {
  const entities = knownEntities();
  const open: { name: string; prefixes: ReadonlySet<string> }[] = [];
  let hasRoot = false;
  let at = 0;
  const forbidden = text.search(forbiddenInXml);
  if (forbidden >= 0) return { found: 'bad-character', at: forbidden };

  while (at < text.length) {
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      const content = text.slice(at, end < 0 ? text.length : end);
      if (open.length === 0 && /[^ \t\r\n]/.test(content)) return { found: 'text-outside-root', at };
      const fault = findTextFault(content, at, entities) ?? findSectionEnd(content, at);
      if (fault) return fault;
      at += content.length;
      continue;
    }
    const skipped = skipSpecial(text, at, entities, open.length > 0 ? 'inside' : hasRoot ? 'behind' : 'before');
    if (skipped === 'bad') return { found: 'bad-markup', at };
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    if (text[at + 1] === '/') {
      const end = /^<\/([^\s>]+)\s*>/.exec(text.slice(at, at + 1000));
      if (!end || end[1] !== open.at(-1)?.name) return { found: 'wrong-end-tag', at };
      open.pop();
      at += end[0].length;
      continue;
    }
    const tag = readStartTag(text, at, entities);
    if ('found' in tag) return tag;
    if (open.length === 0 && hasRoot) return { found: 'second-root', at };
    const prefixes = declaredPrefixes(tag.element, open.at(-1)?.prefixes);
    if (usesUndeclaredPrefix(tag.element, prefixes)) return { found: 'undeclared-prefix', at };
    hasRoot = true;
    onElement(tag.element);
    if (!tag.isEmpty) open.push({ name: tag.element.name, prefixes });
    at = tag.end;
  }
  return open.length > 0 ? { found: 'unclosed', at: text.length } : undefined;
}

interface Entities {
  /**
   * Names to their replacement text; that of an external entity is empty, browsers do not load it. Nor do they load a
   * document type that stands elsewhere and may declare further ones: Chromium drew such drawings once and, from 156 on, no more.
   */
  readonly declared: Map<string, string>;
  hasType: boolean;
}

const knownEntities = (): Entities => ({
  declared: new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })),
  hasType: false,
});

const entityDeclaration = /<!ENTITY\s+([^\s%]+)\s+(?:"([^"]*)"|'([^']*)'|(?:SYSTEM|PUBLIC)\s)/g;

const expand = (value: string, { declared }: Entities): string =>
  value.replace(/&([^\s;&#]+);/g, (whole, name: string) => declared.get(name) ?? whole);

/** Comments, processing instructions, CDATA and the document type; the offset behind it. */
function skipSpecial(
  text: string,
  at: number,
  entities: Entities,
  root: 'before' | 'inside' | 'behind',
): number | 'bad' | undefined {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4);
    return end < 0 || text[end + 2] !== '>' ? 'bad' : end + 3;
  }
  if (text.startsWith('<?', at)) return skipInstruction(text, at);
  if (text.startsWith('<![CDATA[', at)) return root === 'inside' ? behind(text, ']]>', at + 9) : 'bad';
  if (!text.startsWith('<!DOCTYPE', at)) return text.startsWith('<!', at) ? 'bad' : undefined;
  const type = /^<!DOCTYPE[^[>]*(?:\[([\s\S]*?)\]\s*)?>/.exec(text.slice(at));
  if (!type || root !== 'before' || entities.hasType) return 'bad';
  entities.hasType = true;
  for (const [, name = '', double, single] of (type[1] ?? '').matchAll(entityDeclaration)) {
    entities.declared.set(name, double ?? single ?? '');
  }
  return at + type[0].length;
}

/** XML 1.0, 2.6 and 2.8: an instruction has a name; that of the declaration stands nowhere but at the very start. */
function skipInstruction(text: string, at: number): number | 'bad' {
  const name = matchAt(instructionName, text, at)?.[1];
  if (name === undefined) return 'bad';
  if (name.toLowerCase() !== 'xml') return behind(text, '?>', at + 2);
  const declaration = at <= (text.startsWith('\ufeff') ? 1 : 0) ? matchAt(xmlDeclaration, text, at) : null;
  return declaration === null ? 'bad' : at + declaration[0].length;
}

function behind(text: string, closing: string, from: number): number | 'bad' {
  const end = text.indexOf(closing, from);
  return end < 0 ? 'bad' : end + closing.length;
}

/** XML 1.0, 2.3: not what else looks like it, such as &nbsp; itself. */
const space = '[ \\t\\r\\n]';
const nameStart = 'A-Za-z_:\\u00c0-\\u{10ffff}';
const tagName = new RegExp(`<([${nameStart}][${nameStart}0-9.\\u00b7-]*)`, 'uy');
const attribute = new RegExp(
  `${space}+([${nameStart}][${nameStart}0-9.\\u00b7-]*)${space}*=${space}*(?:"([^"<]*)"|'([^'<]*)')`,
  'uy',
);
const instructionName = new RegExp(`<\\?([${nameStart}][${nameStart}0-9.\\u00b7-]*)(?=\\s|\\?>)`, 'uy');
const xmlDeclaration =
  /<\?xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/y;
const tagEnd = new RegExp(`${space}*(/?)>`, 'y');

function readStartTag(
  text: string,
  start: number,
  entities: Entities,
): { element: XmlElement; isEmpty: boolean; end: number } | XmlFault {
  const name = matchAt(tagName, text, start);
  if (!name) return { found: 'bad-markup', at: start };
  const attributes = new Map<string, string>();
  let at = start + name[0].length;
  for (let found = matchAt(attribute, text, at); found; found = matchAt(attribute, text, at)) {
    const value = found[2] ?? found[3] ?? '';
    const fault = findTextFault(value, at, entities);
    if (fault) return fault;
    if (attributes.has(found[1] ?? '')) return { found: 'duplicate-attribute', at };
    attributes.set(found[1] ?? '', expand(value, entities));
    at += found[0].length;
  }
  const end = matchAt(tagEnd, text, at);
  if (!end) return { found: text.indexOf('>', at) < 0 ? 'unclosed' : 'bad-attribute', at };
  return {
    element: { name: name[1] ?? '', attributes, at: start },
    isEmpty: end[1] === '/',
    end: at + end[0].length,
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function findTextFault(content: string, at: number, entities: Entities): XmlFault | undefined {
  if (!content.includes('&')) return undefined;
  for (const { index, 0: reference, 1: name } of content.matchAll(/&(?:#\d+;|#x[\da-fA-F]+;|([^\s;&#]+);)?/g)) {
    if (reference === '&') return { found: 'bad-markup', at: at + index };
    if (name === undefined && !isCharacter(reference)) return { found: 'bad-character', at: at + index };
    if (name !== undefined && !entities.declared.has(name)) return { found: 'undefined-entity', at: at + index };
  }
  return undefined;
}

/** XML 1.0, 4.1: a reference to a character is to one that might stand there itself. */
function isCharacter(reference: string): boolean {
  const code = Number(reference.slice(2, -1).replace(/^x/, '0x'));
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code <= 0x10_ffff && !isSurrogate && String.fromCodePoint(code).search(forbiddenInXml) < 0;
}

/** XML 1.0, 2.4: what ends a CDATA section ends nothing in text. */
function findSectionEnd(content: string, at: number): XmlFault | undefined {
  const end = content.indexOf(']]>');
  return end < 0 ? undefined : { found: 'bad-markup', at: at + end };
}

const alwaysDeclared: ReadonlySet<string> = new Set(['xml', 'xmlns']);

function declaredPrefixes(element: XmlElement, outer: ReadonlySet<string> = alwaysDeclared): ReadonlySet<string> {
  const added = [...element.attributes.keys()].filter((name) => name.startsWith('xmlns:')).map((name) => name.slice(6));
  return added.length === 0 ? outer : new Set([...outer, ...added]);
}

function usesUndeclaredPrefix(element: XmlElement, prefixes: ReadonlySet<string>): boolean {
  return [element.name, ...element.attributes.keys()].some((name) => {
    const colon = name.indexOf(':');
    return colon > 0 && !prefixes.has(name.slice(0, colon));
  });
}
