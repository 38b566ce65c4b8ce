import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { ReadByGrammar } from './report-grammar.js';

const require = createRequire(import.meta.url);
const schemaFile = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// draft-04, of which it uses nothing that later drafts read otherwise but `id`
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8'));

/** RFC 3986, appendix A, in short: no character that must be percent-encoded. */
const uriReference = /^(?:[a-z][a-z\d+.-]*:)?(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/i;
const formats = {
  'uri-reference': uriReference,
  uri: (text: string) => uriReference.test(text) && /^[a-z][a-z\d+.-]*:/i.test(text),
  'date-time': true,
} as const;
const isSarif = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(schema);

interface SarifLocation {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string } };
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly (SarifLocation & { readonly id: number })[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly unknown[];
}

export interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { readonly level: string; readonly message: { text: string } }[];
  }[];
  readonly results: readonly SarifResult[];
}

/** The one run of a log that fits the schema of SARIF 2.1.0. */
export function sarifRun(text: string): SarifRun {
  const log: unknown = JSON.parse(text);
  expect(isSarif(log), JSON.stringify(isSarif.errors?.slice(0, 3))).toBe(true);
  const { runs } = log as { runs: readonly [SarifRun] };
  expect(runs).toHaveLength(1);
  return runs[0];
}

/** SARIF by its schema, and by what GitHub code scanning asks for beyond it. */
export const readSarif: ReadByGrammar = (text) => {
  const { tool, results } = sarifRun(text);
  const fingerprints = new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)));
  expect(fingerprints.size).toBe(results.length);
  for (const { locations, message, relatedLocations = [], ruleId, ruleIndex } of results) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(locations).toHaveLength(1);
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      expect(physicalLocation.artifactLocation.uri).not.toMatch(/^\//);
    }
    const linked = embeddedLinks(message.text);
    expect(relatedLocations.map(({ id }) => id)).toEqual(expect.arrayContaining([...linked]));
  }
  return { addresses: results.map(({ message }) => plainText(message.text).split(' · ')[0] ?? '') };
};

/** SARIF 3.11.6: `[text](id)` where no backslash stands before. */
const embeddedLinks = (text: string): readonly number[] =>
  [...text.matchAll(/(?<!\\)(?:\\\\)*\[(?:[^\\\]]|\\.)*\]\((\d+)\)/g)].map(([, id]) => Number(id));

/** What is shown of a message: escapes read, links as their texts. */
const plainText = (text: string): string =>
  text
    .replace(/\{\{/g, '{')
    .replace(/\}\}/g, '}')
    .replace(/\\([\\[\]])/g, '$1');
