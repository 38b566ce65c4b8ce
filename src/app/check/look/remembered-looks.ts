import type { Identity } from '../../../core/asset.js';
import { ImgferryError } from '../../../core/errors.js';
import type { ImageLook } from '../../../core/image-look.js';
import type { Ledger, LookLedger, LookRecord } from '../../../core/ledger.js';
import type { Note } from '../../../core/outcome.js';
import type { VerdictLevel } from '../../../core/verdict.js';
import { openLedgerOf } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';

/** What earlier checks saw, and what this one leaves for the next. */
export interface RememberedLooks {
  /**
   * @param stamp what tells whether a file or an object is still the same; empty for an address
   * @returns `fresh`: it counts as it is; `stale`: it can be asked whether it changed
   */
  recall(identity: Identity, stamp: string): Recalled | undefined;
  remember(identity: Identity, stamp: string, look: ImageLook): void;
  /** Writes all that was remembered; what keeps it from being written is no error of a check. */
  save(): Promise<void>;
}

export interface Recalled {
  readonly look: ImageLook;
  readonly isFresh: boolean;
}

/** How long a verdict counts, in ms. What is broken is looked at again: perhaps somebody mended it. */
const timeToLive: Readonly<Record<VerdictLevel, number>> = {
  ok: 24 * 3600_000,
  warn: 24 * 3600_000,
  unverifiable: 3600_000,
  broken: 0,
};

/**
 * Opens what is remembered. A check needs none of it: where the ledger is absent, damaged or not to be read, every
 * image is looked at anew and a note says so. It is only read until the end, so that checks and runs don't wait for
 * each other.
 *
 * @param view changes with all that decides what is seen, but for the image itself
 */
export async function openRememberedLooks(
  view: string,
  note: (note: Note) => void,
  context: UseCaseContext,
): Promise<RememberedLooks> {
  let known = await openToRead(note, context);
  const news = new Map<Identity, LookRecord>();

  const readLook = (identity: Identity): LookRecord | undefined => {
    try {
      return known?.look(identity, view);
    } catch (error) {
      known?.close();
      known = undefined;
      noteUnreadable(error, note);
      return undefined;
    }
  };

  return {
    recall(identity, stamp) {
      const record = readLook(identity);
      if (!record || record.stamp !== stamp || record.look.verdict.level === 'broken') return undefined;
      return { look: record.look, isFresh: isFresh(record, context) };
    },
    remember(identity, stamp, look) {
      if (look.verdict.reasons.includes('offline')) return; // nothing was seen of the image
      news.set(identity, { look, at: context.now(), stamp });
    },
    async save() {
      known?.close();
      if (news.size > 0) await write(news, view, note, context);
    },
  };
}

/** What has a stamp is the same as long as its stamp is, unless the person sets an age. */
function isFresh({ at, look, stamp }: LookRecord, { now, settings: { maxAge } }: UseCaseContext): boolean {
  const ownTime = stamp === '' ? timeToLive[look.verdict.level] : Number.POSITIVE_INFINITY;
  const age = now() - at;
  return age >= 0 && age < (maxAge ?? ownTime);
}

type ReadableLooks = Pick<LookLedger, 'look'> & Pick<Ledger, 'close'>;

async function openToRead(note: (note: Note) => void, context: UseCaseContext): Promise<ReadableLooks | undefined> {
  try {
    return await openLedgerOf(context, 'read');
  } catch (error) {
    noteUnreadable(error, note);
    return undefined;
  }
}

function noteUnreadable(error: unknown, note: (note: Note) => void): void {
  if (!(error instanceof ImgferryError)) throw error;
  note({ id: 'verdicts-not-recalled', facts: { code: error.code } });
}

async function write(
  news: ReadonlyMap<Identity, LookRecord>,
  view: string,
  note: (note: Note) => void,
  context: UseCaseContext,
): Promise<void> {
  try {
    const ledger = await openLedgerOf(context, 'write');
    try {
      const unlock = ledger.lock();
      for (const [identity, record] of news) ledger.recordLook(identity, view, record);
      ledger.flush();
      unlock();
    } finally {
      ledger.close();
    }
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    const { pid } = error.facts;
    note({
      id: 'verdicts-not-remembered',
      facts: { code: error.code, ...(typeof pid === 'number' ? { pid } : {}) },
    });
  }
}
