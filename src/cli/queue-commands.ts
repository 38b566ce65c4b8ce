import type { Command } from 'commander';
import { addCommonOptions, addNetworkOptions } from './options.js';
import { runCommand } from './run-command.js';

/** `imgferry work` and `imgferry queue …`. */
export function addQueueCommands(program: Command): void {
  const made = (parent: Command, usage: string, description: string): Command => {
    const command = parent.command(usage).description(description).exitOverride();
    command.configureOutput(program.configureOutput());
    return command;
  };
  const command = (parent: Command, usage: string, description: string): Command =>
    addCommonOptions(made(parent, usage, description)).requiredOption('--queue <redis>', whereItIs);

  addNetworkOptions(command(program, 'work', 'bring images for a `migrate --queue` on another machine, until Ctrl-C'))
    .option('--port <[host:]port>', 'serve /healthz and /metrics: PORT on 127.0.0.1, or HOST:PORT')
    .action(runCommand(() => import('./commands/work.js')));

  const queue = made(program, 'queue', 'look at and steer the jobs that workers share');
  command(queue, 'status', 'how many jobs wait and run, and who works').action(
    runCommand(async () => (await import('./commands/queue.js')).status),
  );
  command(queue, 'pause', 'have workers finish what they have and take no more').action(
    runCommand(async () => (await import('./commands/queue.js')).pause),
  );
  command(queue, 'resume', 'have workers take jobs again').action(
    runCommand(async () => (await import('./commands/queue.js')).resume),
  );
  command(queue, 'drain', 'remove what waits and what nobody fetched; jobs under way are finished').action(
    runCommand(async () => (await import('./commands/queue.js')).drain),
  );
  command(queue, 'failed', 'list the jobs that workers gave up, each with its whole error').action(
    runCommand(async () => (await import('./commands/queue.js')).failed),
  );
  command(queue, 'retry [jobs...]', 'send jobs again that were given up: all, or those named').action(
    runCommand(async () => (await import('./commands/queue.js')).retry),
  );
}

const whereItIs = 'where the queue is: redis://HOST:PORT (the password also in IMGFERRY_QUEUE_PASSWORD)';
