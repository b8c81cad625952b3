import type {OpenWorkspace} from "../../channels/workspaces.ts";
import type {TableProfile} from "../../data/profile.ts";
import {definitionsOf} from "../../store/definitions.ts";
import {searchedValues} from "../../workspace/datasets/searched_values.ts";
import {sayName} from "../words/say_name.ts";
import type {Term, Vocabulary} from "./vocabulary.ts";

/** How much a call listens for at most: the tables first, then their columns, then values, the most frequent first. */
const MOST = {columns: 1000, values: 2500, definitions: 500};
/** Nobody says more than this in one name. */
const LONGEST_WORDS = 8;

/**
 * The words of the data that a call is about: its tables, columns and frequent values, and the terms that were taught. No
 * values of columns that look personal.
 * @param names datasets of the workspace
 * @throws TabletalkError unknown_table
 */
export async function vocabularyOf(
  workspace: Pick<OpenWorkspace, "id" | "store" | "withSession">,
  names: readonly string[],
): Promise<Vocabulary> {
  const [profiles, definitions] = await Promise.all([
    names.length === 0
      ? []
      : workspace.withSession(names, (session) =>
          Promise.all(session.datasets.map(({name}) => session.profile(name))),
        ),
    definitionsOf(workspace.store, workspace.id),
  ]);
  return vocabularyIn(
    profiles,
    definitions.map(({term}) => term),
  );
}

/** As `vocabularyOf`, of profiles and terms that are at hand. */
export function vocabularyIn(profiles: readonly TableProfile[], definitions: readonly string[]): Vocabulary {
  const seen = new Set<string>();
  const terms: Term[] = [];
  const add = (kind: Term["kind"], written: readonly string[], most: number): void => {
    let left = most;
    for (const one of written) {
      if (left <= 0) return;
      const key = `${kind} ${one}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const said = saidOf(one);
      if (said === "" || said.split(" ").length > LONGEST_WORDS) continue;
      terms.push({written: one, said, kind});
      left--;
    }
  };
  add(
    "table",
    profiles.map(({table}) => table),
    Number.POSITIVE_INFINITY,
  );
  add("definition", definitions, MOST.definitions);
  add("column", inTurns(profiles.map(({columns}) => columns.map(({name}) => name))), MOST.columns);
  const values = profiles.flatMap((profile) => searchedValues(profile).map((column) => column.values));
  add("value", inTurns(values), MOST.values);
  return {terms};
}

/** The first of each list, then the second of each: where there is too much, all lose the same. */
function inTurns(lists: readonly (readonly string[])[]): string[] {
  const longest = lists.reduce((most, {length}) => Math.max(most, length), 0);
  return Array.from({length: longest}, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

/** As it is said, in lower-case words without any sign: what a recognizer listens for. */
const saidOf = (written: string): string =>
  sayName(written.slice(0, 200))
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[^a-z' ]+/g, " ")
    .replace(/(^|\s)'+|'+(?=\s|$)/g, " ")
    .trim()
    .replace(/\s+/g, " ");
