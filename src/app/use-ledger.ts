import type { Ledger } from '../core/ledger.js';
import { openLedgerOf } from './compose.js';
import type { UseCaseContext } from './context.js';

/**
 * Opens the ledger and closes it whatever happens: to look at, to remember what was seen (`write`), or alone with it to
 * change things (`lock`).
 */
export async function useLedger(
  context: UseCaseContext,
  access: 'read' | 'write' | 'lock',
  work: (ledger: Ledger) => Promise<void>,
): Promise<void> {
  const ledger = await openLedgerOf(context, access === 'read' ? 'read' : 'write');
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
