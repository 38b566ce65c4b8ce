// Runs dependency-cruiser and fails when it saw nothing: with an unsupported TypeScript it cruises 0 modules and passes.
import { execFileSync } from 'node:child_process';

const cli = new URL('../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url);
const root = new URL('..', import.meta.url);
let said;
try {
  said = execFileSync(process.execPath, [cli.pathname, 'src', '--config', '.dependency-cruiser.cjs'], {
    cwd: root,
    encoding: 'utf8',
  });
} catch (error) {
  process.stdout.write(error.stdout ?? String(error));
  process.exit(1);
}
process.stdout.write(said);
const modules = Number(/(\d+) modules/.exec(said)?.[1] ?? 0);
if (modules < 10) {
  console.error(`The boundary check saw ${modules} modules: it checks nothing. Is the TypeScript version supported?`);
  process.exit(1);
}
