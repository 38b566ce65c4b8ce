import type { RunRecord } from '../core/ledger.js';
import { openLedgerOf } from './compose.js';
import type { UseCaseContext } from './context.js';

/** Every run that the ledger knows, the newest first. */
export async function listRuns(context: UseCaseContext): Promise<readonly RunRecord[]> {
  const ledger = await openLedgerOf(context, 'read');
  try {
    return ledger.runs().toReversed();
  } finally {
    ledger.close();
  }
}
