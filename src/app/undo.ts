import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Identity } from '../core/asset.js';
import { type ErrorReport, ImgferryError } from '../core/errors.js';
import type { HeaderChangeRecord } from '../core/header-change.js';
import type { Ledger, PostEditRecord } from '../core/ledger.js';
import type { PostOutcome } from '../core/outcome.js';
import type { Replacement } from '../core/replacement.js';
import { type Undoing, undoEdits } from '../rewrite/undo-edits.js';
import { writePost } from '../rewrite/write-post.js';
import { readDocument } from '../scan/read-document.js';
import { createSiteFinder, type SiteFinder } from '../scan/resolve/detect-site.js';
import type { UseCaseContext } from './context.js';
import { createRenamedPostFinder, findFormerRecord, type RenamedPostFinder } from './find-renamed-post.js';
import { undoHeaders } from './headers/undo-headers.js';
import { settleKilled } from './optimize/settle-planned.js';
import { restoreOldNames, undoReplacements } from './optimize/undo-replacements.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from './outcome-draft.js';
import { createRescan, pathInLedger } from './rewrite-post.js';
import { recoverKilledRuns } from './run-lifecycle.js';
import { siteOptions } from './scan.js';
import { useLedger } from './use-ledger.js';

export interface UndoOptions {
  /** Undefined: the newest run whose edits stand. */
  readonly run: string | undefined;
  /** Only this post, a path from the working directory; undefined: all of the run. */
  readonly post: string | undefined;
}

/**
 * Takes the edits of a run back. A post that nobody touched since gets its exact bytes; in one that was edited, the
 * references that still hold our address get their old one and the others are named. Objects stay in their store.
 *
 * A post whose image can't come back under its old name keeps the new one: it is refused with ORIGINAL_MISSING.
 *
 * The outcome's `stopped` says RUN_UNKNOWN {run, known} or NOTHING_TO_UNDO {run, post} where there is nothing to take
 * back (`known`: edited posts of the same file name); a post can be refused with DOCUMENT_MISSING, UNDO_SUPERSEDED or what reading and writing it throws.
 */
export function undo(options: UndoOptions, context: UseCaseContext): Promise<FinishedRun> {
  return draftOutcome('undo', { dryRun: false }, context, (draft) =>
    useLedger(context, 'lock', async (ledger) => {
      await recoverKilledRuns(ledger, draft, context);
      await undoChanges(await chooseChanges(options, ledger, context), ledger, draft, context);
    }),
  );
}

/** What of one run is taken back. */
interface RunChanges {
  readonly run: string;
  /** Files, as the ledger has them: their edits are read one after the other. */
  readonly posts: readonly string[];
  readonly images: readonly Replacement[];
  readonly headers: readonly HeaderChangeRecord[];
  /** Where the one post is that is asked for under another name than the run knew. Absolute. */
  readonly renamedTo?: string;
}

async function chooseChanges({ run, post }: UndoOptions, ledger: Ledger, context: UseCaseContext): Promise<RunChanges> {
  const runs = ledger.runs().toReversed();
  const known = runs.map(({ id }) => id);
  if (run !== undefined && !known.includes(run)) {
    throw new ImgferryError('RUN_UNKNOWN', { run, known: known.slice(0, 5) });
  }
  const among = run === undefined ? known : [run];
  if (post !== undefined) return choosePost({ run, post, among }, ledger, context);
  for (const id of among) {
    const posts = ledger.editedPosts(id);
    await settleKilled(ledger.replacements(id), ledger, context);
    const images = ledger.replacements(id).filter(({ state }) => state === 'written');
    const headers = ledger.headerChanges(id).filter(mayStand);
    if (posts.length + images.length + headers.length > 0) return { run: id, posts, images, headers };
  }
  throw new ImgferryError('NOTHING_TO_UNDO', { run });
}

const stands = ({ state }: PostEditRecord): boolean => state === 'written';

interface WantedPost {
  readonly run: string | undefined;
  readonly post: string;
  /** Runs, the newest first. */
  readonly among: readonly string[];
}

/** The newest edits of one post that stand, by its name or, where it got a new one since, by what it holds. */
async function choosePost(
  { run, post, among }: WantedPost,
  ledger: Ledger,
  context: UseCaseContext,
): Promise<RunChanges> {
  const path = resolve(context.cwd, post);
  const file = pathInLedger(path, ledger);
  const newest = ledger.postEditsOf(file).findLast((one) => stands(one) && among.includes(one.run));
  if (newest) return { run: newest.run, posts: [file], images: [], headers: [] };
  const edited = among.flatMap((id) => ledger.postEdits(id).filter(stands));
  const former = await findFormerRecord(path, edited, ledger, context);
  if (former) return { run: former.run, posts: [former.file], images: [], headers: [], renamedTo: path };
  const known = new Set(edited.map((one) => one.file).filter((name) => basename(name) === basename(file)));
  throw new ImgferryError('NOTHING_TO_UNDO', { run, post, ...(known.size > 0 ? { known: [...known] } : {}) });
}

