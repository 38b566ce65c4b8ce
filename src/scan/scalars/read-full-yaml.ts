import { createRequire } from 'node:module';
import type { Document, Node, Scalar } from 'yaml';
import type { Span } from '../../core/image-reference.js';
import type { LocatedScalar, ScalarEscaping } from './located-scalar.js';

/**
 * Reads the scalars of any YAML. A document with faults gives what could be read of it: the values are single lines
 * that are compared with the text, so a fault elsewhere does no harm.
 */
export function readFullYaml(text: string, region: Span): readonly LocatedScalar[] {
  const yaml = loadYaml();
  const source = text.slice(region.start, region.end);
  const scalars: LocatedScalar[] = [];
  try {
    for (const document of yaml.parseAllDocuments(source, { logLevel: 'silent', uniqueKeys: false, strict: false })) {
      collect(yaml, document, { source, offset: region.start, scalars });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return []; // nested so deeply that the stack ends: no generator reads it either
  }
  return scalars;
}

type Yaml = typeof import('yaml');

const require = createRequire(import.meta.url);

// Loading the parser takes longer than reading a thousand posts, and most sites never need it; a synchronous require keeps the callers synchronous.
const loadYaml = (): Yaml => require('yaml') as Yaml;

interface Collecting {
  readonly source: string;
  readonly offset: number;
  readonly scalars: LocatedScalar[];
}

function collect(yaml: Yaml, document: Pick<Document, 'contents'>, into: Collecting): void {
  const walk = (node: unknown, path: readonly string[]): void => {
    if (yaml.isMap(node)) {
      for (const pair of node.items) walk(pair.value, [...path, keyText(yaml, pair.key)]);
    } else if (yaml.isSeq(node)) {
      for (const item of node.items) walk(yaml.isPair(item) ? item.value : item, path);
    } else if (yaml.isScalar(node)) {
      const scalar = locateScalar(node, path, into);
      if (scalar) into.scalars.push(scalar);
    }
  };
  walk(document.contents satisfies Node | null, []);
}

const keyText = (yaml: Yaml, key: unknown): string => (yaml.isScalar(key) ? String(key.value) : '');

function locateScalar(
  node: Scalar,
  path: readonly string[],
  { source, offset }: Collecting,
): LocatedScalar | undefined {
  if (!node.range) return undefined;
  const [start, end] = node.range;
  const place = (from: number, to: number, escaping: ScalarEscaping): LocatedScalar | undefined => {
    const written = source.slice(from, to);
    if (/[\r\n]/.test(written)) return undefined;
    const value = typeof node.value === 'string' ? node.value.trim() : written;
    return { path, span: { start: offset + from, end: offset + to }, value, escaping };
  };
  switch (node.type) {
    case 'PLAIN':
      return place(start, end, 'yaml-plain');
    case 'QUOTE_SINGLE':
      return source[end - 1] === "'" ? place(start + 1, end - 1, 'yaml-single') : undefined;
    case 'QUOTE_DOUBLE':
      return source[end - 1] === '"' ? place(start + 1, end - 1, 'yaml-double') : undefined;
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return locateBlock(source, start, end, place);
    default:
      return undefined;
  }
}

/** YAML 1.2, 8.1: the header line is no content. Only a block of a single line can be an address. */
function locateBlock(
  source: string,
  start: number,
  end: number,
  place: (from: number, to: number, escaping: ScalarEscaping) => LocatedScalar | undefined,
): LocatedScalar | undefined {
  const header = source.indexOf('\n', start);
  if (header < 0 || header >= end) return undefined;
  const content = source.slice(header + 1, end);
  const trimmed = content.trim();
  if (trimmed === '') return undefined;
  const from = header + 1 + content.indexOf(trimmed);
  return place(from, from + trimmed.length, 'yaml-block');
}
