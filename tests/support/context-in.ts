import type { UseCaseContext } from '../../src/app/context.js';
import { createContext } from '../../src/app/create-context.js';
import { interpretEnvironment } from '../../src/config/environment.js';

/** A context for a folder, to run use cases without starting the program. */
export function contextIn(folder: string, given: Readonly<Record<string, unknown>> = {}): Promise<UseCaseContext> {
  return createContext({ cwd: folder, given, environment: interpretEnvironment({ PATH: process.env.PATH }, folder) });
}
