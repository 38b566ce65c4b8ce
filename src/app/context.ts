import type { Environment } from '../config/environment.js';
import type { Settings } from '../config/settings.js';
import type { Emit } from '../core/events.js';

/** What a use case is given: settings, surroundings, clock, listener. What acts is made from it in `compose.ts`. */
export interface UseCaseContext {
  readonly settings: Settings;
  readonly environment: Environment;
  /** Absolute; paths in outcomes are relative to it. */
  readonly cwd: string;
  /** File that the configuration came from, if there is one. */
  readonly configFile: string | undefined;
  /** Version of the program, for the User-Agent. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly emit: Emit;
}
