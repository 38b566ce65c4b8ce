import { existsSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger, PostEditRecord } from '../core/ledger.js';
import { digestOf } from '../lib/digest.js';
import { requireCdn, tellCdn } from './cdn/tell-cdn.js';
import type { UseCaseContext } from './context.js';
import { openFilePlace } from './optimize/open-file-place.js';
import { settleAllPlanned } from './optimize/settle-planned.js';
import type { OutcomeDraft } from './outcome-draft.js';

/** Begins a run, does the work, and records how it ended. */
export async function inRun(
  command: string,
  {
    ledger,
    draft,
    context,
  }: { readonly ledger: Ledger; readonly draft: OutcomeDraft; readonly context: UseCaseContext },
  work: (run: string) => Promise<void>,
): Promise<void> {
  requireCdn(context);
  const run = ledger.beginRun(command, context.now());
  draft.setRun(run);
  let state: 'done' | 'stopped' | 'interrupted' = 'stopped';
  try {
    await work(run);
    await tellCdn(run, { ledger, draft, context });
    state = 'done';
  } finally {
    ledger.finishRun(run, context.signal.aborted ? 'interrupted' : state, context.now());
    ledger.flush();
  }
}

/**
 * Clears up after runs that were killed: removes the files that they were about to make, and finds out whether edits
 * of posts, and replacements of files, that were planned had been written.
 */
export async function recoverKilledRuns(ledger: Ledger, draft: OutcomeDraft, context: UseCaseContext): Promise<void> {
  let swept = 0;
  for (const path of ledger.temporaries()) {
    if (existsSync(path)) swept++;
    rmSync(path, { force: true });
    ledger.forgetTemporary(path);
  }
  const files = openFilePlace({ paths: [], isWanted: () => false }, ledger, context);
  await settleAllPlanned(files, ledger);
  if (swept > 0) draft.note({ id: 'temp-files-swept', facts: { files: swept } });
  for (const { id, state } of ledger.runs()) {
    if (state !== 'running') continue;
    for (const edit of ledger.postEdits(id)) await settlePlannedEdit(edit, ledger);
    ledger.finishRun(id, 'interrupted', context.now());
  }
  ledger.flush();
}

/**
 * A post is whole before or after its edit, never between: its digest tells which. One that a hand has changed since may
 * have been edited; an undo looks for what was written, and leaves alone what it doesn't find.
 */
async function settlePlannedEdit(record: PostEditRecord, ledger: Ledger): Promise<void> {
  if (record.state !== 'planned') return;
  const digest = await digestOfFile(join(ledger.root, record.file));
  const isUnedited = digest === undefined || digest === record.before;
  ledger.setPostEditState(record.run, record.file, isUnedited ? 'abandoned' : 'written');
}

async function digestOfFile(path: string): Promise<string | undefined> {
  try {
    return digestOf(await readFile(path));
  } catch {
    return undefined; // gone or unreadable: in either case our edit does not stand there
  }
}
