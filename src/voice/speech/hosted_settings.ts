import {TabletalkError} from "../../errors.ts";
import {requirePackage} from "./require_package.ts";
import type {Vocabulary} from "./vocabulary.ts";

/**
 * Loads a provider's plugin, and what makes its connections last.
 * @throws TabletalkError unavailable with the command that installs it
 */
export async function loadHosted<Plugin extends object>(
  what: string,
  packages: readonly string[],
  load: () => Promise<Plugin>,
) {
  return requirePackage(what, packages, async () => ({
    ...(await load()),
    ...(await import("./lasting_listener.ts")),
    ...(await import("./lasting_speaker.ts")),
  }));
}

/**
 * The key of a hosted provider.
 * @throws TabletalkError bad_use naming the variable
 */
export function keyOf(environment: NodeJS.ProcessEnv, provider: string, variable: string): string {
  const key = environment[variable]?.trim();
  if (key && /^[\x21-\x7e]+$/.test(key)) return key;
  throw new TabletalkError(
    "bad_use",
    key
      ? `${variable} has signs that no key of ${provider} has.`
      : `${provider} needs a key, and ${variable} is not set.`,
    `Set ${variable} to a key of ${provider}, or choose another engine (TABLETALK_LISTEN, TABLETALK_SPEAK).`,
  );
}

/**
 * Where a hosted provider is reached, without a slash at its end.
 * @throws TabletalkError bad_use naming the variable
 */
export function urlOf(environment: NodeJS.ProcessEnv, variable: string, usual: string): string {
  const given = environment[variable]?.trim() || usual;
  const parsed = URL.parse(given);
  if (parsed && /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.search)
    return parsed.href.replace(/\/+$/, "");
  throw new TabletalkError(
    "bad_use",
    `${variable} is no address that a provider of speech can be reached at.`,
    `Write it as ${usual}.`,
  );
}

/** The model to use: TABLETALK_LISTEN_MODEL or TABLETALK_SPEAK_MODEL, or the usual one. */
export function modelOf(environment: NodeJS.ProcessEnv, does: "LISTEN" | "SPEAK", usual: string): string {
  return environment[`TABLETALK_${does}_MODEL`]?.trim() || usual;
}

const ORDER = {definition: 0, table: 1, column: 2, value: 3};

/**
 * Words that a recognizer is told to expect: names of tables, columns and definitions. Values leave the machine only where
 * TABLETALK_SPEECH_HINTS is `all`; with `none` nothing does.
 */
export function hintsOf(
  vocabulary: Vocabulary,
  environment: NodeJS.ProcessEnv,
  {most, longest}: {most: number; longest: number},
): string[] {
  const wanted = environment.TABLETALK_SPEECH_HINTS?.trim() || "names";
  if (!["none", "names", "all"].includes(wanted))
    throw new TabletalkError(
      "bad_use",
      "TABLETALK_SPEECH_HINTS is neither none, names nor all.",
      "Set it to names (tables, columns and definitions), all (their values too) or none.",
    );
  if (wanted === "none") return [];
  const said = vocabulary.terms
    .filter(({kind}) => wanted === "all" || kind !== "value")
    .toSorted((a, b) => ORDER[a.kind] - ORDER[b.kind])
    .map((term) => term.said.replace(/[^\p{L}\p{N}' -]+/gu, " ").trim())
    .filter((one) => one.length > 1 && one.length <= longest);
  return [...new Set(said)].slice(0, most);
}
