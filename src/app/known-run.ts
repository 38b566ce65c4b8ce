import { ImgferryError } from '../core/errors.js';
import type { Ledger, RunRecord } from '../core/ledger.js';

/**
 * A run by its id.
 *
 * @throws ImgferryError RUN_UNKNOWN {run, known: the newest ones}
 */
export function knownRun(run: string, ledger: Pick<Ledger, 'runs'>): RunRecord {
  const runs = ledger.runs().toReversed();
  const found = runs.find(({ id }) => id === run);
  if (!found) throw new ImgferryError('RUN_UNKNOWN', { run, known: runs.slice(0, 5).map(({ id }) => id) });
  return found;
}
