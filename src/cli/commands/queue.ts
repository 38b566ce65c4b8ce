import type { QueueControl } from '../../core/queue-state.js';
import { label } from '../../messages/label.js';
import { renderDeadJobs, renderQueueStatus } from '../../report/queue/render-queue.js';
import { oneOf, textFlag } from '../flags.js';
import type { CommandModule, CommandRun } from '../run-command.js';

/** `imgferry queue …`: what each command says of what it did. */
function queueCommand(act: (control: QueueControl, command: CommandRun) => Promise<string>): CommandModule {
  return {
    async run(command) {
      const context = await command.prepare();
      const { controlQueue } = await import('../../app/queue/control-queue.js');
      const address = textFlag(command.flags, 'queue') ?? '';
      await command.print(await controlQueue(address, context, (control) => act(control, command)));
      return 0;
    },
  };
}

const formatOf = ({ format }: CommandRun) => oneOf('--format', format, ['text', 'json']);

export const status = queueCommand(async (control, command) =>
  renderQueueStatus(await control.status(), { format: formatOf(command), ...command.view }),
);

export const pause = queueCommand(async (control, { view }) =>
  label((await control.pause()) > 0 ? 'queue-was-paused' : 'queue-empty', view.lang),
);

export const resume = queueCommand(async (control, { view }) =>
  label((await control.resume()) > 0 ? 'queue-was-resumed' : 'queue-empty', view.lang),
);

export const drain = queueCommand(async (control, { view }) =>
  label('queue-was-drained', view.lang, { n: await control.drain() }),
);

export const failed = queueCommand(async (control, command) =>
  renderDeadJobs(await control.failed(), { format: formatOf(command), ...command.view }),
);

export const retry = queueCommand(async (control, { args, view }) => {
  const n = await control.retry(args);
  return n > 0 ? label('queue-was-retried', view.lang, { n }) : label('queue-none-dead', view.lang);
});
