import type { AssetOutcome } from '../core/asset.js';
import type { Outcome, PostOutcome } from '../core/outcome.js';
import { jsonPieces } from '../lib/json-text.js';
import type { Language } from '../messages/catalogue.js';
import { describeNote } from '../messages/describe-note.js';
import { errorRecord } from './error-record.js';
import type { View } from './view.js';

/**
 * An outcome for scripts; `config/schemas/outcome.schema.json` describes it. Sizes in bytes, times in ms; what is not
 * known is null. Names of keys are permanent, `message` is for people.
 */
export function* outcomeJson(outcome: Outcome, { lang }: View): Generator<string> {
  const { version, command, run, dryRun, images, posts, leftBehind, notes, totals, stopped, interrupted } = outcome;
  const report = {
    version,
    command,
    run: run ?? null,
    dryRun,
    images: () => eachOf(images, (image) => imageRecord(image, lang)),
    posts: () => eachOf(posts, (post) => postRecord(post, lang)),
    leftBehind,
    notes: notes.map((note) => ({ ...note, message: describeNote(note, lang) })),
    totals,
    stopped: errorRecord(stopped, lang),
    interrupted: interrupted === true,
  };
  yield* jsonPieces(report);
  yield '\n';
}

function* eachOf<Item, Record>(items: readonly Item[], recordOf: (item: Item) => Record): Generator<Record> {
  for (const item of items) yield recordOf(item);
}

function imageRecord(image: AssetOutcome, lang: Language) {
  const { url, state, reason, key, publicUrl, bytesBefore, bytesAfter, error } = image;
  return {
    url,
    state,
    reason: reason ?? null,
    key: key ?? null,
    publicUrl: publicUrl ?? null,
    bytesBefore: bytesBefore ?? null,
    bytesAfter: bytesAfter ?? null,
    error: errorRecord(error, lang),
  };
}

function postRecord({ file, edits, state, error }: PostOutcome, lang: Language) {
  return { file, edits, state, error: errorRecord(error, lang) };
}
