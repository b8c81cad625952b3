/** Work that outlives a request: imports, ingestion, evaluations, clean-up. Rows of `jobs`, taken under a lease. */
export interface Job {
  id: string;
  workspace: string;
  kind: string;
  state: "waiting" | "taken" | "done" | "failed" | "aborted";
  input: unknown;
  /** 0 to 1, and what is being done. */
  progress?: {share?: number; doing: string};
  result?: unknown;
  error?: {code: string; message: string; next: string};
  attempts: number;
  createdBy: string;
  createdAt: string;
  finishedAt?: string;
}

export interface NewJob {
  kind: string;
  /** JSON. */
  input: unknown;
  /** Of several with one key that wait or run, there is one. */
  key?: string;
  /** Not before. */
  runAt?: Date;
  by: string;
}

/** What runs a job. It may run again after a crash: it must come to the same. */
export type JobHandler = (
  job: Job,
  context: {signal: AbortSignal; progress: (doing: string, share?: number) => void},
) => Promise<unknown>;

/** The queue of a service, on either dialect. */
export interface JobQueue {
  submit(workspace: string, job: NewJob): Promise<Job>;
  job(workspace: string, id: string): Promise<Job | undefined>;
  jobs(
    workspace: string,
    filter?: {kind?: string; state?: Job["state"]; limit?: number; before?: string},
  ): Promise<Job[]>;
  /** Asks a job to stop. False where it has ended. */
  stop(workspace: string, id: string): Promise<boolean>;
  /** Says how jobs of a kind are run; before `start`. */
  handle(kind: string, run: JobHandler): void;
  /** Runs a kind of job whenever a cron pattern says so, on one worker of all. */
  schedule(
    workspace: string,
    schedule: {id: string; kind: string; input: unknown; cron: string; timeZone: string},
  ): Promise<void>;
  unschedule(workspace: string, id: string): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}
