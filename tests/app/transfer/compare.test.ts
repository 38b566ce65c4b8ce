import { expect, it } from 'vitest';
import { transfer } from '../../../src/app/transfer/transfer.js';
import { contextIn } from '../../support/context-in.js';
import { writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

it('counts what is at the target alone, and names the first thousand', async () => {
  const folder = await temporaryFolder();
  const extras = Array.from({ length: 1002 }, (_, at) => [`to/extra/${at}.txt`, 'x'] as const);
  await writeTree(folder, { 'from/a.png': 'same', 'to/a.png': 'same', ...Object.fromEntries(extras) });
  const context = await contextIn(folder);
  const options = { from: 'file:from', to: 'file:to', followsPosts: false, mode: 'compare', optimizes: false } as const;
  const { outcome } = await transfer({ ...options, holdsAll: false }, context);
  expect(outcome).toMatchObject({ isComparison: true, totals: { inPlace: 1, skipped: 1002, failed: 0 } });
  expect(outcome.images).toHaveLength(1000);
  expect((await transfer({ ...options, holdsAll: true }, context)).outcome.images).toHaveLength(1003);
});
