import { ImgferryError } from '../../core/errors.js';
import type { Ledger, RunRecord } from '../../core/ledger.js';
import { concernOf, type RunReport, savedBy } from '../../core/run-report.js';
import type { UseCaseContext } from '../context.js';
import { knownRun } from '../known-run.js';
import { createBaseFinder } from '../redirects/known-bases.js';
import { useLedger } from '../use-ledger.js';
import { makeThumbnails, type Thumbnails } from './add-thumbnails.js';
import { openPictureFetcher } from './fetch-pictures.js';
import { gatherImages, type ImageOfRun } from './gather-images.js';
import { gatherPosts } from './gather-posts.js';
import { measureOriginals } from './measure-originals.js';
import type { Surroundings } from './picture-source.js';

export interface ReportOptions {
  /** Default: the newest run that changed something, else the newest. */
  readonly run: string | undefined;
  /** Whose pictures are shown: none, those whose bytes are on this machine, or what can be fetched too. */
  readonly pictures: 'none' | 'at-hand' | 'fetched';
}

/**
 * What a run did, from the ledger and from what is on this machine; `fetched` asks stores and old addresses too. Images that need a
 * person come first, then those that saved most.
 *
 * @throws ImgferryError RUN_UNKNOWN {run, known}
 */
export async function reportRun({ run: id, pictures }: ReportOptions, context: UseCaseContext): Promise<RunReport> {
  let report: RunReport | undefined;
  await useLedger(context, 'read', async (ledger) => {
    const run = id === undefined ? newestRun(ledger) : knownRun(id, ledger);
    const surroundings: Surroundings = { ledger, cwd: context.cwd, basesOf: createBaseFinder(ledger, context) };
    const records = ledger.postEdits(run.id);
    const found = gatherImages(run, records, surroundings);
    const ordered = (await measureOriginals(found, context.signal)).toSorted(compare);
    const { of: thumbnails, looked } = await thumbnailsOf(ordered, pictures, surroundings, context);
    const images = new Map(ordered.map((one) => [one.identity, { ...one.image, ...thumbnails.get(one) }]));
    const posts = await gatherPosts(records, images, surroundings);
    report = { run, images: [...images.values()], posts, pictured: looked };
  });
  if (!report) throw new Error('a ledger that was opened was worked with');
  return report;
}

const mostPictured = 240;
const mostBytes = 6_000_000;

async function thumbnailsOf(
  images: readonly ImageOfRun[],
  pictures: ReportOptions['pictures'],
  surroundings: Surroundings,
  context: UseCaseContext,
): Promise<Thumbnails> {
  const fetcher = pictures === 'fetched' ? openPictureFetcher(surroundings, context) : undefined;
  const limits = { images: pictures === 'none' ? 0 : mostPictured, bytes: mostBytes, fetch: fetcher?.fetch };
  try {
    return await makeThumbnails(images, { ...limits, signal: context.signal });
  } finally {
    await fetcher?.close();
  }
}

function newestRun(ledger: Ledger): RunRecord {
  const runs = ledger.runs().toReversed();
  const newest = runs.find((run) => run.edits > 0 || ledger.moves(run.id).length > 0) ?? runs[0];
  if (!newest) throw new ImgferryError('RUN_UNKNOWN', { known: [], hint: 'none-yet' });
  return newest;
}

const concerns = ['failed', 'broken', 'unsettled', 'grew', 'warned', undefined];

function compare({ image: one }: ImageOfRun, { image: other }: ImageOfRun): number {
  const byConcern = concerns.indexOf(concernOf(one)) - concerns.indexOf(concernOf(other));
  return byConcern || (savedBy(other) ?? 0) - (savedBy(one) ?? 0) || (one.from < other.from ? -1 : 1);
}
