import {z} from "@hono/zod-openapi";
import {LimitReached} from "../../access/limit_reached.ts";
import {type ErrorCode, TabletalkError} from "../../errors.ts";

/** The HTTP status of each error. What the input is to blame for is never a 5xx. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  bad_use: 400,
  no_data: 404,
  bad_file: 422,
  unknown_table: 422,
  unknown_column: 422,
  unknown_value: 422,
  bad_query: 422,
  refused: 422,
  time_limit: 422,
  memory_limit: 422,
  aborted: 409,
  bad_plan: 422,
  bad_recipe: 422,
  no_browser: 503,
  bad_chart: 422,
  model_failed: 502,
  store_failed: 500,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit_reached: 429,
  unavailable: 503,
  internal: 500,
};

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  408: "Too slow",
  409: "Conflict",
  411: "Length required",
  412: "Precondition failed",
  413: "Too large",
  415: "Unsupported media type",
  426: "Upgrade required",
  422: "Cannot be done with that",
  429: "Too many requests",
  431: "Headers too large",
  500: "Broken here",
  502: "A model failed",
  503: "Not available now",
};

/** RFC 9457, with what to do next as members. */
export const problemSchema = z
  .object({
    type: z.string().openapi({example: "about:blank"}),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe("What happened"),
    code: z.string().describe("For programs; one of a fixed list"),
    next: z.string().describe("What to do next"),
    request: z.string().describe("The request's id, as in X-Request-Id"),
    errors: z
      .array(z.object({at: z.string(), message: z.string()}))
      .optional()
      .describe("Which parts of the input are wrong"),
    limit: z
      .object({
        name: z.string(),
        of: z.string(),
        allowed: z.number(),
        used: z.number(),
        resetsAt: z.string().optional(),
      })
      .optional(),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof problemSchema>;

/** A refusal with a status of its own, where the code's usual one does not say enough. */
export class HttpRefusal extends TabletalkError {
  readonly status: number;
  readonly errors: readonly {at: string; message: string}[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    next: string,
    more: {
      code?: ErrorCode;
      errors?: readonly {at: string; message: string}[];
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(more.code ?? "bad_use", message, next);
    this.name = "HttpRefusal";
    this.status = status;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** What a thrown thing is answered with. What is not ours tells nothing of itself but that it broke. */
export function problemOf(
  thrown: unknown,
  request: string,
): {status: number; problem: Problem; headers: Record<string, string>} {
  const error = thrown instanceof TabletalkError ? thrown : unexpected(thrown);
  const status = error instanceof HttpRefusal ? error.status : STATUS[error.code];
  const headers: Record<string, string> = error instanceof HttpRefusal ? {...error.headers} : {};
  if (status === 401) headers["WWW-Authenticate"] ??= 'Bearer realm="tabletalk"';
  if (status === 503) headers["Retry-After"] ??= "5";
  if (error instanceof LimitReached && error.retryAfterSeconds !== undefined)
    headers["Retry-After"] = String(error.retryAfterSeconds);
  const problem: Problem = {
    type: "about:blank",
    title: TITLES[status] ?? "Error",
    status,
    // The causes of an error of the store name hosts and SQL: they are for the log.
    detail: error.message,
    code: error.code,
    next: error.next,
    request,
    ...(error instanceof HttpRefusal && error.errors && {errors: [...error.errors]}),
    ...(error instanceof LimitReached && {limit: error.limit}),
  };
  return {status, problem, headers};
}

function unexpected(thrown: unknown): TabletalkError {
  if (isUnreachable(thrown))
    return new TabletalkError(
      "unavailable",
      "The store cannot be reached now.",
      "Try again in a few seconds; what was accepted before is kept.",
      {cause: thrown},
    );
  if (thrown instanceof Error && (thrown.name === "AbortError" || thrown.name === "TimeoutError"))
    return new TabletalkError("aborted", "Stopped before it was done.", "Try again.", {cause: thrown});
  return new TabletalkError(
    "internal",
    "This broke, and it is not your fault.",
    "Try again; if it stays so, report it with the request's id.",
    {cause: thrown},
  );
}

/** Lost or refused connections, as Node, postgres.js and Postgres itself name them. */
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EHOSTUNREACH|EPIPE|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED)|57P0[123]|08\w{3}|53300|SQLITE_BUSY|SQLITE_LOCKED)$/;

function isUnreachable(thrown: unknown, depth = 0): boolean {
  if (!(thrown instanceof Error) || depth > 4) return false;
  if ("code" in thrown && typeof thrown.code === "string" && UNREACHABLE.test(thrown.code)) return true;
  if (/database is locked/.test(thrown.message)) return true;
  if (thrown instanceof AggregateError && thrown.errors.some((one) => isUnreachable(one, depth + 1)))
    return true;
  return isUnreachable(thrown.cause, depth + 1);
}

/** A problem as a response. */
export function problemResponse(thrown: unknown, request: string): Response {
  const {status, problem, headers} = problemOf(thrown, request);
  return new Response(JSON.stringify(problem), {
    status,
    headers: {...headers, "Content-Type": "application/problem+json", "Cache-Control": "no-store"},
  });
}
