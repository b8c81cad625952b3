import {ROW_COUNT} from "../../planning/verify.ts";
import {
  capital,
  cellOf,
  headlineValue,
  listed,
  MOST_LISTED,
  nothingFound,
  numberOf,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

/** What is in a table: its size, then its columns by what they are for, then what is missing or repeated. */
export function writeDescription(scene: WriteScene): Told {
  const {artifact} = scene;
  const name = scene.reading?.table ?? artifact.provenance.datasets[0]?.name ?? "The table";
  const [size, ...more] = artifact.provenance.notes;
  const rows = artifact.table.rows.map((_, row) => row);
  const withRole = (role: string): number[] => rows.filter((row) => cellOf(artifact, row, "role") === role);
  const lines = [
    `${capital(name)}: ${size ?? `${rows.length} columns.`}`,
    roleLine("Numbers", withRole("measure"), (row) => rangeOf(scene, row)),
    roleLine("Categories", withRole("category"), (row) => valuesOf(scene, row)),
    roleLine("Yes or no", withRole("boolean"), (row) => valuesOf(scene, row)),
    roleLine("Dates", withRole("date"), (row) => rangeOf(scene, row)),
    roleLine("Identifiers", withRole("identifier"), (row) => shown(scene, row, "column")),
    roleLine("Text", withRole("text"), (row) => shown(scene, row, "column")),
    roleLine(
      "Missing values",
      rows.filter((row) => (numberOf(cellOf(artifact, row, "missing")) ?? 0) > 0),
      (row) => `${shown(scene, row, "column")} ${shown(scene, row, "missing")}`,
    ),
    ...more,
  ];
  const columns = {
    name: "columns",
    value: rows.length,
    evidence: {step: scene.step, row: 0, column: ROW_COUNT},
  };
  return {text: lines.filter(Boolean).join("\n"), values: [columns]};
}

function roleLine(title: string, rows: readonly number[], say: (row: number) => string): string {
  if (rows.length === 0) return "";
  const items = rows.slice(0, MOST_LISTED + 2).map(say);
  return `${title}: ${items.join(" · ")}${rows.length > items.length ? " · and more" : ""}`;
}

function rangeOf(scene: WriteScene, row: number): string {
  const name = shown(scene, row, "column");
  const [low, high] = ["min", "max"].map((end) => cellOf(scene.artifact, row, end));
  if (low === null || high === null || low === undefined || high === undefined) return name;
  return `${name} ${low} to ${high}`;
}

const LONGEST_VALUES = 60;

function valuesOf(scene: WriteScene, row: number): string {
  const name = shown(scene, row, "column");
  const frequent = cellOf(scene.artifact, row, "most frequent");
  if (typeof frequent === "string" && frequent.length <= LONGEST_VALUES) return `${name}: ${frequent}`;
  return `${name} (${shown(scene, row, "distinct")} values)`;
}

/** Missing values by column, the most first. */
export function writeMissing(scene: WriteScene): Told {
  const {artifact} = scene;
  const rows = artifact.table.rows.map((_, row) => row);
  if (rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const values = rows
    .slice(0, scene.mostValues)
    .map((row) => headlineValue(scene, row, "missing", shown(scene, row, "column")));
  const some = rows.filter((row) => (numberOf(cellOf(artifact, row, "missing")) ?? 0) > 0);
  const names = rows.map((row) => shown(scene, row, "column"));
  const all = rows.length > 3 ? "any column" : listed(names);
  if (some.length === 0)
    return {text: `No values are missing in ${all} (n = ${shown(scene, 0, "n")}).`, values};
  const most = 20;
  const items = some
    .slice(0, most)
    .map(
      (row) =>
        `${shown(scene, row, "column")} ${shown(scene, row, "missing")} (${shown(scene, row, "share")})`,
    );
  const rest = some.length < rows.length ? (rows.length > 3 ? "\nThe other columns have none." : "") : "";
  return {
    text: `Missing values: ${items.join(" · ")}${some.length > most ? " · and more" : ""}${rest}`,
    values,
  };
}

/** Rows that are there more than once. */
export function writeDuplicates(scene: WriteScene): Told {
  const {artifact} = scene;
  const {columns, rows} = artifact.table;
  const by = scene.reading?.columns.map((column) => column.name) ?? [];
  const what = by.length > 0 ? `value of ${listed(by)}` : "row";
  const count = {
    name: by.length > 0 ? `repeated values of ${listed(by)}` : "repeated rows",
    value: rows.length,
    evidence: {step: scene.step, row: 0, column: ROW_COUNT},
  };
  if (rows.length === 0) return {text: `No ${what} occurs more than once.`, values: [count]};
  const counter = columns.at(-1)!.name;
  const shownColumns = columns.filter((column) => column.name !== counter).slice(0, 4);
  const lines = rows.slice(0, 3).map((_, row) => {
    const cells = shownColumns.map((column) => `${column.name} ${shown(scene, row, column.name)}`);
    return `- ${cells.join(", ")}${columns.length - 1 > shownColumns.length ? ", ..." : ""}: ${shown(scene, row, counter)} times`;
  });
  const note =
    artifact.provenance.notes.find((one) => /more than once/.test(one)) ??
    `Some ${what}s occur more than once.`;
  return {
    text: [note, ...lines, ...(rows.length > 3 ? ["and more"] : [])].join("\n"),
    values: artifact.truncated ? [] : [count],
  };
}
