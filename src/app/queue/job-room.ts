import type { Turns } from '../../lib/turns.js';
import type { HttpClient } from '../../net/http-client.js';
import type { DoneState, Job } from '../../queue/job.js';
import type { StoreTools } from '../compose.js';
import type { JobSetup } from './job-setup.js';
import type { WorkerSpool } from './worker-spool.js';

/** What a worker has open for the jobs of one run. */
export interface JobRoom<Task, Value> {
  /** Throws `ImgferryError`: of one image, or of this machine. */
  process(job: Job<Task>, call: { readonly signal: AbortSignal }): Promise<DoneWork<Value>>;
  close(): Promise<void>;
}

/** What came of a job, and its figures for log and metrics. */
export interface DoneWork<Value> {
  readonly state: DoneState;
  /** Bytes read, and bytes stored. */
  readonly fetched: number;
  readonly stored: number;
  readonly value: Value;
}

export interface JobRoomTools {
  readonly setup: JobSetup;
  readonly client: HttpClient;
  readonly spool: WorkerSpool;
  readonly storeTools: StoreTools;
}

export interface WorkerTools {
  readonly spool: WorkerSpool;
  /** Shared with all workers. */
  readonly turns: Turns;
}
