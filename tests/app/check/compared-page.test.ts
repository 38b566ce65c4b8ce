import { describe, expect, it } from 'vitest';
import { comparedPage, readComparison } from '../../support/compared-page.js';

const comparison = readComparison();

describe('docs/compared.md', () => {
  it('is current (`npx vitest run tests/app/check/compared-page.test.ts --update` writes it)', async () => {
    await expect(comparedPage(comparison)).toMatchFileSnapshot('../../../docs/compared.md');
  });

  it('has a verdict of every tool on every case', () => {
    const names = comparison.tools.map(({ name }) => name);
    for (const { seen } of comparison.cases) expect(Object.keys(seen)).toEqual(names);
  });

  it('shows that each tool ran: all of them see that a PNG is fine', () => {
    const png = comparison.cases.find(({ name }) => name === 'png');
    expect(new Set(Object.values(png?.seen ?? {}).map(({ verdict }) => verdict))).toEqual(new Set(['ok']));
  });
});
