import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import { createLimiter } from '../../lib/limiter.js';
import { runAll } from '../../pipeline/run-all.js';
import { openSpoolOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import { addPlannedPosts } from '../migrate/add-planned-posts.js';
import { writePosts } from '../migrate/write-posts.js';
import { draftOutcome, type FinishedRun, type OutcomeDraft } from '../outcome-draft.js';
import { createEncodingRoom, encodersAtOnce } from '../prepare/encoding-room.js';
import { createEncodings, roomSettingsOf } from '../prepare/encodings.js';
import { jobsAhead } from '../queue/jobs-ahead.js';
import type { ElsewhereMaker, ElsewhereMakerTools } from '../queue/optimize/make-elsewhere.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { useLedger } from '../use-ledger.js';
import { type FollowedPosts, findNamesInUse, planNames, surveyNames } from './follow-names.js';
import { createImageMaker } from './image-maker.js';
import type { ImagePlace } from './image-place.js';
import { openPlaces } from './open-places.js';
import type { OptimizeOptions } from './optimize-options.js';
import { type RenamedImage, type SettleTools, settleImage } from './settle-image.js';
import { settleAllPlanned } from './settle-planned.js';

/**
 * Makes images smaller where they stand, or says what that would give: what is encoded is kept for the real run. What
 * can't be done to one image is its outcome.
 *
 * The outcome's images: `planned` or `stored` with bytes before and after, and as `key` the new name where the format
 * changed; `reused` where an earlier run put the new bytes beside the old ones; `in-place` for what was made here
 * before; `skipped` with the reason; `failed`.
 *
 * @throws ImgferryError PATH_NOT_FOUND, STORE_UNKNOWN, CREDENTIALS_MISSING, and what listing a store throws
 */
export function optimize(options: OptimizeOptions, context: UseCaseContext): Promise<FinishedRun> {
  const { write } = options;
  return draftOutcome('optimize', { dryRun: !write }, context, (draft) =>
    useLedger(context, write ? 'lock' : 'write', (ledger) => optimizeIn(ledger, options, draft, context)),
  );
}

async function optimizeIn(
  ledger: Ledger,
  options: OptimizeOptions,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  if (options.write) await recoverKilledRuns(ledger, draft, context);
  const spool = openSpoolOf(ledger, context);
  const places = await openPlaces(options, { ledger, spool }, context);
  try {
    const followed = options.followsPosts ? await surveyNames(places, draft, context) : undefined;
    const work = async (run: string | undefined): Promise<void> => {
      for (const place of places)
        await optimizePlace(place, { ledger, spool, followed, run, queue: options.queue }, draft, context);
    };
    if (!options.write) return await work(undefined);
    for (const place of places) await settleAllPlanned(place, ledger);
    await inRun('optimize', { ledger, draft, context }, work);
    await spool.sweep();
  } finally {
    for (const place of places) await place.close();
  }
}

interface PlaceTools extends Pick<SettleTools, 'ledger' | 'spool' | 'run'> {
  readonly followed: FollowedPosts | undefined;
  readonly queue: string | undefined;
}

async function optimizePlace(
  place: ImagePlace,
  { ledger, spool, followed, run, queue }: PlaceTools,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { settings, signal, emit } = context;
  const encodings = createEncodings(context);
  const isShareCard = followed?.isShareCard ?? (() => false);
  const prepareFor: SettleTools['prepareFor'] = (image, { keepsFormat }) =>
    encodings.stageFor({ name: image.name, keepsFormat, isShareCard: isShareCard(image.asset.identity) });
  const io = createLimiter(settings.concurrency);
  const elsewhere = await openElsewhere(queue, { place, ledger, run, prepareFor, isShareCard, io, draft }, context);
  const maker = createImageMaker({
    place,
    ledger,
    spool,
    prepareFor,
    io,
    ...createEncodingRoom(roomSettingsOf(settings)),
    keeps: run === undefined,
    timeLimit: settings.imageTimeout,
    signal,
    emit,
  });
  const tools: SettleTools = {
    place,
    maker: elsewhere ?? maker,
    ledger,
    spool,
    prepareFor,
    keepsFormat: [settings, ...Object.values(settings.folders)].every(
      ({ imageFormat = 'keep' }) => imageFormat === 'keep',
    ),
    run,
    keepsOldName: followed !== undefined,
    signal,
  };
  const renamed: RenamedImage[] = [];
  try {
    const onUnreadable = (url: string, error: ImgferryError): void =>
      draft.addImage({ identity: asIdentity(`file:${url}`), url, state: 'failed', error: error.toReport() });
    const settle = (image: Parameters<typeof settleImage>[0]) => settleImage(image, tools);
    for await (const settled of runAll(place.find({ onUnreadable }), settle, {
      atOnce: elsewhere ? jobsAhead : 2 * encodersAtOnce(),
      signal,
    })) {
      draft.addImage(settled.outcome);
      if (settled.renamed) renamed.push(settled.renamed);
    }
  } finally {
    await elsewhere?.close();
    encodings.close();
  }
  if (followed) await follow(renamed, followed, tools, draft, context);
  else if (renamed.length > 0) draft.note({ id: 'names-not-followed', facts: { images: renamed.length } });
  const isKept = run !== undefined && [...draft.images.values()].some(({ state }) => state === 'stored');
  if (isKept && place.originals !== undefined) draft.note({ id: 'originals-kept', facts: { path: place.originals } });
}

/** Where other machines read and encode; its libraries are loaded for a queue alone. */
async function openElsewhere(
  queue: string | undefined,
  { run, ...tools }: Omit<ElsewhereMakerTools, 'run'> & { readonly run: string | undefined },
  context: UseCaseContext,
): Promise<ElsewhereMaker | undefined> {
  if (queue === undefined || run === undefined) return undefined;
  const { makeElsewhere } = await import('../queue/optimize/make-elsewhere.js');
  return makeElsewhere(queue, { run, ...tools }, context);
}

/** The posts get the new names; an old name goes once nothing needs it. */
async function follow(
  renamed: readonly RenamedImage[],
  followed: FollowedPosts,
  { place, ledger, run }: SettleTools,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const options = { ledgerRoot: ledger.root, isDone: run !== undefined };
  const posts = await planNames(renamed, followed, place, options, context);
  if (run === undefined) addPlannedPosts(posts, draft);
  else await writePosts(posts, run, { ledger }, draft, context);
  if (renamed.length === 0) return;
  const { isNamed, places } = await findNamesInUse(renamed, posts, place, options, context);
  draft.addLeftBehind(places);
  const kept = renamed.filter(isNamed);
  if (kept.length > 0) draft.note({ id: 'still-named', facts: { images: kept.length } });
  if (run === undefined) return;
  for (const one of renamed) {
    context.signal.throwIfAborted();
    if (!isNamed(one)) await retire(one, place, draft);
  }
}

/** An old name that can't be taken away is named; the others go on. */
async function retire({ image, original }: RenamedImage, place: ImagePlace, draft: OutcomeDraft): Promise<void> {
  try {
    await place.retire(image, original);
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
    const { identity, url } = image.asset;
    draft.addImage({ identity, url, state: 'failed', error: error.toReport() });
  }
}
