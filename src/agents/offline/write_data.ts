import {ROW_COUNT} from "../../planning/verify.ts";
import {
  capital,
  cellOf,
  headlineValue,
  listed,
  nothingFound,
  numberOf,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

const MOST_COLUMNS = 30;
const LONGEST_VALUES = 60;

/** What is in a table: its size, then each column with its range or its values, and what is missing or repeated. */
export function writeDescription(scene: WriteScene): Told {
  const {artifact} = scene;
  const name = artifact.provenance.datasets[0]?.name ?? scene.reading?.table ?? "The table";
  const rows = artifact.table.rows.map((_, row) => row);
  const [size, ...more] = artifact.provenance.notes;
  const lines = rows.slice(0, MOST_COLUMNS).map((row) => `- ${sayColumn(scene, row)}`);
  const cut = rows.length > MOST_COLUMNS ? ["and more"] : [];
  const columns = {
    name: "columns",
    value: rows.length,
    evidence: {step: scene.step, row: 0, column: ROW_COUNT},
  };
  const counted = scene.artifacts.get("size")?.table.rows[0]?.[0];
  const values =
    counted === undefined
      ? [columns]
      : [{name: "rows", value: counted, evidence: {step: "size", row: 0, column: "rows"}}, columns];
  return {text: [`${capital(name)}: ${size ?? ""}`, ...lines, ...cut, ...more].join("\n"), values};
}

/** "Age: numbers from 0.42 to 80, missing 177", "Sex: male (577), female (314)", "Name: text". */
function sayColumn(scene: WriteScene, row: number): string {
  const name = shown(scene, row, "column");
  const missing = numberOf(cellOf(scene.artifact, row, "missing"))
    ? `, missing ${shown(scene, row, "missing")}`
    : "";
  return `${name}: ${sayContents(scene, row)}${missing}`;
}

function sayContents(scene: WriteScene, row: number): string {
  const cell = (column: string) => cellOf(scene.artifact, row, column);
  const unit = cell("unit") ? ` (${cell("unit")})` : "";
  const range = cell("min") === null || cell("max") === null ? "" : ` from ${cell("min")} to ${cell("max")}`;
  const frequent = cell("most frequent");
  const role = String(cell("role"));
  if (role === "measure") return `numbers${unit}${range}`;
  if (role === "date") return `dates${range}`;
  if (["category", "geography", "boolean"].includes(role)) {
    if (typeof frequent === "string" && frequent.length <= LONGEST_VALUES) return frequent;
    return `${shown(scene, row, "distinct")} different values`;
  }
  return role === "identifier" ? `identifier${range}` : role;
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
  if (scene.plain) return {text: ["Missing values:", ...items.map((item) => `- ${item}`)].join("\n"), values};
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
