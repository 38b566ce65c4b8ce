import type { AssetOutcome } from '../../core/asset.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { TransferWay } from './choose-way.js';

/** How many objects went, or would go, which way. */
export interface Tally {
  add(outcome: AssetOutcome): void;
  readonly hasMoved: boolean;
  readonly serverSide: Amount;
  readonly through: Amount;
}

interface Amount {
  readonly objects: number;
  readonly bytes: number;
}

export function createTally(): Tally {
  const serverSide = { objects: 0, bytes: 0 };
  const through = { objects: 0, bytes: 0 };
  return {
    add({ state, reason, bytesBefore = 0 }) {
      if (state !== 'planned' && state !== 'stored' && state !== 'reused') return;
      const way = reason === 'server-side' ? serverSide : through;
      way.objects += 1;
      way.bytes += bytesBefore;
    },
    get hasMoved() {
      return serverSide.objects + through.objects > 0;
    },
    serverSide,
    through,
  };
}

/** Says which way the objects go, as whom, and what kept the provider from copying them. */
export function tellWays(
  tally: Tally,
  { accounts, refusal }: TransferWay,
  { isQueued }: { readonly isQueued: boolean },
  draft: OutcomeDraft,
): void {
  const { serverSide, through } = tally;
  if (accounts.source !== undefined || accounts.target !== undefined) {
    draft.note({ id: 'transfer-accounts', facts: { ...accounts } });
  }
  if (tally.hasMoved) {
    const copied =
      serverSide.objects === 0 ? {} : { serverSide: serverSide.objects, serverSideBytes: serverSide.bytes };
    const carried = isQueued
      ? { workers: through.objects, workersBytes: through.bytes }
      : { through: through.objects, throughBytes: through.bytes };
    draft.note({ id: 'transfer-ways', facts: { ...copied, ...carried } });
  }
  if (refusal !== undefined) draft.note({ id: 'copies-refused', facts: { found: refusal } });
}
