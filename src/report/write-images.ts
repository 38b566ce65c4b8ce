import type { AssetOutcome, AssetState } from '../core/asset.js';
import type { Outcome } from '../core/outcome.js';
import { formatBytes } from '../messages/amounts.js';
import { describeReason } from '../messages/describe-reason.js';
import { printable } from '../messages/printable.js';
import type { ReportWriter } from './report-writer.js';

const marks: Readonly<Record<AssetState, string>> = {
  planned: '·',
  stored: '✓',
  reused: '=',
  'in-place': '=',
  skipped: '-',
  failed: '✗',
};

/** Every image, for who wants to see it all: from where, to where, sizes, why. */
export function writeImages({ images }: Outcome, writer: ReportWriter): void {
  if (images.length === 0) return;
  writer.heading(writer.word('every-image'));
  for (const image of images) {
    writer.line(`${marks[image.state]} ${printable(image.url)}`, 2);
    const target = image.publicUrl ?? image.key;
    if (target !== undefined) writer.line(`→ ${printable(target)}`, 4);
    const details = [sizesOf(image), image.reason && describeReason(image.reason, writer.lang)];
    const text = writer.list(details.filter((detail): detail is string => detail !== undefined && detail !== ''));
    if (text !== '') writer.line(writer.style('dim', text), 4);
  }
}

function sizesOf({ bytesBefore, bytesAfter }: AssetOutcome): string | undefined {
  if (bytesBefore === undefined) return bytesAfter === undefined ? undefined : formatBytes(bytesAfter);
  if (bytesAfter === undefined || bytesAfter === bytesBefore) return formatBytes(bytesBefore);
  return `${formatBytes(bytesBefore)} → ${formatBytes(bytesAfter)}`;
}
