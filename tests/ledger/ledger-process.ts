import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const repository = fileURLToPath(new URL('../../', import.meta.url));

/** Translates what a process of its own needs of the ledger into a folder. */
export function translateLedger(folder: string): void {
  for (const room of ['core', 'lib', 'ledger']) {
    for (const name of readdirSync(join(repository, 'src', room), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const source = readFileSync(join(repository, 'src', room, name), 'utf8');
      const target = join(folder, room, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(
        target,
        transpileModule(source, { compilerOptions: { module: ModuleKind.ESNext, target: ScriptTarget.ES2023 } })
          .outputText,
      );
    }
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
}

/** A process with `ledger` open on a root's ledger, `say` to tell a line and `heard` to await one. */
export interface LedgerProcess {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
  /** Ends when the process has. */
  readonly exited: Promise<void>;
}

export function startLedgerProcess(folder: string, root: string, body: string): LedgerProcess {
  const script = `
    import { openLedger } from './ledger/open-ledger.js';
    import { digestOf } from './lib/digest.js';
    const root = ${JSON.stringify(root)};
    const ledger = openLedger({ root, folder: root + '/.imgferry', now: Date.now });
    const say = (line) => process.stdout.write(line + '\\n');
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, lines, exited };
}
