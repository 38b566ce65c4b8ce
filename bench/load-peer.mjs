import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Loads a package of bench/peers (or another folder beside it), installing them when they are not there yet. Packages
 * that publish a binary for each platform, or that are large, are kept there: a lockfile made on one platform may not
 * install on another.
 */
export function loadPeer(name, peers = 'peers') {
  const folder = fileURLToPath(new URL(`${peers}/`, import.meta.url));
  const require = createRequire(`${folder}package.json`);
  try {
    return require(name);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return require(name);
  }
}
