import { relative, resolve, sep } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { encodeKey } from '../../core/object-key.js';
import type { LeftOut, Redirect, RunRedirects } from '../../core/redirect.js';
import type { UseCaseContext } from '../context.js';
import { knownRun } from '../known-run.js';
import { useLedger } from '../use-ledger.js';
import { createBaseFinder, objectNamed, type StoreBases } from './known-bases.js';

export interface RedirectOptions {
  /** Default: the newest run that moved something. */
  readonly run: string | undefined;
  /** Folder whose files the site serves from its root, for local images that moved; relative to the working directory. */
  readonly root: string | undefined;
}

/**
 * Where what a run moved was, and where it is now, from the ledger alone: for links that stand outside the posts.
 *
 * @throws ImgferryError RUN_UNKNOWN {run, known}
 */
export async function findRedirects({ run, root }: RedirectOptions, context: UseCaseContext): Promise<RunRedirects> {
  let found: RunRedirects | undefined;
  await useLedger(context, 'read', async (ledger) => {
    const id = run === undefined ? newestMove(ledger) : knownRun(run, ledger).id;
    const folder = root === undefined ? undefined : resolve(context.cwd, root);
    found = { run: id, ...redirectsOf(id, ledger, { folder, basesOf: createBaseFinder(ledger, context) }) };
  });
  if (!found) throw new Error('a ledger that was opened was worked with');
  return found;
}

function newestMove(ledger: Ledger): string {
  const newest = ledger.runs().findLast(({ id }) => movesOf(id, ledger).length > 0);
  if (!newest) throw new ImgferryError('RUN_UNKNOWN', { known: [], hint: 'none-yet' });
  return newest.id;
}

interface Surroundings {
  readonly folder: string | undefined;
  readonly basesOf: (store: string) => StoreBases | undefined;
}

/** One thing that has another place now. */
interface Move {
  readonly identity: string;
  /** As a post names it, or the object that it became. */
  readonly to: { readonly address: string } | { readonly store: string; readonly key: string };
  /** As it stood in a post. */
  readonly raw?: string;
}

/** A run that went on where others of its command had been stopped, with theirs. */
function movesOf(run: string, ledger: Ledger): readonly Move[] {
  const runs = ledger.runs();
  const at = runs.findIndex(({ id }) => id === run);
  const begin = runs.findLastIndex(
    ({ command, state }, index) => index < at && (state === 'done' || command !== runs[at]?.command),
  );
  return runs.slice(begin + 1, at + 1).flatMap(({ id }) => movesOfOne(id, ledger));
}

function movesOfOne(run: string, ledger: Ledger): readonly Move[] {
  const edits = ledger.postEdits(run).filter(({ state }) => state === 'written' || state === 'undone');
  const inPosts = edits.flatMap(({ edits }) =>
    edits.map(({ identity, raw, address }) => ({ identity, raw, to: { address } })),
  );
  const objects = ledger
    .moves(run)
    .map(({ identity, store, object }) => ({ identity, to: { store, key: object.key } }));
  const renamed = ledger.replacements(run).flatMap(({ store, place, successor, state }) => {
    if (successor === undefined || store === undefined || state !== 'written') return [];
    return [{ identity: `store:${store}/${place}`, to: { store, key: successor } }];
  });
  return [...objects, ...renamed, ...inPosts];
}

function redirectsOf(run: string, ledger: Ledger, surroundings: Surroundings): Omit<RunRedirects, 'run'> {
  const byAddress = new Map<string, Redirect>();
  const without = new Map<string, LeftOut>();
  const told = new Set<string>();
  for (const move of movesOf(run, ledger)) {
    const to = newAddress(move, surroundings);
    const from = oldAddresses(move, surroundings);
    if (to !== undefined && from.length > 0) told.add(move.identity);
    else without.set(move.identity, leftOut(move, to === undefined, ledger));
    for (const address of to === undefined ? [] : from) {
      const place = placeOf(address);
      if (to !== undefined && place !== placeOf(to) && !byAddress.has(place))
        byAddress.set(place, { from: address, to });
    }
  }
  for (const identity of told) without.delete(identity);
  return { redirects: [...byAddress.values()], leftOut: [...without.values()] };
}

function leftOut({ identity }: Move, isWithoutNew: boolean, ledger: Ledger): LeftOut {
  const what = identity.startsWith('file:')
    ? relative(ledger.root, identity.slice(5))
    : identity.replace(/^store:/, '');
  return { what, reason: isWithoutNew ? 'no-new-address' : 'no-old-address' };
}

/** What two spellings of one address have in common: no scheme. */
const placeOf = (address: string): string => address.replace(/^https?:/, '');

function newAddress({ to }: Move, { basesOf }: Surroundings): string | undefined {
  const address = 'address' in to ? to.address : basesOf(to.store)?.publicUrl(to.key);
  if (address === undefined) return undefined;
  const written = address.replace(/#.*$/s, '');
  return isRooted(written) ? inSite(written) : absolute(written);
}

function oldAddresses({ identity, raw }: Move, { folder, basesOf }: Surroundings): readonly string[] {
  const remote = absolute(identity);
  if (remote !== undefined) return [remote];
  const inPost = raw !== undefined && isRooted(raw) && isPlain(raw) ? [inSite(raw.replace(/#.*$/s, ''))] : [];
  if (identity.startsWith('file:')) return [...inPost, ...onSite(identity.slice(5), folder)];
  return [...inPost, ...inStore(identity, basesOf)];
}

function inStore(identity: string, basesOf: Surroundings['basesOf']): readonly string[] {
  const found = objectNamed(identity, basesOf);
  return found?.bases.oldAddresses(found.key).map((address) => absolute(address) ?? address) ?? [];
}

function onSite(path: string, folder: string | undefined): readonly string[] {
  const below = folder === undefined ? '..' : relative(folder, path);
  if (below === '' || below.startsWith('..')) return [];
  return [`/${encodeKey(below.split(sep).join('/'))}`];
}

const isRooted = (address: string): boolean => /^\/(?!\/)/.test(address);

/** Nothing in it is an escape of the document around it. */
const isPlain = (raw: string): boolean => !/[\\&{}<>|"']/.test(raw);

function absolute(address: string): string | undefined {
  const given = address.replace(/^\/\//, 'https://');
  return /^https?:/i.test(given) && URL.canParse(given) ? new URL(given).href : undefined;
}

function inSite(path: string): string {
  const { pathname, search } = new URL(path, 'https://site.invalid');
  return pathname + search;
}
