import type {Reading} from "../../planning/reading.ts";
import type {Arrangement} from "./vocabulary.ts";

/** How the words of a question arrange its chart. */
export function arranged(words: readonly Arrangement[]): Partial<NonNullable<Reading["chart"]>> {
  const stack = words.find((word) => word === "grouped" || word === "stacked" || word === "stacked_100");
  return {
    ...(stack && {arrangement: stack}),
    ...(words.includes("panels") && {panels: true}),
    ...(words.includes("horizontal") && {horizontal: true}),
    ...(words.includes("log") && {log: true}),
  };
}
