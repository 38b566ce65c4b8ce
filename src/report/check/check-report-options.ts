import type { FailOn } from '../../core/check-outcome.js';
import type { View } from '../view.js';

/** What a reporter needs to know beside what was seen. */
export interface CheckReportOptions extends View {
  readonly failOn: FailOn;
  /**
   * Path from the repository's root to the working directory, '' at the root, with a `/` at its end otherwise; undefined
   * outside of one.
   */
  readonly repositoryPath?: string;
  /** Of the program, for SARIF's tool. */
  readonly version: string;
  /** Random, for `::stop-commands::`. */
  readonly token: string;
}
