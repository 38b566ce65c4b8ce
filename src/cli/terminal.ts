import { inspect } from 'node:util';
import type { Environment } from '../config/environment.js';
import type { ErrorReport } from '../core/errors.js';
import type { RunEvent } from '../core/events.js';
import { label } from '../messages/label.js';
import { printable } from '../messages/printable.js';
import { createProgress } from '../report/create-progress.js';
import { renderError } from '../report/render-error.js';
import type { View } from '../report/view.js';

/** What a person sees on stderr while a command runs: progress, interruption, the error that ended it. */
export interface Terminal {
  readonly onEvent: (event: RunEvent) => void;
  endProgress(): void;
  say(text: string): void;
  sayError(report: ErrorReport): void;
  sayInterrupted(): void;
  /** An error that is nobody's fault but ours. */
  sayBug(error: unknown): void;
}

export interface TerminalOptions {
  readonly view: View;
  readonly environment: Environment;
  readonly isQuiet: boolean;
}

export function createTerminal({ view, environment, isQuiet }: TerminalOptions): Terminal {
  const { stderr } = process;
  const write = (text: string): void => void stderr.write(text);
  const isTerminal = stderr.isTTY === true && !environment.isDumbTerminal && !environment.isCi;
  const progress = createProgress({
    write,
    isTerminal,
    columns: () => stderr.columns ?? view.width,
    lang: view.lang,
    color: view.color && isTerminal,
    quiet: isQuiet,
    now: Date.now,
    tick,
  });
  return {
    onEvent: progress.onEvent,
    endProgress: progress.close,
    say: (text) => progress.say(`${printable(text)}\n`),
    sayError: (report) => progress.say(renderError(report, view)),
    sayInterrupted: () => progress.say(`\n${label('interrupting', view.lang)}\n`),
    sayBug: (error) => write(`${label('bug', view.lang)}\n${inspect(error)}\n`),
  };
}

/** A process that has nothing else to do ends. */
function tick(action: () => void): () => void {
  const timer = setInterval(action, 500).unref(); // ms
  return () => clearInterval(timer);
}
