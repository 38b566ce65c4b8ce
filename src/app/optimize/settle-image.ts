import { readFile } from 'node:fs/promises';
import type { AssetOutcome } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import type { Emit } from '../../core/events.js';
import { extensionOf, formatNamedBy, sniffFormat } from '../../core/image-format.js';
import type { Ledger, PreparedRecord } from '../../core/ledger.js';
import type { Replacement, StandingReason } from '../../core/replacement.js';
import type { FetchedImage, ImageContent } from '../../core/stage.js';
import type { Limiter } from '../../lib/limiter.js';
import { readHead } from '../../lib/read-head.js';
import type { Spool } from '../../lib/spool.js';
import { runStage } from '../../pipeline/run-stage.js';
import type { PrepareStage } from '../prepare/encodings.js';
import type { ImagePlace, NewBytes, StandingImage } from './image-place.js';
import { settlePlanned } from './settle-planned.js';

export interface SettleTools {
  readonly place: ImagePlace;
  readonly ledger: Ledger;
  readonly spool: Spool;
  /** How an image is encoded; `keepsFormat`: in whatever format it has. */
  readonly prepareFor: (image: StandingImage, options: { readonly keepsFormat: boolean }) => PrepareStage;
  /** Nothing may change its format. */
  readonly keepsFormat: boolean;
  readonly io: Limiter;
  readonly encode: Limiter;
  /** Places that encoding it takes. */
  readonly weightOf: (image: ImageContent) => Promise<number>;
  /** Undefined: nothing is changed, results wait in the spool. */
  readonly run: string | undefined;
  /** An old name stays until posts no longer need it. */
  readonly keepsOldName: boolean;
  /** Longest time for reading one image, in ms. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/** What became of an image; `renamed` where its new bytes have, or would have, another name. */
export interface SettledImage {
  readonly outcome: AssetOutcome;
  readonly renamed?: RenamedImage;
}

export interface RenamedImage {
  readonly image: StandingImage;
  readonly successor: string;
  /** Where the old bytes go when the old name does. */
  readonly original: string | undefined;
}

/** Longest time in ms for encoding and judging one image, however large. */
const encodeTimeLimit = 30 * 60_000;

/** Brings one image to its smaller bytes where it stands; what can't be done to it is its outcome. */
export async function settleImage(image: StandingImage, tools: SettleTools): Promise<SettledImage> {
  try {
    return await settle(image, tools);
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    const { path: _path, ...facts } = error.facts;
    const told = { path: image.asset.url, ...facts };
    return { outcome: { ...nameOf(image), state: 'failed', error: { code: error.code, facts: told } } };
  }
}

async function settle(image: StandingImage, tools: SettleTools): Promise<SettledImage> {
  const { place, ledger, spool } = tools;
  if (image.hindrance !== undefined) return left(image, image.hindrance);
  const content = contentName(image, place);
  const digest = ledger.contentOf(content, image.stamp);
  const known = digest && (await recall(image, digest, tools));
  if (known) return known;
  const fetched = await runStage(place.fetch, image, stageRun(image, tools, tools.io));
  try {
    ledger.recordContent(content, image.stamp, fetched.digest);
    const recalled = await recall(image, fetched.digest, tools);
    if (recalled) return recalled;
    if (nameLies(image.name, fetched.content)) return left(image, 'extension-lies');
    return await encode(image, fetched, { keepsFormat: image.tied !== undefined }, tools);
  } finally {
    if (fetched.isSpooled) spool.release(fetched.digest, { keep: tools.run === undefined });
  }
}

const contentName = ({ name }: StandingImage, { store }: ImagePlace): string =>
  store === undefined ? name : `store:${store}/${name}`;

const stageRun = ({ asset }: StandingImage, { timeLimit, signal, emit }: SettleTools, limit: Limiter) => ({
  url: asset.url,
  limit,
  timeLimit,
  signal,
  emit,
});

/** What the ledger alone says of these bytes; undefined where there is work to do. */
async function recall(image: StandingImage, digest: Digest, tools: SettleTools): Promise<SettledImage | undefined> {
  const { place, ledger, prepareFor } = tools;
  const isTied = image.tied !== undefined;
  const keepsFormat = isTied || tools.keepsFormat; // a PNG has lost nothing: another format may still be smaller
  const standing = ledger.standingReplacement(idOf(image, place));
  if (standing?.successor !== undefined && standing.before === digest) {
    const isThere = (await place.digestAt(standing.successor)) === standing.after;
    if (isThere) return succeeded(image, standing, standing.successor, tools);
  }
  const made = ledger.encodedHere(digest);
  if (made !== undefined && (made !== 'png' || keepsFormat)) {
    return { outcome: { ...nameOf(image), ...unchanged(image), state: 'in-place', reason: 'made-here' } };
  }
  const stage = prepareFor(image, { keepsFormat: isTied });
  const prepared = ledger.prepared(digest, stage.fingerprint);
  return prepared?.digest === digest ? left(image, prepared.reason) : undefined;
}

const idOf = (
  { name }: StandingImage,
  { store }: ImagePlace,
): Omit<Replacement, 'run' | 'before' | 'after' | 'state'> => ({
  ...(store === undefined ? {} : { store }),
  place: name,
});

/** An earlier run put the new bytes beside the old ones, which something still names. */
async function succeeded(
  image: StandingImage,
  { original }: Replacement,
  successor: string,
  { place, run, keepsOldName }: SettleTools,
): Promise<SettledImage> {
  if (run !== undefined && !keepsOldName) await place.retire(image, original);
  const outcome = { ...nameOf(image), ...unchanged(image), state: 'reused', reason: 'encoded' } as const;
  return { outcome: { ...outcome, key: place.shown(successor) }, renamed: { image, successor, original } };
}

async function encode(
  image: StandingImage,
  fetched: FetchedImage,
  options: { readonly keepsFormat: boolean },
  tools: SettleTools,
): Promise<SettledImage> {
  const stage = tools.prepareFor(image, options);
  const { record, content } = await prepare(image, fetched, stage, tools);
  if (record.digest === fetched.digest) return left(image, record.reason);
  const successor = successorOf(image.name, record);
  const { place, run, spool, signal } = tools;
  const outcome: Omit<AssetOutcome, 'state'> = {
    ...nameOf(image),
    reason: options.keepsFormat && image.tied !== undefined ? image.tied : record.reason,
    ...(successor === undefined ? {} : { key: place.shown(successor) }),
    bytesBefore: fetched.size,
    bytesAfter: record.size,
  };
  const renamed = (original: string | undefined) =>
    successor === undefined ? {} : { renamed: { image, successor, original } };
  if (run === undefined) {
    const { digest } = await spool.write(content, { signal });
    spool.release(digest, { keep: true });
    return { outcome: { ...outcome, state: 'planned' }, ...renamed(undefined) };
  }
  const bytes = { content, digest: record.digest, format: record.format };
  const original = place.originalOf(image.name, run);
  const isDone = await put(image, fetched.digest, bytes, { run, successor, original }, tools);
  if (!isDone) return encode({ ...image, tied: 'name-taken' }, fetched, { keepsFormat: true }, tools);
  return { outcome: { ...outcome, state: 'stored' }, ...renamed(original) };
}

/** The picture that the image becomes: what the spool has of an earlier try, else made now. */
async function prepare(
  image: StandingImage,
  fetched: FetchedImage,
  stage: PrepareStage,
  tools: SettleTools,
): Promise<{ readonly record: PreparedRecord; readonly content: Buffer }> {
  const { ledger, spool } = tools;
  const known = ledger.prepared(fetched.digest, stage.fingerprint);
  const path = known && spool.find(known.digest);
  if (known && path) {
    const content = await readFile(path);
    spool.release(known.digest, { keep: tools.run === undefined });
    return { record: known, content };
  }
  const weight = await tools.weightOf(fetched.content);
  const run = { ...stageRun(image, tools, tools.encode), weight, timeLimit: encodeTimeLimit };
  const { content, ...record } = await runStage(stage, fetched, run);
  ledger.recordPrepared(fetched.digest, stage.fingerprint, record);
  return { record, content: Buffer.isBuffer(content) ? content : Buffer.alloc(0) };
}

/** @returns false where another image has the new name */
async function put(
  image: StandingImage,
  before: Digest,
  bytes: NewBytes,
  {
    run,
    successor,
    original,
  }: { readonly run: string; readonly successor: string | undefined; readonly original: string | undefined },
  { place, ledger, keepsOldName }: SettleTools,
): Promise<boolean> {
  const id = { run, ...idOf(image, place) };
  const planned: Replacement = {
    ...id,
    before,
    after: bytes.digest,
    ...(successor === undefined ? {} : { successor }),
    ...(original === undefined ? {} : { original }),
    state: 'planned',
  };
  ledger.recordReplacement(planned);
  try {
    if (successor === undefined) await place.replace(image, bytes, original);
    else if (!(await place.add(successor, bytes, image))) {
      ledger.setReplacementState(id, 'abandoned');
      return false;
    }
  } catch (error) {
    await settlePlanned(planned, place, ledger);
    throw error;
  }
  ledger.setReplacementState(id, 'written');
  if (successor !== undefined && !keepsOldName) await place.retire(image, original);
  return true;
}

/** The name in another format; undefined where the name fits already. */
function successorOf(name: string, { format }: PreparedRecord): string | undefined {
  if (formatNamedBy(name) === format) return undefined;
  return `${name.replace(/\.[^./]*$/, '')}.${extensionOf(format)}`;
}

/** What is no image at all is judged where it is decoded. */
function nameLies(name: string, content: ImageContent): boolean {
  const format = sniffFormat(Buffer.isBuffer(content) ? content : readHead(content.path, 4096));
  return format !== undefined && format !== formatNamedBy(name);
}

const nameOf = ({ asset }: StandingImage) => ({ identity: asset.identity, url: asset.url });

const unchanged = ({ size }: StandingImage) => ({ bytesBefore: size, bytesAfter: size });

const left = (image: StandingImage, reason: StandingReason | string): SettledImage => ({
  outcome: { ...nameOf(image), ...unchanged(image), state: 'skipped', reason },
});
