import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listRuns } from '../../../src/app/list-runs.js';
import { orphans } from '../../../src/app/orphans/orphans.js';
import { renderOrphans } from '../../../src/report/orphans/render-orphans.js';
import { contextIn } from '../../support/context-in.js';
import { readTree, writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const restored = async (folder: string, prefix: string) =>
  orphans(
    { store: 'file:store', branches: false, action: { kind: 'restore', prefix }, write: true },
    await contextIn(folder),
  );

it('begins no run where there is nothing to bring back, and says from where the rest came', async () => {
  const folder = await temporaryFolder();
  await writeTree(folder, { 'store/trash/图 1.png': 'picture' });
  const nothing = await restored(folder, 'nope/');
  expect(nothing).toMatchObject({ orphans: [], dryRun: false });
  expect(nothing.run).toBeUndefined();
  expect(await listRuns(await contextIn(folder))).toEqual([]);

  const back = await restored(folder, 'trash');
  expect(back.orphans).toMatchObject([{ key: '图 1.png', state: 'restored' }]);
  expect(await readTree(join(folder, 'store'))).toEqual(new Map([['图 1.png', Buffer.from('picture')]]));
  const text = renderOrphans(back, { format: 'text', lang: 'en', color: false, verbose: false, width: 80 });
  expect(text).toContain('← trash/图 1.png');
});
