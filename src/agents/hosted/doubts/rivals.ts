import type {TableProfile} from "../../../data/profile.ts";
import type {Reading} from "../../../planning/reading.ts";
import {isMeasure} from "../../offline/column_nature.ts";
import {columnsIn} from "./condition_truth.ts";
import {type Heard, hear} from "./mentions.ts";

/** How much dearer another column may be to fit a word as well. */
const NEAR = 0.08;
const MOST = 3;

/**
 * The same reading of another column that fits the question's word as well ("rating": IMDB Rating or Rotten Tomatoes Rating), where
 * the reading does not say which it took. Shown side by side, with what each gives.
 */
export function rivalReadings(
  question: string,
  reading: Reading,
  profiles: readonly TableProfile[],
  asOf: Date,
): Reading[] {
  const table = profiles.find((one) => one.table === reading.table);
  if (!table) return [];
  const heard = hear(question, table, [], asOf);
  const used = columnsIn({...reading, placements: []});
  const said = reading.assumptions.join(" ").toLowerCase();
  const measured = columnsIn(reading.measures.map(({of, over}) => [of, over?.of]));
  const rivals = heard.mentions.flatMap((mention) => {
    if (mention.values.length > 0) return [];
    const own = mention.columns.find(({column}) => measured.has(column.profile.name));
    if (!own || said.includes(own.column.profile.name.toLowerCase())) return [];
    return mention.columns.flatMap(({column, cost}) => {
      const {name, additivity} = column.profile;
      const like = isMeasure(column) && isMeasure(own.column) && additivity === own.column.profile.additivity;
      if (!like || used.has(name) || cost > own.cost + NEAR || column.table !== reading.table) return [];
      const from = own.column.profile.name;
      return [
        {...swapped(reading, from, name), assumptions: [...reading.assumptions, `${name}, not ${from}`]},
      ];
    });
  });
  return (rivals.length > 0 ? rivals : otherMeasures(heard, reading)).slice(0, MOST);
}

const VAGUE =
  /\b(?:numbers|figures|results|performance|perform(?:s|ed|ing)?|stats|doing|best|worst|weakest|strongest|biggest|largest|top|better|worse|improv\w+|grew|grow\w*)\b/i;
const COUNTED = /\b(?:how many|number of|count|counts|most common|most often|share|percent\w*|frequen\w+)\b/i;

/** "which region performs worst" does not say by what: the table's other amounts measure it as well. */
function otherMeasures(heard: Heard, reading: Reading): Reading[] {
  const [measure] = reading.measures;
  if (reading.measures.length !== 1 || !measure?.of || !("column" in measure.of) || measure.over) return [];
  if (!VAGUE.test(heard.question) || COUNTED.test(heard.question)) return [];
  const said = reading.assumptions.join(" ").toLowerCase();
  const from = measure.of.column;
  const named = heard.mentions.some(({columns}) =>
    columns.some(({column}) => isMeasure(column) || column.profile.name === from),
  );
  if (named || said.includes(from.toLowerCase()) || heard.carried.has(from)) return [];
  return heard.lexicon.columns
    .filter(
      (column) =>
        isMeasure(column) &&
        column.table === reading.table &&
        column.profile.name !== from &&
        column.profile.additivity === "additive",
    )
    .slice(0, 2)
    .map(({profile}) => ({
      ...swapped(reading, from, profile.name),
      assumptions: [...reading.assumptions, `by ${profile.name}, not ${from}`],
    }));
}

const swapped = (reading: Reading, from: string, to: string): Reading =>
  JSON.parse(
    JSON.stringify(reading).replaceAll(`"column":${JSON.stringify(from)}`, `"column":${JSON.stringify(to)}`),
  ) as Reading;
