/** What went wrong, in a form a program can act on. The exit status of the terminal follows from it. */
export type ErrorCode =
  | "bad_use"
  | "no_data"
  | "bad_file"
  | "unknown_table"
  | "unknown_column"
  | "unknown_value"
  | "bad_query"
  | "refused"
  | "time_limit"
  | "memory_limit"
  | "aborted"
  | "bad_plan"
  | "bad_recipe"
  | "no_browser"
  | "bad_chart"
  | "model_failed"
  | "store_failed"
  /** Nobody is signed in, or what was shown to prove it is wrong, expired or revoked. */
  | "unauthorized"
  /** Who asks is known, and may not do this. */
  | "forbidden"
  /** It is not there, or not for whoever asks. */
  | "not_found"
  /** It is there already, or it changed in between. */
  | "conflict"
  /** A limit of a person, a key or a workspace, or of tries to sign in. */
  | "limit_reached"
  /** Something that this machine needs cannot be reached now. */
  | "unavailable"
  | "internal";

/** An error that a person can act on: what happened, and what to do next. */
export class TabletalkError extends Error {
  readonly code: ErrorCode;
  /** One sentence that says what to do next. */
  readonly next: string;

  constructor(code: ErrorCode, message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TabletalkError";
    this.code = code;
    this.next = next;
  }
}
