import type { TextEdit } from '../core/image-reference.js';
import type { PlannedEdit } from '../core/plan.js';
import { isRecord, parseJson } from '../lib/json-value.js';

/** Reads edits as they were written to the ledger; undefined for anything else. */
export function readPlannedEdits(json: string): readonly PlannedEdit[] | undefined {
  return readList(json, isPlannedEdit);
}

/** Reads the characters that edits took the place of; undefined for anything else. */
export function readOriginals(json: string): readonly (readonly string[])[] | undefined {
  return readList(json, (value) => Array.isArray(value) && value.every((text) => typeof text === 'string'));
}

function readList<Item>(json: string, isItem: (value: unknown) => value is Item): readonly Item[] | undefined;
function readList(json: string, isItem: (value: unknown) => boolean): readonly (readonly string[])[] | undefined;
function readList(json: string, isItem: (value: unknown) => boolean): readonly unknown[] | undefined {
  const value = parseJson(json);
  return Array.isArray(value) && value.every(isItem) ? value : undefined;
}

function isPlannedEdit(value: unknown): value is PlannedEdit {
  if (!isRecord(value)) return false;
  const texts = [value.identity, value.syntax, value.raw, value.address];
  return (
    texts.every((text) => typeof text === 'string') &&
    typeof value.line === 'number' &&
    typeof value.column === 'number' &&
    Array.isArray(value.edits) &&
    value.edits.length > 0 &&
    value.edits.every(isTextEdit)
  );
}

function isTextEdit(value: unknown): value is TextEdit {
  return (
    isRecord(value) &&
    typeof value.start === 'number' &&
    typeof value.end === 'number' &&
    typeof value.text === 'string'
  );
}
