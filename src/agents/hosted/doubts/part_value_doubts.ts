import type {Reading} from "../../../planning/reading.ts";
import {stem} from "../../offline/morphology.ts";
import {columnsIn, conjunctionsOf, truthOf} from "./condition_truth.ts";
import type {Heard} from "./mentions.ts";

const LEAST_LETTERS = 4;
const MOST_VALUES = 60;
const MOST_SHARE = 0.5;

/**
 * A word that no column is called by and that tells some values of a category from the others ("rescues from height" of "Animal
 * rescue from height"): a condition must tell them apart, or the column be shown.
 */
export function partValueDoubts(heard: Heard, reading: Reading): string[] {
  const kept = conjunctionsOf(reading).map(({condition}) => condition);
  const used = columnsIn([reading.groups, reading.columns, reading.measures.map(({of}) => of)]);
  const said = JSON.stringify([reading.assumptions, reading.filters, reading.measures]).toLowerCase();
  const rows = new Set([...heard.lexicon.rowNouns].map(stem));
  return heard.unknown.flatMap(({lower}) => {
    const word = stem(lower);
    // "bird" of a table birdstrikes is what its rows are of.
    if (heard.lexicon.tables.some(({table}) => table.toLowerCase().includes(word))) return [];
    if (lower.length < LEAST_LETTERS || rows.has(word) || said.includes(lower)) return [];
    const telling = heard.lexicon.columns.flatMap(({profile}) => {
      const {name, type, role, distinct, top} = profile;
      if (type !== "text" || role === "text" || distinct > MOST_VALUES) return [];
      const texts = top.flatMap(({value}) => (typeof value === "string" ? [value] : []));
      const own = texts.filter((one) => (one.toLowerCase().match(/\p{L}+/gu) ?? []).map(stem).includes(word));
      return own.length > 0 && own.length <= MOST_SHARE * texts.length ? [{name, own, texts}] : [];
    });
    const met = telling.some(
      ({name, own, texts}) =>
        used.has(name) ||
        kept.some((condition) => {
          const at = (value: string) => truthOf(condition, {column: name, value});
          return own.some((one) => at(one) !== false) && texts.some((one) => at(one) === false);
        }),
    );
    const [first] = telling;
    return first && !met
      ? [`the question says "${lower}" (${first.name}: ${first.own[0]}), and no condition tells it apart`]
      : [];
  });
}
