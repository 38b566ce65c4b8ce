import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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
  /** What stands on the screen, and above it. */
  screen(): string;
  /** Waits until a text stands there. */
  sees(text: string | RegExp): Promise<void>;
  /** Keys as tmux names them: `Enter`, `Down`, `C-c`; or a text, letter by letter. */
  press(...keys: readonly string[]): void;
  /** The exit code, once the program has ended. */
  ended(): Promise<number>;
}

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
  onTestFinished(() => void tmux('kill-server'));
  const words = [
    'env',
    ...variables.map(([name, value]) => `${name}=${value}`),
    process.execPath,
    programPath,
    ...args,
  ];
  tmux('respawn-pane', '-k', '-c', cwd, ...words);
  const screen = (): string => tmux('capture-pane', '-p', '-S', '-');
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
          const [, status] =
            /^1 (\d+)$/.exec(tmux('display-message', '-p', '#{pane_dead} #{pane_dead_status}').trim()) ?? [];
          if (status === undefined) throw new Error(`the program is still there:\n${screen()}`);
          return Number(status);
        },
        { timeout: 60_000, interval: 50 },
      ),
  };
}
