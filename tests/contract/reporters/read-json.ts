import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { ReadByGrammar } from './report-grammar.js';

function validator<Value>(name: string) {
  const file = new URL(`../../../config/schemas/${name}.schema.json`, import.meta.url);
  return new Ajv2020({ strict: false, allErrors: true }).compile<Value>(JSON.parse(readFileSync(file, 'utf8')));
}

const isLine = validator<{ readonly url: string }>('check-line');
const isReport = validator<{ readonly images: readonly { readonly url: string }[] }>('check');

/** JSON by its published schema. */
export const readJson: ReadByGrammar = (text) => {
  const report: unknown = JSON.parse(text);
  if (!isReport(report)) throw new Error(JSON.stringify(isReport.errors));
  return { addresses: report.images.map(({ url }) => url) };
};

/** A JSON value a line, each by the published schema; exactly the names that scripts rely on. */
export const readLines: ReadByGrammar = (text) => ({
  addresses: text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const record: unknown = JSON.parse(line);
      if (!isLine(record)) throw new Error(JSON.stringify(isLine.errors));
      expect(Object.keys(record)).toEqual(['url', 'verdict', 'reasons', 'evidence', 'places']);
      return record.url;
    }),
});
