import { concernOf, type ImageConcern, type ReportedImage, type RunReport } from '../../core/run-report.js';

/** Sums over images whose size is known before and after. */
export interface SizeTotals {
  readonly images: number;
  /** Of them with both sizes. */
  readonly measured: number;
  readonly before: number;
  readonly after: number;
}

export function sizeTotals(images: readonly ReportedImage[]): SizeTotals {
  let [measured, before, after] = [0, 0, 0];
  for (const { bytesBefore, bytesAfter } of images) {
    if (bytesBefore === undefined || bytesAfter === undefined) continue;
    measured += 1;
    before += bytesBefore;
    after += bytesAfter;
  }
  return { images: images.length, measured, before, after };
}

/** Links whose change stands, or did until it was undone. */
export const linksChanged = ({ posts }: RunReport): number =>
  posts.reduce((total, { state, edits }) => total + (state === 'abandoned' ? 0 : edits.length), 0);

export function countConcerns(images: readonly ReportedImage[]): ReadonlyMap<ImageConcern, number> {
  const counts = new Map<ImageConcern, number>();
  for (const image of images) {
    const concern = concernOf(image);
    if (concern) counts.set(concern, (counts.get(concern) ?? 0) + 1);
  }
  return counts;
}

/** `−63.5 %`, `+2 %`; undefined where nothing was there before. */
export function changeInPercent(before: number, after: number): string | undefined {
  if (before === 0) return undefined;
  const percent = Number((((after - before) / before) * 100).toFixed(1));
  if (percent === 0) return '0 %';
  return `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`;
}
