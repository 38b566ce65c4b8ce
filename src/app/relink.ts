import type { AssetOutcome, DocumentPlace, Identity } from '../core/asset.js';
import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import type { Ledger } from '../core/ledger.js';
import { createReadStage } from '../fetch/read-address.js';
import { parseRemapRule, type RemapRule } from '../fetch/remap.js';
import { createLimiter } from '../lib/limiter.js';
import { runAll } from '../pipeline/run-all.js';
import { runStage } from '../pipeline/run-stage.js';
import { planEdits } from '../rewrite/plan-edits.js';
import { openClient } from './compose.js';
import { findConfigLines } from './config-lines.js';
import type { UseCaseContext } from './context.js';
import { addPlannedPosts } from './migrate/add-planned-posts.js';
import type { ScannedPost } from './migrate/group-images.js';
import { listLeftBehind } from './migrate/left-behind.js';
import { scanPosts } from './migrate/scan-posts.js';
import { writePosts } from './migrate/write-posts.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from './outcome-draft.js';
import type { PostToWrite } from './post-to-write.js';
import { inRun, recoverKilledRuns } from './run-lifecycle.js';
import { useLedger } from './use-ledger.js';

export interface RelinkOptions {
  /** `FROM=TO` address prefixes. */
  readonly map: readonly string[];
  readonly write: boolean;
}

/** One address, and the one that takes its place. */
interface Relinking {
  readonly identity: Identity;
  readonly from: string;
  readonly to: string;
}

/**
 * Changes the domain of links whose images are at the new one already: each new address must serve the bytes that are
 * recorded for the old one, else those that the old one serves. Nothing is stored.
 *
 * @throws ImgferryError REMAP_INVALID for a map that is none
 */
export function relink(options: RelinkOptions, context: UseCaseContext): Promise<FinishedRun> {
  const rules = options.map.map(parseAddressRule).sort((one, other) => other.from.length - one.from.length);
  return draftOutcome('relink', { dryRun: !options.write }, context, (draft) =>
    useLedger(context, options.write ? 'lock' : 'read', async (ledger) => {
      if (options.write) await recoverKilledRuns(ledger, draft, context);
      const posts = await scanPosts(draft, context);
      const relinkings = relinkingsOf(posts, rules);
      draft.tellPlaces(placesIn(posts));
      context.emit({ type: 'scanned', documents: posts.length, images: relinkings.size });
      await prove(relinkings.values(), ledger, draft, context);
      const edited = posts.map((post) => withEdits(post, relinkings, draft));
      if (!options.write || edited.every(({ edits }) => edits.length === 0)) {
        addPlannedPosts(edited, draft);
      } else {
        await inRun('relink', { ledger, draft, context }, async (run) => {
          for (const relinking of relinkings.values()) recordProven(relinking, ledger, draft);
          await writePosts(edited, run, { ledger }, draft, context);
        });
      }
      draft.addLeftBehind(await listLeftBehind(edited, draft.images, { applied: options.write }));
      for (const note of await findConfigLines(rules, context)) draft.note(note);
    }),
  );
}

/** Only addresses of the web have a domain to change, and only to another one. */
function parseAddressRule(text: string): RemapRule {
  const rule = parseRemapRule(text);
  const isOfWeb = [rule.from, rule.to].every((address) => /^https?:/.test(address) && URL.canParse(address));
  if (!isOfWeb || rule.from === rule.to)
    throw new ImgferryError('REMAP_INVALID', { found: text, expected: 'FROM=TO', hint: 'relink' });
  return rule;
}

/** The new address of every image and link that stands under a FROM; the longest FROM decides. */
function relinkingsOf(posts: readonly ScannedPost[], rules: readonly RemapRule[]): ReadonlyMap<string, Relinking> {
  const relinkings = new Map<string, Relinking>();
  for (const { target } of posts.flatMap((post) => [...post.references, ...post.links])) {
    if (target.kind !== 'remote' || relinkings.has(target.url)) continue;
    const rule = rules.find(({ from }) => target.url.startsWith(from));
    if (!rule) continue;
    const to = rule.to + target.url.slice(rule.from.length);
    relinkings.set(target.url, { identity: target.url as Identity, from: target.url, to });
  }
  return relinkings;
}

/** Where posts name an address. */
function placesIn(posts: readonly ScannedPost[]) {
  return (identity: Identity): readonly DocumentPlace[] =>
    posts.flatMap(({ file, references, links }) =>
      [...references, ...links]
        .filter(({ target }) => target.kind === 'remote' && target.url === identity)
        .map(({ line, column }) => ({ file, line, column })),
    );
}

function withEdits(post: ScannedPost, relinkings: ReadonlyMap<string, Relinking>, draft: OutcomeDraft): PostToWrite {
  const edits = planEdits([...post.references, ...post.links], ({ target }) => {
    const relinking = target.kind === 'remote' ? relinkings.get(target.url) : undefined;
    const isProven = relinking && draft.images.get(relinking.identity)?.state === 'reused';
    return isProven ? { identity: relinking.identity, address: relinking.to } : undefined;
  });
  const { file, path, digest, site, isBeside } = post;
  return { file, path, digest, site, isBeside, edits };
}

async function prove(
  relinkings: Iterable<Relinking>,
  ledger: Ledger,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const client = openClient(context);
  const { settings, signal, emit } = context;
  const stage = createReadStage({ client });
  const limit = createLimiter(settings.concurrency);
  const digestAt = async (url: string, hint: 'new-address' | 'old-address'): Promise<Digest> => {
    const run = { url, limit, timeLimit: settings.imageTimeout, signal, emit };
    const { digest, size } = await runStage(stage, { url, limit: settings.maxBytes }, run).catch(sayWhich(hint));
    if (size > settings.maxBytes) throw new ImgferryError('TOO_LARGE', { url, limit: settings.maxBytes });
    return digest;
  };
  const proveOne = async ({ identity, from, to }: Relinking): Promise<AssetOutcome> => {
    const base = { identity, url: from, publicUrl: to };
    try {
      const found = await digestAt(to, 'new-address');
      const expected = recordedDigest(from, ledger) ?? (await digestAt(from, 'old-address'));
      if (found !== expected) throw new ImgferryError('RELINK_DIFFERENT', { url: to, from, expected, found });
      return { ...base, state: 'reused' };
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
      return { identity, url: from, state: 'failed', error: error.toReport() };
    }
  };
  try {
    const atOnce = settings.concurrency;
    for await (const outcome of runAll(relinkings, proveOne, { atOnce, signal })) draft.addImage(outcome);
  } finally {
    await client.close();
  }
}

/** An error of a host says which of the two addresses it is of. */
const sayWhich =
  (hint: 'new-address' | 'old-address') =>
  (error: unknown): never => {
    if (!(error instanceof ImgferryError) || error.facts.hint !== 'public-read') throw error;
    throw new ImgferryError(error.code, { ...error.facts, hint }, { cause: error });
  };

/** What the ledger says that an address served: an object that was stored there, or bytes that were fetched from it. */
function recordedDigest(url: string, ledger: Ledger): Digest | undefined {
  return ledger.objectByAddress(url)?.object.digest ?? ledger.fetched(url as Identity)?.digest;
}

/** The new address is one of its object's from now on. */
function recordProven({ identity, from, to }: Relinking, ledger: Ledger, draft: OutcomeDraft): void {
  if (draft.images.get(identity)?.state !== 'reused') return;
  const known = ledger.objectByAddress(from);
  if (known) ledger.recordAddress(known.store, known.object.key, to);
}
