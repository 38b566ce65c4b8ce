import { CommanderError } from 'commander';
import { buildProgram } from './program.js';

/**
 * Runs one command line. Sets the exit code and lets the process end by itself, so that all output is written.
 *
 * @param argv arguments after the program's name
 */
export async function main(argv: readonly string[]): Promise<void> {
  for (const output of [process.stdout, process.stderr]) output.on('error', unlessUnread);
  try {
    await buildProgram().parseAsync(namesNothing(argv) ? ['overview', ...argv] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** No command, and no question about the program itself. */
function namesNothing([first]: readonly string[]): boolean {
  return first === undefined || (first.startsWith('--') && first !== '--help' && first !== '--version');
}

/** `imgferry scan | head`: that nobody reads on is no failure. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
