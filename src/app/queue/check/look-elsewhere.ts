import { randomBytes } from 'node:crypto';
import { ImgferryError } from '../../../core/errors.js';
import type { Note } from '../../../core/outcome.js';
import { verdictOf } from '../../../core/verdict.js';
import { hasPassword } from '../../../net/shown-url.js';
import type { LookAtObject } from '../../check/look/look-at-object.js';
import type { AddressLook, LookAtAddress } from '../../check/look-at-address.js';
import type { UseCaseContext } from '../../context.js';
import { setupOf } from '../job-setup.js';
import { openJobs } from '../open-jobs.js';
import type { LookTask } from './look-task.js';

export interface LookElsewhereTools {
  /** For addresses that nobody else is told. */
  readonly here: LookAtAddress;
  /** Whose objects are looked at, by its name or address. */
  readonly store: string | undefined;
  readonly note: (note: Note) => void;
}

/** How long a look counts that a check asked for which did not come to its end, in ms. */
const looksCount = 10 * 60_000;

export interface LooksElsewhere {
  readonly lookAtAddress: LookAtAddress;
  readonly lookAtObject: LookAtObject;
  close(): Promise<void>;
}

/**
 * Has addresses and objects looked at by workers; files of this machine and what is remembered stay here.
 *
 * @throws ImgferryError FOLDER_ESCAPED, what connecting throws
 */
export async function lookElsewhere(
  address: string,
  { here, store, note }: LookElsewhereTools,
  context: UseCaseContext,
): Promise<LooksElsewhere> {
  const { now, settings } = context;
  const setup = setupOf(store === undefined ? {} : { from: store }, context);
  const options = { address, kind: 'check', setup, flush: () => undefined, note } as const;
  const jobs = await openJobs<LookTask, AddressLook | undefined>(options, context);
  const run = `check-${randomBytes(4).toString('hex')}`;
  const since = now() - Math.min(looksCount, settings.maxAge ?? looksCount);

  async function settle(url: string, task: LookTask, signal: AbortSignal): Promise<AddressLook | undefined> {
    const id = jobs.idOf(JSON.stringify(task));
    const look = await jobs.settle(id, { run, url, task }, { signal, since }).catch(asVerdict);
    jobs.forget(id);
    return look;
  }

  return {
    async lookAtAddress(url, { signal, known }) {
      const task = { url, ...(known === undefined ? {} : { known }) };
      const look = hasPassword(url) ? undefined : await settle(url, task, signal);
      return look ?? here(url, { signal, ...(known === undefined ? {} : { known }) });
    },
    lookAtObject: (object, { signal }) => settle(object.key, { object }, signal),
    close: () => jobs.close(),
  };
}

/** What no worker could look at. */
function asVerdict(error: unknown): AddressLook {
  if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
  return { verdict: verdictOf(['given-up'], { code: error.code }), requests: 0, received: 0 };
}
