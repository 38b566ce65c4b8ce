import type { Note } from '../core/outcome.js';
import { describeNote } from '../messages/describe-note.js';
import { groupBy } from './group-by.js';
import type { ReportWriter } from './report-writer.js';
import { writeMore } from './write-more.js';

const shownNotes = 3; // of one kind

/** What a person should know that is no error, a few of each kind. */
export function writeNotes(notes: readonly Note[], writer: ReportWriter): void {
  if (notes.length === 0) return;
  writer.heading(writer.word('notes'));
  for (const list of groupBy(notes, ({ id }) => id).values()) {
    const texts = [...new Set(list.map((note) => describeNote(note, writer.lang)))];
    const some = texts.slice(0, writer.view.verbose ? texts.length : shownNotes);
    for (const text of some) writer.item(text, 2);
    writeMore(texts.length - some.length, writer);
  }
}
