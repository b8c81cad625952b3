import {isCategory, isFlag} from "./column_nature.ts";
import {column} from "./filter_parts.ts";
import {edge, literal, map, optional, type Rule, sequence} from "./parser.ts";
import type {Phrase} from "./phrase.ts";
import {unitCalled} from "./said_units.ts";

/** "of all listed countries": everything together, and no group for each. */
export const scope: Rule<Phrase> = map(
  sequence(
    literal("filler", "of", "for", "across", "over"),
    literal("filler", "all"),
    edge("column", "group", (found) => isCategory(found.column) && !isFlag(found.column)),
  ),
  ([, , found]) => ({kind: "scope", column: found.column}),
);

const ended =
  (rule: Rule<Phrase>): Rule<Phrase> =>
  (source, at) =>
    rule(source, at).filter(({to}) => to >= source.tokens.length || source.tokens[to]!.kind === "mark");

/** "those who survived and those who did not": both sides of a yes/no column. */
export const bothSides: Rule<Phrase> = ended(
  map(
    sequence(column(isFlag), edge("and", "group"), edge("not", "group")),
    ([of]) => ({kind: "group", items: [{kind: "column", column: of}], by: true}),
    0.05,
  ),
);

/** "in minutes", "in degrees". */
export const inUnit: Rule<Phrase> = (source, at) => {
  if (source.tokens[at]?.lower !== "in") return [];
  const unit = unitCalled(source.tokens[at + 1]?.lower ?? "");
  return unit === undefined
    ? []
    : [
        {
          to: at + 2,
          value: {kind: "inUnit", unit},
          cost: 0,
          marks: [{from: at, to: at + 2, place: "output"}],
        },
      ];
};

/** "how many lines went by each": a group for each of what was named before. */
export const eachOfThem: Rule<Phrase> = ended(
  map(
    sequence(
      optional(literal("group", "by", "for", "in", "of", "on", "with")),
      edge("by", "group", ({text}) => /each$/i.test(text)),
    ),
    () => ({
      kind: "eachOfThem",
    }),
  ),
);
