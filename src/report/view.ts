import type { Language } from '../messages/catalogue.js';

/** How a person reads a report. */
export interface View {
  readonly lang: Language;
  readonly color: boolean;
  /** Every image and every place instead of the first few. */
  readonly verbose: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** File that the plan was saved to, as it was named. */
  readonly plan?: string;
}
