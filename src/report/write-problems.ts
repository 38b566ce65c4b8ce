import type { AssetOutcome, DocumentPlace } from '../core/asset.js';
import type { ErrorReport } from '../core/errors.js';
import type { Outcome } from '../core/outcome.js';
import { describeError } from '../messages/describe-error.js';
import { printable } from '../messages/printable.js';
import { groupBy } from './group-by.js';
import type { ReportWriter } from './report-writer.js';
import { writeAdvice, writeError } from './write-error.js';
import { writeMore } from './write-more.js';

const shownImages = 8;
const shownPlaces = 3;

interface FailedImage extends AssetOutcome {
  readonly error: ErrorReport;
}

/** What needs the person: images that failed, by what is wrong with them, and posts that were left alone. */
export function writeProblems(outcome: Outcome, writer: ReportWriter): void {
  const failed = outcome.images.filter((image): image is FailedImage => image.error !== undefined);
  if (failed.length > 0) {
    writer.countedHeading(writer.word('needs-you'), failed.length);
    for (const group of groupByTrouble(failed, writer)) writeGroup(group, outcome, writer);
  }
  const refused = outcome.posts.filter(({ error }) => error !== undefined);
  if (refused.length === 0) return;
  writer.countedHeading(writer.word('posts-refused'), refused.length);
  for (const { file, error } of refused) {
    if (error) writeError({ code: error.code, facts: { path: file, ...error.facts } }, writer, 2);
  }
}

/** Four hundred images of one dead host are one trouble. */
function groupByTrouble(failed: readonly FailedImage[], writer: ReportWriter): readonly (readonly FailedImage[])[] {
  const groups = groupBy(failed, ({ error }) => {
    const { title, advice } = describeError(error, writer.lang);
    return `${title}\n${advice}`;
  });
  return [...groups.values()].sort((one, other) => other.length - one.length);
}

function writeGroup(group: readonly FailedImage[], outcome: Outcome, writer: ReportWriter): void {
  const [first] = group;
  if (!first) return;
  const described = describeError(first.error, writer.lang);
  writer.prose(`✗ ${described.title}`, 2, 'red');
  const details = new Set(group.map((image) => detailsOf(image, writer)));
  const [common = ''] = details.size === 1 ? details : [];
  if (common !== '') writer.prose(common, 4, 'dim');
  const some = group.slice(0, writer.view.verbose ? group.length : shownImages);
  for (const image of some) writeFailedImage(image, outcome, writer, { withDetails: details.size > 1 });
  writeMore(group.length - some.length, writer, 4);
  writeAdvice(described, writer, 4);
}

function writeFailedImage(
  image: FailedImage,
  outcome: Outcome,
  writer: ReportWriter,
  { withDetails }: { readonly withDetails: boolean },
): void {
  writer.line(printable(image.url), 4);
  const details = withDetails ? detailsOf(image, writer) : '';
  if (details !== '') writer.prose(details, 6, 'dim');
  const places = placesOf(image, outcome);
  const some = places.slice(0, writer.view.verbose ? places.length : shownPlaces);
  for (const { file, line, column } of some) {
    writer.line(writer.style('cyan', `${printable(file)}:${line}:${column}`), 6);
  }
  writeMore(places.length - some.length, writer, 6);
}

/** What was expected and found, in one line. */
function detailsOf({ error }: FailedImage, writer: ReportWriter): string {
  const { expected, found } = describeError(error, writer.lang);
  return writer.list([
    ...(expected === undefined ? [] : [writer.pair(writer.word('word-expected'), expected)]),
    ...(found === undefined ? [] : [writer.pair(writer.word('word-found'), found)]),
  ]);
}

/** As the run gave them; else what is left behind of it. */
function placesOf(image: AssetOutcome, { leftBehind }: Outcome): readonly DocumentPlace[] {
  return image.places ?? leftBehind.filter(({ url }) => url === image.url);
}
