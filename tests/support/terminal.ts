import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { programPath } from './run-cli.js';

export interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The program in a terminal of its own (tmux), as a person has it before them. */
export interface ProgramTerminal {
  /** What stands on the screen, and above it; `styled`: with its colours, as escape sequences. */
  screen(options?: { readonly styled: boolean }): string;
  /** Waits until a text stands there. */
  sees(text: string | RegExp): Promise<void>;
  /** Keys as tmux names them: `Enter`, `Down`, `C-c`; or a text, letter by letter. */
  press(...keys: readonly string[]): void;
  /** The exit code, once the program has ended. */
  ended(): Promise<number>;
}

// tmux loses the exit code of a program now and then, so a shell around it writes the code down; Ctrl-C goes to both.
const keepExitCode = 'trap : INT; "$@"; echo $? > "$0.new"; mv "$0.new" "$0"';

/** Starts the built program in a terminal that is closed when the test ends. */
export function openTerminal(args: readonly string[], options: TerminalOptions): ProgramTerminal {
  const { columns = 100, cwd, env = {}, rows = 50 } = options;
  const socket = `imgferry-${randomUUID()}`;
  const tmux = (...words: readonly string[]): string =>
    execFileSync('tmux', ['-L', socket, '-f', '/dev/null', '-u', ...words], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
    });
  const variables = Object.entries({ HOME: cwd, LANG: 'en_US.UTF-8', TERM: 'xterm-256color', ...env });
  tmux('new-session', '-d', '-x', `${columns}`, '-y', `${rows}`, '-c', cwd, 'cat');
  tmux('set-option', '-w', 'remain-on-exit', 'on');
  const exitCode = join(tmpdir(), `${socket}-exit-code`);
  onTestFinished(() => {
    tmux('kill-server');
    rmSync(exitCode, { force: true });
  });
  const words = [
    ...['sh', '-c', keepExitCode, exitCode],
    'env',
    ...variables.map(([name, value]) => `${name}=${value}`),
    process.execPath,
    programPath,
    ...args,
  ];
  tmux('respawn-pane', '-k', '-c', cwd, ...words);
  const screen = ({ styled } = { styled: false }): string =>
    tmux('capture-pane', '-p', ...(styled ? ['-e'] : []), '-S', '-');
  return {
    screen,
    sees: (text) =>
      vi.waitFor(
        () => {
          const shown = screen();
          const isThere = typeof text === 'string' ? shown.includes(text) : text.test(shown);
          if (!isThere) throw new Error(`the terminal does not show ${text}:\n${shown}`);
        },
        { timeout: 60_000, interval: 50 },
      ),
    press: (...keys) => void tmux('send-keys', ...keys),
    ended: () =>
      vi.waitFor(
        () => {
          if (!existsSync(exitCode)) throw new Error(`the program is still there:\n${screen()}`);
          return Number(readFileSync(exitCode, 'utf8'));
        },
        { timeout: 60_000, interval: 50 },
      ),
  };
}
