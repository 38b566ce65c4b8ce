/** A process that says in the queue that it lives. */
export interface LivingProcess {
  /** What has to be equal for two machines to make the same of an image. */
  readonly engine: string;
  readonly role: 'coordinator' | 'worker';
  readonly host: string;
  readonly pid: number;
  /** Epoch ms by its own clock. */
  readonly since: number;
}

/** The jobs of one engine, by state. */
export interface EngineStatus {
  readonly engine: string;
  readonly isPaused: boolean;
  readonly waiting: number;
  readonly active: number;
  /** Wait to be tried again. */
  readonly delayed: number;
  /** Results that no coordinator has taken yet. */
  readonly results: number;
  /** Given up. */
  readonly dead: number;
}

export interface QueueStatus {
  readonly engines: readonly EngineStatus[];
  readonly processes: readonly LivingProcess[];
  /** Bytes that Redis uses in all. */
  readonly memory: number;
}

/** A job that was given up. */
export interface DeadJob {
  readonly engine: string;
  readonly id: string;
  readonly run: string;
  readonly url: string;
  /** How often it was begun. */
  readonly attempts: number;
  /** Epoch ms. */
  readonly at: number;
  /** The last error, whole. */
  readonly reason: string;
  readonly stack: readonly string[];
}

/** What a person does to a queue; all engines' at once. */
export interface QueueControl {
  status(): Promise<QueueStatus>;
  /** Workers take no more jobs; what they have they finish. How many engines were met: none where no run was queued. */
  pause(): Promise<number>;
  resume(): Promise<number>;
  /**
   * Removes what waits and what no coordinator fetched; how many.
   *
   * @throws ImgferryError QUEUE_IN_USE {host, pid}: a coordinator would put it back
   */
  drain(): Promise<number>;
  failed(): Promise<readonly DeadJob[]>;
  /**
   * Sends given-up jobs again, all or those named; how many.
   *
   * @throws ImgferryError USAGE_INVALID {found}: no job with that id was given up; then none is sent
   */
  retry(ids: readonly string[]): Promise<number>;
}
