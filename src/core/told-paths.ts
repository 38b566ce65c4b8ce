import type { ErrorFacts, ErrorReport } from './errors.js';

/** An error with its paths as people see them: from the working directory with `/`, where they lie below it. */
export function withToldPaths({ code, facts }: ErrorReport, cwd: string): ErrorReport {
  const told = Object.entries(facts).map(([name, fact]) => [name, pathFacts.has(name) ? tell(fact, cwd) : fact]);
  return { code, facts: Object.fromEntries(told) };
}

const pathFacts = new Set(['path', 'paths']);

function tell(fact: ErrorFacts[string], cwd: string): ErrorFacts[string] {
  if (typeof fact === 'object') return fact.map((path) => toldPath(path, cwd));
  return typeof fact === 'string' ? toldPath(fact, cwd) : fact;
}

/** A path from the working directory; one that leads out of it stays whole. */
export function toldPath(path: string, cwd: string): string {
  if (path === cwd) return '.';
  const folder = /[\\/]$/.test(cwd) ? cwd.slice(0, -1) : cwd;
  const slash = path.charAt(folder.length);
  if (!path.startsWith(folder) || (slash !== '/' && slash !== '\\')) return path;
  return path.slice(folder.length + 1).replaceAll(slash, '/');
}
