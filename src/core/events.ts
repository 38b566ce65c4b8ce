import type { AssetOutcome } from './asset.js';
import type { ErrorReport } from './errors.js';
import type { Note, PostOutcome } from './outcome.js';
import type { VerdictLevel } from './verdict.js';

/** What happens while a run goes on: plain JSON records, `at` in epoch ms. Reporters fold them. */
export type RunEvent = { readonly at: number } & (
  | { readonly type: 'run-started'; readonly command: string; readonly run?: string; readonly dryRun: boolean }
  | { readonly type: 'scanned'; readonly documents: number; readonly images: number }
  | { readonly type: 'stage-started'; readonly stage: string; readonly url: string }
  | {
      readonly type: 'retrying';
      readonly url: string;
      readonly error: ErrorReport;
      readonly attempt: number;
      readonly delay: number;
    }
  | { readonly type: 'asset-settled'; readonly outcome: AssetOutcome }
  | { readonly type: 'image-checked'; readonly url: string; readonly verdict: VerdictLevel }
  | { readonly type: 'post-settled'; readonly outcome: PostOutcome }
  /** Told before anything is asked. */
  | { readonly type: 'budget'; readonly addresses: number; readonly hosts: number; readonly requests: number }
  | { readonly type: 'cdn-submitted'; readonly names: number }
  | { readonly type: 'note'; readonly note: Note }
  | { readonly type: 'run-finished' }
);

type WithoutTime<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

/** Takes an event; the clock is the listener's. */
export type Emit = (event: WithoutTime<RunEvent>) => void;
