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
  const command = (parent: Command, usage: string, description: string, formats?: readonly string[]): Command =>
    addCommonOptions(made(parent, usage, description), formats).requiredOption('--queue <redis>', whereItIs);

  addNetworkOptions(
    command(program, 'work', 'do the work of a command with `--queue` on another machine, until Ctrl-C', ['text']),
  )
    .option('--port <[host:]port>', 'serve /healthz and /metrics: PORT on 127.0.0.1, or HOST:PORT')
    .action(runCommand(() => import('./commands/work.js')));

  const queue = made(program, 'queue', 'look at and steer the jobs that workers share');
  for (const [usage, description, act] of controls) {
    command(queue, usage, description).action(runCommand(async () => (await import('./commands/queue.js'))[act]));
  }
}

const controls = [
  ['status', 'how many jobs wait and run, and who works', 'status'],
  ['pause', 'have workers finish what they have and take no more', 'pause'],
  ['resume', 'have workers take jobs again', 'resume'],
  ['drain', 'remove what waits and what nobody fetched; jobs under way are finished', 'drain'],
  ['failed', 'list the jobs that workers gave up, each with its whole error', 'failed'],
  ['retry [jobs...]', 'send jobs again that were given up: all, or those named', 'retry'],
] as const;

const whereItIs = 'where the queue is: redis://HOST:PORT (the password also in IMGFERRY_QUEUE_PASSWORD)';
