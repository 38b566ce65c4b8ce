import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import { ImgferryError } from '../../src/core/errors.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { digestOf } from '../../src/lib/digest.js';
import { mayMount, onSmallDisk } from '../lib/small-disk.js';

const on = (root: string) => ({ root, folder: join(root, '.imgferry'), now: Date.now });
const digest = digestOf('x');

describe.runIf(mayMount)('a ledger on a disk', () => {
  it('that is full says so at the record and at every later one, and stays whole', async () => {
    await onSmallDisk(1024, ({ path }) => {
      const ledger = openLedger(on(path));
      const release = ledger.lock();
      let last = -1;
      const fill = (): void => {
        for (;;) {
          ledger.recordFetched(`https://a/${last + 1}/${'x'.repeat(200)}` as Identity, { digest, size: last + 1 });
          last++;
        }
      };
      const full = expect.objectContaining({
        code: 'DISK_FULL',
        facts: expect.objectContaining({ found: 'SQLITE_FULL' }),
      });
      expect(fill).toThrow(full);
      expect(() => ledger.flush()).toThrow(full);
      expect(() => ledger.recordFetched('https://a/' as Identity, { digest, size: 1 })).toThrow(full);
      release();
      ledger.close();
      const again = openLedger({ ...on(path), readOnly: true });
      expect(again.fetched(`https://a/0/${'x'.repeat(200)}` as Identity)).toEqual({ digest, size: 0 });
      again.close();
    });
  });

  it('that takes no file says so before anything is done', async () => {
    await onSmallDisk(64, ({ readOnlyView }) => {
      const path = readOnlyView();
      expect(codeOf(() => openLedger(on(path)))).toBe('FOLDER_NOT_WRITABLE');
      openLedger({ ...on(path), readOnly: true }).close();
    });
    await onSmallDisk(4, ({ path }) => {
      expect(codeOf(() => openLedger(on(path)))).toBe('DISK_FULL');
    });
  });

  it('that can only be read can be read', async () => {
    await onSmallDisk(1024, ({ path, readOnlyView }) => {
      const ledger = openLedger(on(path));
      ledger.recordFetched('https://a/' as Identity, { digest, size: 1 });
      ledger.close();
      const view = readOnlyView();
      const again = openLedger({ ...on(view), readOnly: true });
      expect(again.fetched('https://a/' as Identity)?.size).toBe(1);
      again.close();
      expect(codeOf(() => openLedger(on(view)).rememberTemporary('/x'))).toBe('FOLDER_NOT_WRITABLE');
    });
  });
});

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ImgferryError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}
