import type { AssetOutcome } from '../core/asset.js';
import type { Outcome } from '../core/outcome.js';
import { repairProofs } from '../core/repair.js';
import { describeReason } from '../messages/describe-reason.js';
import { printable } from '../messages/printable.js';
import type { ReportWriter } from './report-writer.js';
import { writeMore } from './write-more.js';

const shownImages = 10; // of one proof
const shownPlaces = 3;

/** What takes the place of what: by what proves it, the strongest proof first. */
export function writeRepairs({ images, dryRun }: Outcome, writer: ReportWriter): void {
  const repaired = images.filter(({ publicUrl }) => publicUrl !== undefined);
  if (repaired.length === 0) return;
  writer.countedHeading(writer.word(dryRun ? 'mendable' : 'mended'), repaired.length);
  for (const proof of repairProofs) {
    const proved = repaired.filter(({ reason }) => reason === proof);
    if (proved.length > 0) writeProved(proof, proved, writer);
  }
}

function writeProved(proof: string, images: readonly AssetOutcome[], writer: ReportWriter): void {
  writer.prose(`✓ ${describeReason(proof, writer.lang)}`, 2, 'green');
  const some = images.slice(0, writer.view.verbose ? images.length : shownImages);
  for (const { url, publicUrl = '', places = [] } of some) {
    writer.line(printable(url), 4);
    writer.line(`→ ${printable(publicUrl)}`, 4);
    const shown = places.slice(0, writer.view.verbose ? places.length : shownPlaces);
    for (const { file, line, column } of shown) {
      writer.line(writer.style('cyan', `${printable(file)}:${line}:${column}`), 6);
    }
    writeMore(places.length - shown.length, writer, 6);
  }
  writeMore(images.length - some.length, writer, 4);
}
