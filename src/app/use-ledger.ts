import type { Ledger } from '../core/ledger.js';
import { openLedgerOf } from './compose.js';
import type { UseCaseContext } from './context.js';

/** Opens the ledger to look at, or alone with it to write, and closes it whatever happens. */
export async function useLedger(
  context: UseCaseContext,
  access: 'read' | 'lock',
  work: (ledger: Ledger) => Promise<void>,
): Promise<void> {
  const ledger = await openLedgerOf(context, access === 'lock' ? 'write' : 'read');
  try {
    const unlock = access === 'lock' ? ledger.lock() : () => undefined;
    try {
      await work(ledger);
    } finally {
      unlock();
    }
  } finally {
    ledger.close();
  }
}
