import { ImgferryError } from '../../core/errors.js';
import { shownHop } from '../../net/shown-url.js';
import type { WorkerEvent } from './work.js';

/** A line of a worker's log: plain, and without what may be secret. */
export type LogEntry = Readonly<Record<string, string | number>> & { readonly level: 'info' | 'warn' | 'error' };

/** What is logged of an event; undefined: nothing. Addresses are told without name, password and query. */
export function logEntryOf(event: WorkerEvent): LogEntry | undefined {
  switch (event.type) {
    case 'ready': {
      const { queue, engine, concurrency } = event;
      return { level: 'info', event: 'ready', queue, engine, concurrency };
    }
    case 'redis':
      return { level: event.state === 'away' ? 'warn' : 'info', event: `redis-${event.state}` };
    case 'job-stalled':
      return { level: 'warn', event: 'job-stalled', asset: event.id };
    case 'stopping':
      return { level: 'info', event: 'stopping' };
    case 'job-started':
      return undefined;
    case 'job-ended': {
      const { id, job, state, ms, result, error } = event.report;
      const report = result?.kind === 'done' ? undefined : result?.error;
      return {
        level: state === 'broken' ? 'error' : state === 'failed' || state === 'returned' ? 'warn' : 'info',
        event: 'job',
        run: job.run,
        asset: id,
        kind: job.kind,
        url: shownAddress(job.url),
        state,
        ms,
        ...(report ? { code: report.code } : {}),
        ...(error instanceof ImgferryError ? { code: error.code } : {}),
        ...(state === 'broken' && error instanceof Error ? { error: error.stack ?? error.message } : {}),
      };
    }
  }
}

const shownAddress = (address: string): string => (URL.canParse(address) ? shownHop(new URL(address)) : address);