/** What a run was killed over may have been done: the object tells. */
const mayStand = ({ state }: HeaderChangeRecord): boolean => state === 'written' || state === 'planned';

/** Originals come back before posts name them again; what took their place goes when no post names it any more. */
async function undoChanges(
  { run, posts, images, headers, renamedTo }: RunChanges,
  ledger: Ledger,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  draft.setRun(run);
  await undoHeaders(headers, ledger, draft, context);
  const successors = await undoReplacements(images, ledger, draft, context);
  const records = (): Iterable<PostEditRecord> => recordsOf(run, posts, ledger);
  const absent = await restoreOldNames(records(), ledger, context);
  const findRenamed =
    renamedTo === undefined ? createRenamedPostFinder(ledger.root, posts, context) : async () => renamedTo;
  const siteOf = createSiteFinder(siteOptions(context));
  let isWhole = true;
  for (const record of records()) {
    context.signal.throwIfAborted();
    const { outcome, keeps } = await undoPost(record, { ledger, draft, context, findRenamed, siteOf, absent });
    if (keeps) successors.keep();
    isWhole &&= outcome.state === 'restored' && !keeps;
    draft.addPost(outcome);
  }
  if (isWhole) await successors.remove();
  ledger.flush();
}

function* recordsOf(run: string, files: readonly string[], ledger: Ledger): Generator<PostEditRecord> {
  for (const file of files) {
    const record = ledger.postEdit(run, file);
    if (record) yield record;
  }
}

interface UndoTools {
  readonly ledger: Ledger;
  readonly draft: OutcomeDraft;
  readonly context: UseCaseContext;
  readonly findRenamed: RenamedPostFinder;
  readonly siteOf: SiteFinder;
  /** Images that a post must not name again, with the names that they had. */
  readonly absent: ReadonlyMap<Identity, string>;
}

interface UndonePost {
  readonly outcome: PostOutcome;
  /** Some addresses that the run wrote stay for good. */
  readonly keeps: boolean;
}

async function undoPost(record: PostEditRecord, tools: UndoTools): Promise<UndonePost> {
  const { ledger, draft, context, siteOf, absent } = tools;
  const shown = (path: string): string => relative(context.cwd, path).split(sep).join('/');
  const recorded = join(ledger.root, record.file);
  const refused = (error: ErrorReport): UndonePost => {
    return { outcome: { file: shown(recorded), edits: 0, state: 'refused', error }, keeps: false };
  };
  const lost = record.edits.find(({ identity }) => absent.has(identity));
  if (lost) {
    const facts = { file: shown(recorded), line: lost.line, path: absent.get(lost.identity) };
    return refused({ code: 'ORIGINAL_MISSING', facts });
  }
  try {
    const { path, text, digest } = await findPost(recorded, record, tools);
    const file = shown(path);
    const scan = createRescan({ file, path, site: siteOf(dirname(path)) });
    const undoing = undoEdits({ file, record, text, digest, history: ledger.postEditsOf(record.file), scan });
    if (undoing.text !== text) await write({ path, file, expected: digest, text: undoing.text }, ledger);
    ledger.setPostEditState(record.run, record.file, 'undone');
    for (const note of notesOf(undoing, file)) draft.note(note);
    const outcome = { file, edits: undoing.restored.length, state: 'restored' } as const;
    return { outcome, keeps: undoing.kept.length > 0 };
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'document') throw error;
    return refused(error.toReport());
  }
}

/** The post where it was, else the one document that has the bytes that the run left. */
async function findPost(recorded: string, record: PostEditRecord, { findRenamed, context }: UndoTools) {
  try {
    return { path: recorded, ...(await readDocument(recorded)) };
  } catch (error) {
    const isGone = error instanceof ImgferryError && error.facts.found === 'ENOENT';
    if (!isGone) throw error;
    const path = await findRenamed(record);
    const file = relative(context.cwd, recorded).split(sep).join('/');
    if (path === undefined) throw new ImgferryError('DOCUMENT_MISSING', { file }, { cause: error });
    return { path, ...(await readDocument(path)) };
  }
}

function write(
  post: Pick<Parameters<typeof writePost>[0], 'path' | 'file' | 'expected' | 'text'>,
  ledger: Ledger,
): Promise<void> {
  return writePost({
    ...post,
    onPlanned: (temporary) => ledger.rememberTemporary(temporary),
    onWritten: (temporary) => ledger.forgetTemporary(temporary),
    onAbandoned: (temporary) => ledger.forgetTemporary(temporary),
  });
}

function notesOf({ kept }: Undoing, file: string) {
  return kept.map(({ edit, reason }) => {
    const { line, raw, address } = edit;
    return { id: 'reference-kept-by-hand', facts: { file, line, raw, address, reason } } as const;
  });
}
