import { describe, expect, it } from 'vitest';
import type { CheckedImage, CheckOutcome } from '../../../src/core/check-outcome.js';
import type { CheckReportOptions } from '../../../src/report/check/check-report-options.js';
import { shownAddress } from '../../../src/report/check/describe-image.js';
import { type CheckFormat, checkFormats, renderCheck } from '../../../src/report/check/render-check.js';
import { checkOutcome, reading } from '../../report/check/sample-check.js';
import { readers } from './readers.js';
import { samples } from './samples.js';

/** What a format owes beside its grammar: which images it tells of. */
interface ReporterTraits {
  /** Addresses as scripts need them, rather than as people do. */
  readonly isExact?: true;
  /** Only what isn't fine, unless `verbose` asks for all. */
  readonly leavesOutFine?: true;
  /** Tells of some only. */
  readonly isShortened?: true;
  /** Has no way to write U+FFFE and U+FFFF. */
  readonly isMarkup?: true;
}

const reporters: Readonly<Record<CheckFormat, ReporterTraits>> = {
  text: { leavesOutFine: true, isShortened: true },
  ndjson: { isExact: true },
  json: { isExact: true },
  sarif: { leavesOutFine: true },
  junit: { isMarkup: true },
  github: { leavesOutFine: true, isShortened: true },
  markdown: { leavesOutFine: true },
  html: { leavesOutFine: true, isMarkup: true },
};

/** The large sample is read in two of them: it takes its time. */
const views: readonly Partial<CheckReportOptions>[] = [
  {},
  { lang: 'zh' },
  { verbose: true },
  { failOn: 'warn', repositoryPath: 'site/' },
];

const render = (outcome: CheckOutcome, format: CheckFormat, view: Partial<CheckReportOptions>): string =>
  renderCheck(outcome, { ...reading(view), format });

describe.each(checkFormats)('the reporter %s', (format) => {
  const { isExact, isMarkup, isShortened, leavesOutFine } = reporters[format];
  const read = readers[format];

  describe.each(Object.entries(samples))('tells of %s', (_, outcome) => {
    it.each(outcome.images.length < 1000 ? views : views.slice(0, 2))('by its own grammar (%j)', (view) => {
      const { addresses } = read(render(outcome, format, view));
      const hasFine = !leavesOutFine || (view.verbose === true && format !== 'sarif');
      const told = outcome.images.filter(({ verdict }) => hasFine || verdict !== 'ok');
      const shown = ({ url }: CheckedImage): string => (isExact ? url : shownAddress(url));
      const expected = told.map((image) => (isMarkup ? shown(image).replace(/[\ufffe\uffff]/g, '') : shown(image)));
      if (!isShortened) expect(addresses).toEqual(expect.arrayContaining(expected));
      if (isExact) expect(addresses).toEqual(expected);
    });

    it('ends with a line’s end, and says the same again', () => {
      const text = render(outcome, format, {});
      expect(render(outcome, format, {})).toBe(text);
      if (text !== '' || format !== 'ndjson') expect(text.at(-1)).toBe('\n');
    });
  });

  it('tells of 3,000 images in a few seconds at most', () => {
    const started = performance.now();
    render(samples['3,000 images'] ?? checkOutcome([]), format, {});
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
