/** A request that came in. */
export interface Call {
  verb: string;
  /** `POST /channels/:id/messages` */
  route: string;
  path: string;
  query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: what was sent is what the schemas then check.
  body: any;
  files: readonly UploadedFile[];
  authorization?: string;
  /** The status that it was answered with; undefined while it is worked on, and where the answer was lost. */
  status?: number;
}

export interface UploadedFile {
  /** The number in `files[0]`. */
  number: number;
  name: string;
  mediaType: string;
  content: Buffer;
}

/** What a request is answered with. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Discord says no: one of its own codes. */
export class DiscordRefusal extends Error {
  override readonly name = "DiscordRefusal";
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor(code: number, details?: unknown) {
    super(REFUSALS[code]?.[1] ?? `Code ${code}`);
    this.code = code;
    this.status = REFUSALS[code]?.[0] ?? 400;
    this.errors = details;
  }
}

/** The words are Discord's: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const REFUSALS: Readonly<Record<number, readonly [status: number, message: string]>> = {
  0: [401, "401: Unauthorized"],
  10003: [404, "Unknown Channel"],
  10004: [404, "Unknown Guild"],
  10007: [404, "Unknown Member"],
  10008: [404, "Unknown Message"],
  10013: [404, "Unknown User"],
  10015: [404, "Unknown Webhook"],
  10062: [404, "Unknown interaction"],
  20028: [429, "The write action you are performing on the channel has hit the write rate limit."],
  40005: [413, "Request entity too large"],
  40060: [400, "Interaction has already been acknowledged."],
  40094: [400, "This interaction has reached its maximum number of follow up messages"],
  50001: [403, "Missing Access"],
  50005: [403, "Cannot edit a message authored by another user"],
  50006: [400, "Cannot send an empty message"],
  50007: [403, "Cannot send messages to this user"],
  50013: [403, "Missing Permissions"],
  50027: [401, "Invalid Webhook Token"],
  50035: [400, "Invalid Form Body"],
  50083: [400, "Thread is archived"],
  160004: [400, "A thread has already been created for this message"],
};
