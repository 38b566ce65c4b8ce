import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type CdnAuditOutcome, cdnFindingIds, countFindings } from '../../../src/core/cdn-finding.js';
import { auditFormats, renderAudit } from '../../../src/report/cdn/audit/render-audit.js';

const hostile = 'https://img.example/<script>alert(1)</script>?"&\u001b[2J';
const addresses = [
  {
    url: hostile,
    findings: cdnFindingIds.map((id) => ({ id, evidence: { header: '<b>"&', host: '::error::', status: 404 } })),
    places: [{ file: 'posts/图 1.md', line: 3, column: 5 }],
  },
  { url: 'https://img.example/fine.png', findings: [], places: [] },
];
const outcome: CdnAuditOutcome = {
  version: 1,
  command: 'cdn audit',
  addresses,
  budget: { addresses: 2, hosts: 1, requests: 20 },
  notes: [],
  totals: countFindings(addresses, { requests: 12, bytes: 1000, elapsed: 5 }),
};
const options = {
  lang: 'en',
  color: false,
  verbose: false,
  width: 100,
  failOn: 'broken',
  version: '1.2.3',
  token: 't',
} as const;

const validatorOf = async (name: string) => {
  const file = new URL(`../../../config/schemas/${name}.schema.json`, import.meta.url);
  return new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(await readFile(file, 'utf8')));
};

describe('reports of an audit', () => {
  it('have every finding and the clean address in JSON and ndjson, as their schemas say', async () => {
    const json: unknown = JSON.parse(renderAudit(outcome, { ...options, format: 'json' }));
    const validate = await validatorOf('cdn-audit');
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    const lines = renderAudit(outcome, { ...options, format: 'ndjson' })
      .trim()
      .split('\n');
    expect(lines).toHaveLength(cdnFindingIds.length + 1);
    const validateLine = await validatorOf('cdn-audit-line');
    for (const line of lines) expect(validateLine(JSON.parse(line)), line).toBe(true);
    expect(lines.at(-1)).toContain('"finding":null');
  });

  it('name a rule and a result for each finding in SARIF, at its place in the post', () => {
    const log = JSON.parse(renderAudit(outcome, { ...options, format: 'sarif' }));
    const [run] = log.runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual([...cdnFindingIds].sort());
    for (const { ruleId, ruleIndex, locations } of run.results) {
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(locations[0].physicalLocation).toMatchObject({
        artifactLocation: { uri: 'posts/%E5%9B%BE%201.md' },
        region: { startLine: 3, startColumn: 5 },
      });
    }
  });

  it.each(['en', 'zh'] as const)('let nothing that an edge says break out of them (%s)', (lang) => {
    const page = renderAudit(outcome, { ...options, lang, format: 'html' });
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('<b>');
    for (const format of auditFormats) {
      expect(renderAudit(outcome, { ...options, lang, format })).not.toContain('\u001b[2J');
    }
  });
});
