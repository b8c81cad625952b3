import {z} from "zod";
import {TabletalkError} from "../errors.ts";
import {PassingFault, retryAfterMs, stopped} from "./patience.ts";
import {shownText} from "./reference.ts";

/** How Kaggle tells an error, whatever the status of the answer. */
const errorBodySchema = z.object({code: z.number().int(), message: z.string().optional()});

/** The status and the words of an error in a JSON body; undefined where it is none. */
export function errorInBody(body: unknown): {status: number; message: string} | undefined {
  const {data} = errorBodySchema.safeParse(body);
  return data && data.code >= 400 ? {status: data.code, message: data.message ?? ""} : undefined;
}

const TRY_LATER =
  "Try again in a few minutes; https://status.kaggle.com tells whether Kaggle itself is well.";

/** What an answer that is an error means: a fault that may pass, or an error that stays. */
export function faultOfAnswer(
  status: number,
  message: string,
  headers: Headers,
): PassingFault | TabletalkError {
  const said = message === "" ? "" : `: ${shownText(message).replace(/\.$/, "")}`;
  if (status === 429)
    return new PassingFault(
      new TabletalkError(
        "limit_reached",
        `Kaggle takes no more calls for now${said}.`,
        "Wait a while before the next call; it counts calls by account, or by address for the nameless.",
      ),
      {retryAfterMs: retryAfterMs(headers.get("retry-after"))},
    );
  if (status >= 500 || status === 408 || status === 425)
    return new PassingFault(
      new TabletalkError(
        "unavailable",
        `Kaggle answers with an error of its own (${status})${said}.`,
        TRY_LATER,
      ),
      {retryAfterMs: retryAfterMs(headers.get("retry-after"))},
    );
  if (status === 403)
    return new TabletalkError(
      "forbidden",
      `Kaggle does not allow this${said}.`,
      "Look at its page in a browser with the same account: it may be private, or have terms to accept.",
    );
  if (status === 404)
    return new TabletalkError(
      "not_found",
      `Kaggle does not have this${said}.`,
      "Check its name, or search for it.",
    );
  if (status === 400 || status === 422)
    return new TabletalkError("bad_use", `Kaggle does not take this${said}.`, "Change what is asked for.");
  return new TabletalkError("unavailable", `Kaggle answers with ${status}${said}.`, TRY_LATER);
}

/** What a page instead of data means: mostly something between here and Kaggle, and mostly for a while. */
export const pageInstead = (what: string): PassingFault =>
  new PassingFault(
    new TabletalkError(
      "unavailable",
      `A web page came where Kaggle was asked for ${what}.`,
      "A sign-in page of this network, or one that says Kaggle is being mended, may stand between: open kaggle.com in a browser.",
    ),
  );

/** What went wrong before there was an answer, or in the middle of it. */
export function faultOfCall(error: unknown, signal: AbortSignal | undefined): Error {
  if (signal?.aborted) return stopped();
  for (let at: unknown = error, deep = 0; at instanceof Error && deep < 5; at = at.cause, deep++)
    if (at instanceof TabletalkError || at instanceof PassingFault) return at;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = error instanceof Error ? error.message : String(error);
  const late = error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name);
  return new PassingFault(
    new TabletalkError(
      "unavailable",
      late ? "Kaggle did not answer in time." : `Kaggle cannot be reached: ${shownText(code || why)}.`,
      "Check the connection of this machine to the internet, and try again.",
    ),
    {cause: error},
  );
}
