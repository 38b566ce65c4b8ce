import type { CheckedImage, CheckOutcome } from '../../core/check-outcome.js';
import { jsonText } from '../../lib/json-text.js';
import { describeNote } from '../../messages/describe-note.js';
import { errorRecord } from '../error-record.js';
import type { View } from '../view.js';

/** A line an image; `config/schemas/check-line.schema.json` describes it. */
export function checkLines({ images }: CheckOutcome): string {
  return images.map((image) => `${jsonText(imageRecord(image))}\n`).join('');
}

/**
 * All that a check saw, for scripts; `config/schemas/check.schema.json` describes it. Sizes in bytes, times in ms; names
 * of keys are permanent, `message` is for people.
 */
export function checkJson(outcome: CheckOutcome, { lang }: View): string {
  const { version, command, images, unread, notes, totals, stopped, interrupted } = outcome;
  const report = {
    version,
    command,
    images: images.map((image) => ({ ...imageRecord(image), known: image.isKnown === true })),
    unread: unread.map(({ file, error }) => ({ file, error: errorRecord(error, lang) })),
    notes: notes.map((note) => ({ ...note, message: describeNote(note, lang) })),
    totals,
    stopped: errorRecord(stopped, lang),
    interrupted: interrupted === true,
  };
  return `${jsonText(report, 2)}\n`;
}

function imageRecord({ url, verdict, reasons, evidence, places }: CheckedImage) {
  return { url, verdict, reasons, evidence, places: places.map(({ file, line, column }) => ({ file, line, column })) };
}
