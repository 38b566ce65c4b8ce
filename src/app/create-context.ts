import { createRequire } from 'node:module';
import { type Environment, readEnvironment } from '../config/environment.js';
import { loadConfig } from '../config/load-config.js';
import { resolveSettings } from '../config/resolve-settings.js';
import type { CommandName } from '../config/settings.js';
import type { RunEvent } from '../core/events.js';
import type { UseCaseContext } from './context.js';

export interface ContextOptions {
  /** Paths in settings and outcomes are relative to it. Default: the process's working directory. */
  readonly cwd?: string;
  /** Configuration file; default: the one found upward from `cwd`. */
  readonly config?: string;
  /** Settings that win over the configuration, under its names: `{ to: 'file:store', publicUrl: '/images' }`. */
  readonly given?: Readonly<Record<string, unknown>>;
  /** The command whose defaults apply. */
  readonly command?: CommandName;
  /** Ends the run: what was begun is ended, what was done is kept. */
  readonly signal?: AbortSignal;
  /** Told what happens while a run goes on. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Default: the process's. */
  readonly environment?: Environment;
}

const packageFile: { readonly version: string } = createRequire(import.meta.url)('../../package.json');

/**
 * Makes what every use case is given, from the configuration and from settings of the caller's own.
 *
 * @throws ImgferryError CONFIG_UNREADABLE, CONFIG_INVALID, USAGE_INVALID
 */
export async function createContext(options: ContextOptions = {}): Promise<UseCaseContext> {
  const { config, command, given = {}, onEvent = () => undefined } = options;
  const cwd = options.cwd ?? process.cwd();
  const environment = options.environment ?? readEnvironment();
  const loaded = await loadConfig({ cwd, env: environment, ...(config === undefined ? {} : { file: config }) });
  const settings = await resolveSettings(loaded, given, command);
  const now = Date.now;
  return {
    settings,
    environment,
    cwd,
    configFile: loaded.file,
    version: packageFile.version,
    signal: options.signal ?? new AbortController().signal,
    now,
    emit: (event) => onEvent({ at: now(), ...event }),
  };
}
