import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds `dist/` before tests that run the program, if a source changed since it was built. */
export function setup(): void {
  const script = fileURLToPath(new URL('../../scripts/setup.mjs', import.meta.url));
  execFileSync(process.execPath, [script, '--build-only'], { stdio: ['ignore', 'inherit', 'inherit'] });
}
