import type { WorkerEvent } from '../../app/queue/work.js';
import type { LogEntry } from '../../app/queue/worker-log.js';
import { exitCodeOf, ImgferryError } from '../../core/errors.js';
import { errorMessage } from '../../messages/describe-error.js';
import { isSet, textFlag } from '../flags.js';
import type { CommandRun } from '../run-command.js';

export const writesLog = true;

/** `imgferry work`: takes jobs until it is interrupted; a line of JSON on stderr for each thing that happens. */
export async function run(command: CommandRun): Promise<number> {
  const { flags } = command;
  const place = placeOf(textFlag(flags, 'port'));
  const context = await command.prepare({ command: 'migrate' });
  const { work } = await import('../../app/queue/work.js');
  const { createWorkerMetrics } = await import('../../app/queue/worker-metrics.js');
  const { logEntryOf } = await import('../../app/queue/worker-log.js');
  const { startWorkerHealth } = await import('../../serve/worker-health.js');
  const metrics = createWorkerMetrics();
  let isAtWork = false;
  const log = (entry: LogEntry): void => {
    if (isSet(flags, 'quiet') && entry.level === 'info') return;
    command.say(JSON.stringify({ at: new Date(context.now()).toISOString(), ...entry }));
  };
  const onEvent = (event: WorkerEvent): void => {
    isAtWork = true;
    metrics.onEvent(event);
    const entry = logEntryOf(event);
    if (entry) log(entry);
  };
  const health = place && (await startWorkerHealth({ ...place, isHealthy: metrics.isHealthy, metrics: metrics.text }));
  try {
    await work(textFlag(flags, 'queue') ?? '', { ...context, emit: () => undefined }, onEvent);
  } catch (error) {
    if (!(error instanceof ImgferryError) || !isAtWork) throw error; // what keeps it from beginning is told to a person
    log({
      level: 'error',
      event: 'stopped',
      code: error.code,
      error: errorMessage(error.toReport(), command.view.lang),
    });
    return error.scope === 'run' ? exitCodeOf(error.code) : 1;
  } finally {
    await health?.close();
  }
  return 0;
}

/** `9464`, `0.0.0.0:9464`, `[::]:9464`. */
function placeOf(text: string | undefined): { readonly host: string; readonly port: number } | undefined {
  if (text === undefined) return undefined;
  const [, host = '127.0.0.1', digits = ''] = /^(?:(?:\[)?([^[\]]*?)(?:\])?:)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65_535) {
    throw new ImgferryError('USAGE_INVALID', { option: '--port', expected: ['PORT', 'HOST:PORT'], found: text });
  }
  return { host, port };
}
