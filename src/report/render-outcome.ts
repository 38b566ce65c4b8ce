import type { Outcome } from '../core/outcome.js';
import { outcomeJson } from './outcome-json.js';
import { outcomeText } from './outcome-text.js';
import type { View } from './view.js';

/** Every format of an outcome; a further one is a file and a line here. */
const formats = {
  text: (outcome, view) => [outcomeText(outcome, view)],
  json: outcomeJson,
} as const satisfies Record<string, (outcome: Outcome, view: View) => Iterable<string>>;

export type OutcomeFormat = keyof typeof formats;

export interface RenderOutcomeOptions extends View {
  readonly format: OutcomeFormat;
}

/** What a run did, or would do, for a person or a script, piece by piece. Ends with a line's end. */
export function outcomePieces(outcome: Outcome, { format, ...view }: RenderOutcomeOptions): Iterable<string> {
  return formats[format](outcome, view);
}

/** The same in one piece. */
export const renderOutcome = (outcome: Outcome, options: RenderOutcomeOptions): string =>
  [...outcomePieces(outcome, options)].join('');
