import type {Dataset} from "../../src/data/dataset.ts";
import type {Session} from "../../src/data/engine.ts";
import type {Cell} from "../../src/data/table.ts";
import type {Check, ExpectedTable} from "./expected.ts";

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const folded = (name: string): string => name.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** What is different between the tables imported and those expected, or nothing. Tables are matched in any order. */
export async function differences(
  session: Session,
  made: readonly Dataset[],
  expected: readonly ExpectedTable[],
): Promise<string[]> {
  if (made.length !== expected.length)
    return [
      `${made.length} tables (${made.map((one) => `${one.name} ${one.version.rows}x${one.version.columns.length}`).join(", ")}), expected ${expected.length}`,
    ];
  const left = [...made];
  const found: string[] = [];
  for (const table of expected) {
    const tried: {dataset: Dataset; wrong: string[]}[] = [];
    for (const dataset of left) tried.push({dataset, wrong: await tableDifferences(session, dataset, table)});
    const best = tried.sort((a, b) => distance(a) - distance(b))[0]!;
    left.splice(left.indexOf(best.dataset), 1);
    found.push(...best.wrong.map((wrong) => `${best.dataset.name}: ${wrong}`));
  }
  return found;
}

/** A table of other columns is farther off than any of the right ones. */
const distance = ({wrong}: {wrong: string[]}): number =>
  wrong.length + (wrong.some((one) => / columns \(.*expected/.test(one)) ? 100 : 0);

async function tableDifferences(
  session: Session,
  dataset: Dataset,
  expected: ExpectedTable,
): Promise<string[]> {
  const {columns, rows} = dataset.version;
  const wrong: string[] = [];
  if (rows !== expected.rows) wrong.push(`${rows} rows, expected ${expected.rows}`);
  if (columns.length !== expected.columns.length) {
    wrong.push(
      `${columns.length} columns (${columns.map((one) => one.name).join(" | ")}), expected ${expected.columns.length} (${expected.columns.map((one) => one.name).join(" | ")})`,
    );
    return wrong;
  }
  for (const [at, column] of expected.columns.entries()) {
    const made = columns[at]!;
    if (column.name !== null && folded(column.name) !== folded(made.name))
      wrong.push(`column ${at + 1} is called "${made.name}", expected "${column.name}"`);
    const types: string[] = [column.type].flat();
    const wider = made.type === "integer" && types.includes("number");
    if (!wider && !types.includes(made.type))
      wrong.push(`"${made.name}" is ${made.type}, expected ${types.join(" or ")}`);
  }
  for (const check of expected.checks) {
    const at = placeOf(check.column, expected.columns, columns);
    const name = columns[at]?.name;
    if (name === undefined) wrong.push(`no column "${check.column}" to check`);
    else {
      const told = await checkDifference(
        session,
        dataset.name,
        name,
        check,
        expected.columns[at]?.percent === true,
      );
      if (told) wrong.push(told);
    }
  }
  return wrong;
}

/** Where the column of a check stands: among the expected names, else among those made. */
function placeOf(
  column: string | number,
  expected: readonly {name: string | null}[],
  made: readonly {name: string}[],
): number {
  if (typeof column === "number") return column;
  const same = (one: {name: string | null}): boolean =>
    one.name !== null && folded(one.name) === folded(column);
  const at = expected.findIndex(same);
  return at === -1 ? made.findIndex(same) : at;
}

async function checkDifference(
  session: Session,
  table: string,
  column: string,
  check: Check,
  percent: boolean,
): Promise<string | undefined> {
  const one = async (expression: string): Promise<Cell> => {
    const result = await session
      .query(`SELECT ${expression} FROM ${identifier(table)}`)
      .catch(() => undefined);
    return result ? (result.rows[0]?.[0] ?? null) : "(no number)";
  };
  const name = identifier(column);
  const numeric = (value: Cell, wanted: number): boolean =>
    value !== null &&
    value !== "" &&
    (close(Number(value), wanted) || (percent && close(Number(value) * 100, wanted)));
  if ("sum" in check) {
    const value = await one(`sum(${name})`);
    return numeric(value, check.sum) ? undefined : `sum of "${column}" is ${value}, expected ${check.sum}`;
  }
  if ("nulls" in check) {
    const value = await one(`count(*) - count(${name})`);
    return value === check.nulls ? undefined : `"${column}" has ${value} missing, expected ${check.nulls}`;
  }
  if ("distinct" in check) {
    const value = await one(`count(DISTINCT ${name})`);
    return value === check.distinct
      ? undefined
      : `"${column}" has ${value} distinct, expected ${check.distinct}`;
  }
  const result = await session.query(`SELECT ${name} FROM ${identifier(table)}`, {limits: {rows: 100_000}});
  const value = result.rows[check.row]?.[0] ?? null;
  const same =
    typeof check.value === "number"
      ? numeric(value, check.value)
      : sameText(String(value), String(check.value));
  return same
    ? undefined
    : `"${column}" in row ${check.row} is ${JSON.stringify(value)}, expected ${JSON.stringify(check.value)}`;
}

/** Timestamps are written with a T or a space, times with or without seconds. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string): string =>
    text
      .replace(/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)/, "$1 $2")
      .replace(/(\d\d:\d\d:\d\d)\.0+$/, "$1")
      .replace(/^((?:\d{4}-\d\d-\d\d )?\d\d:\d\d)$/, "$1:00")
      .replace(/Z$/, "")
      .trim();
  return plain(a) === plain(b);
}
