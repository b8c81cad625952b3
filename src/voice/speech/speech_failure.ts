import {TabletalkError} from "../../errors.ts";

/** A hosted provider, as its failures name it. */
export interface HostedName {
  /** "OpenAI" */
  title: string;
  /** The variable with its key. */
  key: string;
  /** What was wanted of it. */
  does: "listen" | "speak";
  /** Something small that it answers only to whoever has a valid key. */
  probe: {url: string; headers: Record<string, string>};
}

/** What a voice ends with that was given words and made nothing of them. */
export const NO_SOUND = "no sound";

const PROBE_MS = 2000;

const WORK = {listen: "understand speech", speak: "speak"};
const SETTING = {listen: "TABLETALK_LISTEN", speak: "TABLETALK_SPEAK"};

/**
 * What went wrong at a provider of speech, for the person in the call and for whoever runs it. It says nothing of what was
 * heard or said, and nothing that the provider wrote, which may hold a part of the key.
 */
export function speechFailure(error: unknown, {title, key, does}: HostedName): TabletalkError {
  if (error instanceof TabletalkError) return error;
  const status = statusOf(error);
  const [what, next] = told(status, error, title, key);
  return new TabletalkError(
    "unavailable",
    `I cannot ${WORK[does]} now: ${what}`,
    `${next} Typed questions are answered as before; ${SETTING[does]} chooses another engine.`,
  );
}

/**
 * As `speechFailure`; where the error tells no status (plugins lose it when they connect), the provider is asked once.
 */
export async function explainedFailure(error: unknown, of: HostedName): Promise<TabletalkError> {
  if (error instanceof TabletalkError || statusOf(error) !== undefined || isLate(error))
    return speechFailure(error, of);
  const status = await probeStatus(of).catch(() => undefined);
  return speechFailure(status !== undefined && status >= 400 ? {statusCode: status} : error, of);
}

/** The status that a provider answers its probe with. @throws what fetch throws where it cannot be reached */
export async function probeStatus({probe}: HostedName): Promise<number> {
  const response = await fetch(probe.url, {headers: probe.headers, signal: AbortSignal.timeout(PROBE_MS)});
  await response.body?.cancel();
  return response.status;
}

/** Whether trying again at once can help: not with a key that is refused, whichever way that shows. */
export async function canPass(error: unknown, of: HostedName): Promise<boolean> {
  if (error instanceof TabletalkError) return false;
  if (isLate(error)) return true;
  const told = statusOf(error);
  const status = told ?? (await probeStatus(of).catch(() => undefined));
  if (told === undefined) return status === undefined || ![401, 402, 403].includes(status);
  return told === 408 || told === 429 || told >= 500;
}

/** The HTTP status that an error tells, in whichever way its plugin does. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const {statusCode, status, message} = error as Record<string, unknown>;
  for (const one of [statusCode, status]) if (typeof one === "number" && one >= 300 && one < 600) return one;
  const said =
    typeof message === "string"
      ? /(?:response|status|error|code)\D{0,12}\b([345]\d\d)\b/i.exec(message)
      : null;
  return said ? Number(said[1]) : undefined;
}

/** Who does not answer in time will not tell why, either. */
const isLate = (error: unknown): boolean =>
  error instanceof Error && /time(?:d)?[ -]?out|too late/i.test(`${error.name} ${error.message}`);

function told(status: number | undefined, error: unknown, title: string, key: string): [string, string] {
  if (status === 401 || status === 403)
    return [`${title} refused the key (${status}).`, `Set ${key} to a key that is valid there.`];
  if (status === 402)
    return [`the account at ${title} has nothing left (402).`, `See to the account that ${key} belongs to.`];
  if (status === 429)
    return [
      `${title} has had too many requests, or the account has nothing left (429).`,
      "Try again in a minute, and see to the limits of the account.",
    ];
  if (status !== undefined && status >= 500)
    return [`${title} has trouble of its own (${status}).`, "Try again in a minute."];
  if (status !== undefined)
    return [
      `${title} does not take the request (${status}).`,
      "Check the names of the model and the voice (TABLETALK_LISTEN_MODEL, TABLETALK_SPEAK_MODEL, TABLETALK_VOICE).",
    ];
  const late =
    error instanceof Error && /time(?:d)?[ -]?out|too late/i.test(`${error.name} ${error.message}`);
  return late
    ? [`${title} did not answer in time.`, "Try again in a minute."]
    : [`the connection to ${title} broke.`, "Check that this machine reaches it, and try again."];
}
