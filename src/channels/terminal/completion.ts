import type {TableProfile} from "../../data/profile.ts";
import {groups} from "../../data/roles.ts";

/** What the end of a line can be completed to, as node:readline wants it. */
export type Completion = [candidates: string[], completed: string];

/**
 * Completes slash commands at the start of a line, else the names of tables and columns and the values of categories
 * at its end. Names of several words are found from the beginning of any word in the line.
 */
export function completer(profiles: readonly TableProfile[], commands: readonly string[]) {
  const names = [...new Set(profiles.flatMap(wordsOf))];
  return (line: string): Completion => {
    if (line.startsWith("/") && !line.includes(" ")) {
      return [commands.map((name) => `/${name}`).filter((name) => name.startsWith(line)), line];
    }
    // The longest end of the line that begins a name wins: "sea sur" completes to "Sea Surface".
    const starts = [...line.matchAll(/(?:^|\s)(?=\S)/g)].map((match) => match.index + match[0].length);
    for (const start of starts) {
      const typed = line.slice(start);
      const found = names.filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()));
      if (found.length > 0) return [found.map((name) => `${name} `), typed];
    }
    return [[], line];
  };
}

function wordsOf(profile: TableProfile): string[] {
  const values = profile.columns
    .filter(groups)
    .flatMap((column) => column.top.flatMap(({value}) => (typeof value === "string" ? [value] : [])));
  return [profile.table, ...profile.columns.map((column) => column.name), ...values].filter(
    (name) => name !== "" && !/\p{Cc}/u.test(name),
  );
}
