import type { AssetOutcome } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import { extensionOf, formatNamedBy } from '../../core/image-format.js';
import type { Ledger, PreparedRecord } from '../../core/ledger.js';
import type { Replacement, StandingReason } from '../../core/replacement.js';
import type { Spool } from '../../lib/spool.js';
import type { PrepareStage } from '../prepare/encodings.js';
import type { ImageMaker, ReadImage } from './image-maker.js';
import type { ImagePlace, NewBytes, StandingImage } from './image-place.js';
import { settlePlanned } from './settle-planned.js';

export interface SettleTools {
  readonly place: ImagePlace;
  readonly maker: ImageMaker;
  readonly ledger: Ledger;
  readonly spool: Spool;
  /** How an image is encoded; `keepsFormat`: in whatever format it has. */
  readonly prepareFor: (image: StandingImage, options: { readonly keepsFormat: boolean }) => PrepareStage;
  /** Nothing may change its format. */
  readonly keepsFormat: boolean;
  /** Undefined: nothing is changed, results wait in the spool. */
  readonly run: string | undefined;
  /** An old name stays until posts no longer need it. */
  readonly keepsOldName: boolean;
  readonly signal: AbortSignal;
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
  const { place, ledger, maker } = tools;
  if (image.hindrance !== undefined) return left(image, image.hindrance);
  const content = contentName(image, place);
  const digest = ledger.contentOf(content, image.stamp);
  const known = digest && (await recall(image, digest, tools));
  if (known) return known;
  const read = await maker.read(image);
  try {
    ledger.recordContent(content, image.stamp, read.digest);
    const recalled = await recall(image, read.digest, tools);
    if (recalled) return recalled;
    if (read.nameLies) return left(image, 'extension-lies');
    return await encode(image, read, { keepsFormat: image.tied !== undefined }, tools);
  } finally {
    await read.release();
  }
}

const contentName = ({ name }: StandingImage, { store }: ImagePlace): string =>
  store === undefined ? name : `store:${store}/${name}`;

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
  read: ReadImage,
  options: { readonly keepsFormat: boolean },
  tools: SettleTools,
): Promise<SettledImage> {
  const { record, content } = await read.make(options);
  if (record.digest === read.digest) return left(image, record.reason);
  const successor = successorOf(image.name, record);
  const { place, run, spool, signal } = tools;
  const outcome: Omit<AssetOutcome, 'state'> = {
    ...nameOf(image),
    reason: options.keepsFormat && image.tied !== undefined ? image.tied : record.reason,
    ...(successor === undefined ? {} : { key: place.shown(successor) }),
    bytesBefore: read.size,
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
  const isDone = await put(image, read.digest, bytes, { run, successor, original }, tools);
  if (!isDone) return encode({ ...image, tied: 'name-taken' }, read, { keepsFormat: true }, tools);
  return { outcome: { ...outcome, state: 'stored' }, ...renamed(original) };
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

const nameOf = ({ asset }: StandingImage) => ({ identity: asset.identity, url: asset.url });

const unchanged = ({ size }: StandingImage) => ({ bytesBefore: size, bytesAfter: size });

const left = (image: StandingImage, reason: StandingReason | string): SettledImage => ({
  outcome: { ...nameOf(image), ...unchanged(image), state: 'skipped', reason },
});
