import { type Document, LineCounter, parseDocument } from 'yaml';
import { ImgferryError } from '../core/errors.js';

/** A place in a configuration file, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface ParsedConfig {
  /** Plain data; undefined or null where the file holds none. */
  readonly value: unknown;
  /** Where a key's value stands; undefined where there is none. */
  placeOf(path: readonly PropertyKey[]): Place | undefined;
}

/**
 * Reads YAML, and JSON as what it is to YAML 1.2: a part of it. V8's own JSON errors often name no place.
 *
 * @throws ImgferryError CONFIG_UNREADABLE {path, expected, found, line, column, detail}
 */
export function parseConfig(text: string, path: string): ParsedConfig {
  const expected = path.endsWith('.json') ? 'json' : 'yaml';
  const lines = new LineCounter();
  const parsed = parseYaml(text.replace(/^\ufeff/, ''), lines, { path, expected });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const fault = parsed.errors[0];
  if (fault) {
    const facts = { path, expected, found: fault.code, detail: fault.message, ...placeAt(fault.pos[0]) };
    throw new ImgferryError('CONFIG_UNREADABLE', facts, { cause: fault });
  }
  return {
    value: toPlainData(parsed, { path, expected }),
    placeOf(keys) {
      const offset = rangeStart(parsed.getIn(keys, true));
      return offset === undefined ? undefined : placeAt(offset);
    },
  };
}

interface ReadFile {
  readonly path: string;
  readonly expected: string;
}

/** The parser has no limit of its own: a level too many, and the stack is full. */
function parseYaml(text: string, lineCounter: LineCounter, file: ReadFile): Document {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' });
  } catch (error) {
    throw tooDeep(error, file);
  }
}

/** Aliases are resolved here; too many of them (a "billion laughs") are refused by the parser. */
function toPlainData(parsed: Document, file: ReadFile): unknown {
  try {
    return parsed.toJS();
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(error, file);
    const detail = error instanceof Error ? error.message : String(error);
    throw new ImgferryError('CONFIG_UNREADABLE', { ...file, found: 'aliases', detail }, { cause: error });
  }
}

const tooDeep = (cause: unknown, file: ReadFile): ImgferryError =>
  new ImgferryError('CONFIG_UNREADABLE', { ...file, found: 'nested-too-deep' }, { cause });

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}
