import type { BucketOfAccount } from '../../core/tool-account.js';
import type { BucketProvider } from '../credentials.js';

/** A source that a tool's configuration names; whether it holds keys is not known yet. */
export interface PossibleAccount {
  readonly provider: BucketProvider;
  readonly source: string;
  readonly bucket?: BucketOfAccount;
}
