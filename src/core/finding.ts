import type { ErrorReport } from './errors.js';

/** What `doctor` looks at; permanent. */
export type CheckId =
  | 'configuration'
  | 'ledger'
  | 'posts'
  | 'store'
  | 'credentials'
  | 'writable'
  | 'overwrite-guard'
  | 'public-address'
  | 'forced-download'
  | 'clock';

/** One thing that `doctor` looked at. `skipped`: it could not be looked at, because something before it failed. */
export interface CheckFinding {
  readonly id: CheckId;
  readonly level: 'ok' | 'warn' | 'problem' | 'skipped';
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly error?: ErrorReport;
}
