import { Command } from 'commander';
import type { UseCaseContext } from '../app/context.js';
import { prepareOutput } from '../app/prepare-output.js';
import { type Environment, readEnvironment } from '../config/environment.js';
import type { CommandName } from '../config/settings.js';
import { type ErrorReport, exitCodeOf, ImgferryError, nameShortage } from '../core/errors.js';
import type { RunEvent } from '../core/events.js';
import { withToldPaths } from '../core/told-paths.js';
import type { View } from '../report/view.js';
import { type Flags, isSet, oneOf, settingsOf, textFlag } from './flags.js';
import { createInterruption } from './interruption.js';
import { printResult } from './print-result.js';

/** What a command is given: its arguments and flags, and ways to say something. */
export interface CommandRun {
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly cwd: string;
  /** The whole command line. */
  readonly program: Command;
  readonly view: View;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Format that was asked for. */
  readonly format: string | undefined;
  /** Makes the use case's context from configuration and flags. */
  prepare(options?: PrepareOptions): Promise<UseCaseContext>;
  /** Writes the result to stdout, or to the file of `--output`. */
  print(text: string): Promise<void>;
  /** The same, piece by piece as it comes. */
  printPieces(pieces: Iterable<string> | AsyncIterable<string>): Promise<void>;
  /** Says a line on stderr, printably. */
  say(text: string): void;
  /** Says an error that does not end the command. */
  sayError(report: ErrorReport): void;
}

export interface PrepareOptions {
  readonly command?: CommandName;
  /** Settings that are arguments, or come from a plan. */
  readonly given?: Flags;
}

export interface CommandModule {
  /** Its stderr is a log that programs read: that it was interrupted is its own to say. */
  readonly writesLog?: true;
  /** @returns the exit code */
  run(command: CommandRun): Promise<number>;
}

/** Makes a commander action of a command's module, which is loaded only when the command runs. */
export function runCommand(load: () => Promise<CommandModule>): (...parameters: unknown[]) => Promise<void> {
  return async (...parameters) => {
    const command = parameters.find((parameter) => parameter instanceof Command);
    if (!command) throw new Error('commander calls an action with its command');
    process.exitCode = await execute(command, load);
  };
}

async function execute(parsed: Command, load: () => Promise<CommandModule>): Promise<number> {
  const { args } = parsed;
  const flags: Flags = parsed.opts();
  const environment = readEnvironment();
  const view = viewOf(flags, environment);
  const { createTerminal } = await import('./terminal.js');
  const terminal = createTerminal({ view, environment, isQuiet: isSet(flags, 'quiet') });
  let module: CommandModule | undefined;
  const interruption = createInterruption(() => {
    if (!module?.writesLog) terminal.sayInterrupted();
  });
  try {
    refuseFormat(parsed, textFlag(flags, 'format'));
    module = await load();
    await prepareOutput(textFlag(flags, 'output'));
    return await module.run({
      args,
      flags,
      cwd: process.cwd(),
      program: rootOf(parsed),
      view,
      signal: interruption.signal,
      format: textFlag(flags, 'format'),
      prepare: (options = {}) =>
        prepareContext({ args, flags, environment, signal: interruption.signal, onEvent: terminal.onEvent }, options),
      print: (text) => {
        terminal.endProgress();
        return printResult([text.endsWith('\n') || text === '' ? text : `${text}\n`], textFlag(flags, 'output'));
      },
      printPieces: (pieces) => {
        terminal.endProgress();
        return printResult(pieces, textFlag(flags, 'output'));
      },
      say: terminal.say,
      sayError: terminal.sayError,
    });
  } catch (thrown) {
    const error = nameShortage(thrown);
    terminal.endProgress();
    if (interruption.signal.aborted && isAbort(error)) return 130; // Ctrl-C was answered when it came
    if (!(error instanceof ImgferryError)) return sayBug(error, terminal.sayBug);
    terminal.sayError(withToldPaths(error.toReport(), process.cwd()));
    return exitOf(error.toReport(), error.scope === 'run');
  } finally {
    terminal.endProgress();
    interruption.release();
  }
}

/** @throws ImgferryError USAGE_INVALID {option, expected, found} */
function refuseFormat(command: Command, format: string | undefined): void {
  const [first, ...others] = command.options.find(({ long }) => long === '--format')?.argChoices ?? [];
  if (first !== undefined) oneOf('--format', format, [first, ...others]);
}

const rootOf = (command: Command): Command => (command.parent ? rootOf(command.parent) : command);

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

const exitOf = (report: ErrorReport, stopsRun: boolean): number => (stopsRun ? exitCodeOf(report.code) : 1);

function sayBug(error: unknown, say: (error: unknown) => void): number {
  say(error);
  return 70; // sysexits.h: EX_SOFTWARE
}

interface ContextParts {
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly environment: Environment;
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
}

async function prepareContext(parts: ContextParts, { command, given }: PrepareOptions): Promise<UseCaseContext> {
  const { environment, flags, signal, onEvent } = parts;
  const { createContext } = await import('../app/create-context.js');
  const config = textFlag(flags, 'config');
  return createContext({
    environment,
    signal,
    onEvent,
    given: { ...settingsOf(flags), ...given },
    ...(config === undefined ? {} : { config }),
    ...(command === undefined ? {} : { command }),
  });
}

function viewOf(flags: Flags, environment: Environment): View {
  const lang = textFlag(flags, 'lang');
  return {
    lang: lang === 'en' || lang === 'zh' ? lang : environment.language,
    color:
      flags.color !== false && (environment.color ?? (process.stdout.isTTY === true && !environment.isDumbTerminal)),
    verbose: isSet(flags, 'verbose'),
    width: process.stdout.columns ?? 100,
  };
}
