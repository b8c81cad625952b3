import type {Dataset} from "../../data/dataset.ts";
import {originsOf} from "../../data/make.ts";
import {TabletalkError} from "../../errors.ts";
import {nearestNames} from "../../tools/nearest.ts";
import type {Artifact} from "../../tools/tool.ts";

/**
 * What a source gives: the table that was asked for, of those that came in. Its rows stay in the dataset.
 * @throws TabletalkError no_data where several came and none, or another, was named
 */
export function broughtTable(
  kind: string,
  datasets: readonly Dataset[],
  wanted: string | undefined,
  begun: number,
  notes: readonly string[] = [],
): Artifact {
  const dataset = oneOf(datasets, wanted);
  const {version, name} = dataset;
  return {
    kind: "table",
    title: name,
    table: {columns: version.columns, rows: []},
    units: {},
    truncated: version.rows > 0,
    made: dataset,
    provenance: {
      tool: kind,
      datasets: originsOf(dataset),
      sql: [],
      notes: [`${version.rows.toLocaleString("en")} rows came in.`, ...notes],
      elapsedMs: performance.now() - begun,
    },
  };
}

function oneOf(datasets: readonly Dataset[], wanted: string | undefined): Dataset {
  const names = datasets.map(({name}) => name);
  const [first] = datasets;
  if (!first)
    throw new TabletalkError(
      "no_data",
      "Nothing came in: there is no table in it.",
      "Check where it is from.",
    );
  if (wanted === undefined) {
    if (datasets.length === 1) return first;
    throw new TabletalkError(
      "no_data",
      `${datasets.length} tables came in, and the node names none of them.`,
      `Set "table" to one of: ${names.slice(0, 30).join(", ")}.`,
    );
  }
  const called = wanted.toLowerCase();
  const found = datasets.find(({name, version: {receipt}}) => {
    const {member, sheet} = receipt.source;
    return [name, member, member?.replace(/\.\w+$/, ""), sheet].some((one) => one?.toLowerCase() === called);
  });
  if (found) return found;
  const near = nearestNames(wanted, names);
  throw new TabletalkError(
    "no_data",
    `No table ${JSON.stringify(wanted)} came in.`,
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `There are: ${names.slice(0, 30).join(", ")}.`,
  );
}
