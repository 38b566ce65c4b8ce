import { randomBytes } from 'node:crypto';
import { ImgferryError } from '../../../core/errors.js';
import type { Note } from '../../../core/outcome.js';
import { verdictOf } from '../../../core/verdict.js';
import { hasPassword } from '../../../net/shown-url.js';
import type { AddressLook, LookAtAddress } from '../../check/look-at-address.js';
import type { UseCaseContext } from '../../context.js';
import { setupOf } from '../job-setup.js';
import { openJobs } from '../open-jobs.js';
import type { LookTask } from './look-task.js';

export interface LookElsewhereTools {
  /** For addresses that nobody else is told. */
  readonly here: LookAtAddress;
  readonly note: (note: Note) => void;
}

/** How long a look counts that a check asked for which did not come to its end, in ms. */
const looksCount = 10 * 60_000;

/**
 * Has addresses looked at by workers; files and what is remembered stay with this machine.
 *
 * @throws ImgferryError what connecting throws
 */
export async function lookElsewhere(
  address: string,
  { here, note }: LookElsewhereTools,
  context: UseCaseContext,
): Promise<{ readonly lookAtAddress: LookAtAddress; close(): Promise<void> }> {
  const { now, settings } = context;
  const options = { address, kind: 'check', setup: setupOf({}, context), flush: () => undefined, note } as const;
  const jobs = await openJobs<LookTask, AddressLook>(options, context);
  const run = `check-${randomBytes(4).toString('hex')}`;
  const since = now() - Math.min(looksCount, settings.maxAge ?? looksCount);
  return {
    async lookAtAddress(url, { signal, known }) {
      if (hasPassword(url)) return here(url, { signal, ...(known === undefined ? {} : { known }) });
      const task = { url, ...(known === undefined ? {} : { known }) };
      const id = jobs.idOf(JSON.stringify(task));
      const look = await jobs.settle(id, { run, url, task }, { signal, since }).catch(asVerdict);
      jobs.forget(id);
      return look;
    },
    close: () => jobs.close(),
  };
}

/** What no worker could look at. */
function asVerdict(error: unknown): AddressLook {
  if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
  return { verdict: verdictOf(['given-up'], { code: error.code }), requests: 0, received: 0 };
}
