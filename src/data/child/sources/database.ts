import {TabletalkError} from "../../../errors.ts";
import type {ImportChoices} from "../../choices.ts";
import type {ReceiptEntry} from "../../dataset.ts";

/** The most tables of a database that are read at once. */
export const MOST_TABLES = 50;
/** The most rows of a table that are read. */
export const MOST_ROWS = 10_000_000;

/** The tables to read: those asked for, or the first ones; and what is said of the others. */
export function chosenTables<Table extends {name: string}>(
  tables: readonly Table[],
  choices: ImportChoices,
  shown: string,
): {tables: Table[]; entries: ReceiptEntry[]} {
  const names = tables.map(({name}) => name);
  if (tables.length === 0)
    throw new TabletalkError(
      "no_data",
      `${shown} has no tables that may be read.`,
      "Check the name of the database and schema, and that the user may read its tables.",
    );
  if (choices.only) {
    const asked = choices.only.map((name) => name.toLowerCase());
    const chosen = tables.filter(({name}) => asked.includes(name.toLowerCase()));
    const missing = choices.only.filter(
      (one) => !names.some((name) => name.toLowerCase() === one.toLowerCase()),
    );
    if (missing.length > 0)
      throw new TabletalkError(
        "no_data",
        `${shown} has no table ${missing.join(", ")}.`,
        `It has: ${names.slice(0, 30).join(", ")}${names.length > 30 ? ", ..." : ""}.`,
      );
    return {tables: chosen, entries: []};
  }
  if (tables.length <= MOST_TABLES) return {tables: [...tables], entries: []};
  const left = names.slice(MOST_TABLES);
  return {
    tables: tables.slice(0, MOST_TABLES),
    entries: [
      {
        kind: "skipped",
        message: `The first ${MOST_TABLES} of ${tables.length} tables were read; name others with the choice "only" or with ?table=.`,
        count: left.length,
        examples: left.slice(0, 5),
        doubt: true,
      },
    ],
  };
}

/** What the receipt says where a table has more rows than are read. */
export const limitEntry = (limit: number): ReceiptEntry => ({
  kind: "rows",
  message: `Only the first ${limit.toLocaleString("en")} rows were read; the table has more.`,
  count: limit,
  doubt: true,
});
