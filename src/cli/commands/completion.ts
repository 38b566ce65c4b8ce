import { completionScripts, wordsOf } from '../completion.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry completion SHELL`: prints what the shell evaluates. */
export async function run(command: CommandRun): Promise<number> {
  const shell = oneOf('SHELL', command.args[0], ['bash', 'zsh', 'fish']);
  await command.print(completionScripts[shell](wordsOf(command.program)));
  return 0;
}
