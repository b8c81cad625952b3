/** What Slack answers instead of doing it: `{ok: false, error}`. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  /** What was wrong, one by one. `expected`: it happens to correct programs too, and is no problem of theirs. */
  readonly details: readonly string[];

  constructor(code: string, ...details: string[]) {
    super(code);
    this.code = code;
    this.details = details;
  }

  get isExpected(): boolean {
    return this.details[0] === "expected";
  }
}
