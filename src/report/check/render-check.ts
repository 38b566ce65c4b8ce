import type { CheckOutcome } from '../../core/check-outcome.js';
import { checkJson, checkLines } from './check-json.js';
import { checkJunit } from './check-junit.js';
import type { CheckReportOptions } from './check-report-options.js';
import { checkGithub } from './github/check-github.js';
import { checkHtml } from './html/check-html.js';
import { checkMarkdown } from './markdown/check-markdown.js';
import { checkSarif } from './sarif/check-sarif.js';
import { checkText } from './text/check-text.js';

/** Every format of a check; a further one is a file and a line here. */
const formats = {
  text: checkText,
  ndjson: checkLines,
  json: checkJson,
  sarif: checkSarif,
  junit: checkJunit,
  github: checkGithub,
  markdown: checkMarkdown,
  html: checkHtml,
} as const satisfies Record<string, (outcome: CheckOutcome, options: CheckReportOptions) => string>;

export type CheckFormat = keyof typeof formats;

export const checkFormats = Object.keys(formats) as [CheckFormat, ...CheckFormat[]];

export interface RenderCheckOptions extends CheckReportOptions {
  readonly format: CheckFormat;
}

/** What a check saw, for a person, a script or a machine that shows it. Ends with a line's end, unless it is empty. */
export function renderCheck(outcome: CheckOutcome, { format, ...options }: RenderCheckOptions): string {
  return formats[format](outcome, options);
}
