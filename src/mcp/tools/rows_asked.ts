import type {Table} from "../../data/table.ts";

const KNOWN_PERIODS = 6;
/** How a model's prediction changes along a column: many rows that few ask for. */
const DEPENDENCE = "foretold on average at ";

/**
 * A result's rows as they were asked for: of a forecast what is foretold, after the last periods that are known; of a model its
 * figures, without how it depends on each column. What is left out is said, and in the recipe.
 */
export function rowsAsked(method: unknown, table: Table): {table: Table; notes: string[]} {
  if (method === "forecast") return ahead(table);
  const rows = table.rows.filter(([figure]) => !String(figure).startsWith(DEPENDENCE));
  const left = table.rows.length - rows.length;
  if (table.columns[0]?.name !== "figure" || left === 0) return {table, notes: []};
  return {
    table: {...table, rows},
    notes: [
      `${left} rows on how what is foretold depends on each column are left out here; the recipe has them.`,
    ],
  };
}

function ahead(table: Table): {table: Table; notes: string[]} {
  const actual = table.columns.findIndex(({name}) => name === "actual");
  const known = actual < 0 ? 0 : table.rows.filter((row) => row[actual] !== null).length;
  const left = Math.max(0, known - KNOWN_PERIODS);
  const notes = left > 0 ? [`${left} earlier periods are left out here.`] : [];
  return {table: {...table, rows: table.rows.slice(left)}, notes};
}
