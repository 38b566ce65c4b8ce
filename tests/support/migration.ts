import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { writeTree } from './file-tree.js';
import { type OriginRoutes, type OriginServer, startOrigin } from './origin-server.js';
import { type CliResult, runCli } from './run-cli.js';
import { temporaryFolder } from './temporary-folder.js';

/** The host that images of test posts live at; the loopback origin stands in for it. */
export const oldBase = 'https://old.example.com/';
export const newBase = 'https://img.example.com/';

/** What `--format json` prints, as far as tests look at it. */
export interface OutcomeJson {
  readonly run: string | null;
  readonly dryRun: boolean;
  readonly images: readonly {
    readonly url: string;
    readonly state: string;
    readonly reason: string | null;
    readonly key: string | null;
    readonly publicUrl: string | null;
    readonly bytesBefore: number | null;
    readonly bytesAfter: number | null;
    readonly error: { readonly code: string; readonly message: string } | null;
  }[];
  readonly posts: readonly {
    readonly file: string;
    readonly edits: number;
    readonly error?: { readonly code: string } | null;
  }[];
  readonly notes: readonly { readonly id: string; readonly message: string }[];
  readonly leftBehind: readonly { readonly file: string; readonly url: string; readonly reason: string }[];
  readonly totals: Readonly<Record<string, number>>;
}

/** A folder of posts with an origin for their images. */
export interface TestSite {
  readonly folder: string;
  readonly origin: OriginServer;
  /** Runs the program in the folder. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
  /** `migrate posts --to file:store` with further arguments. */
  migrate(args?: readonly string[]): Promise<CliResult>;
  read(path: string): Promise<string>;
  write(path: string, text: string): Promise<void>;
}

/** Makes a folder with files and an origin with routes; both are gone when the test ends. */
export async function createTestSite(
  files: Readonly<Record<string, string | Buffer>>,
  routes: OriginRoutes = {},
): Promise<TestSite> {
  const folder = await temporaryFolder();
  await writeTree(folder, files);
  const origin = await startOrigin(routes);
  onTestFinished(() => origin.close());
  const run: TestSite['run'] = (args, env = {}) => runCli(args, { cwd: folder, env });
  const target = ['--to', 'file:store', '--public-url', newBase];
  const network = ['--remap', `${oldBase}=${origin.url}/`, '--allow-host', '127.0.0.1'];
  return {
    folder,
    origin,
    run,
    migrate: (args = []) => run(['migrate', 'posts', ...target, ...network, ...args]),
    read: (path) => readFile(join(folder, path), 'utf8'),
    write: (path, text) => writeTree(folder, { [path]: text }),
  };
}

/** The outcome that a command printed with `--format json`. */
export function outcomeOf({ stdout }: CliResult): OutcomeJson {
  return JSON.parse(stdout) as OutcomeJson;
}
