import {formatValue} from "../../planning/format_value.ts";
import type {Measure} from "../../tools/measure.ts";
import {
  capital,
  cellOf,
  FEW_ROWS,
  headlineValue,
  isShaky,
  listed,
  nothingFound,
  numberOf,
  rowCountColumn,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

/** Measures without groups: "Average fare: $34.65 (n = 891; 177 rows without Age left out)". */
export function writeNumber(scene: WriteScene): Told {
  const {artifact, measures} = scene;
  if (artifact.table.rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const compared = measures.filter((one) => earlierOf(scene, one.name));
  if (compared.length > 0) return writeChange(scene, compared);
  const values = measures.map((one) => headlineValue(scene, 0, one.name, one.name));
  const counter = rowCountColumn(scene);
  const rows = counter === undefined ? undefined : numberOf(cellOf(artifact, 0, counter));
  if (rows === 0) {
    const told = measures.filter((one) => one.fn.startsWith("count") && !one.over);
    const zero = told.map((one) => `${capital(one.name)}: ${shown(scene, 0, one.name)}.`);
    return {text: [...zero, nothingFound(scene.reading)].join(" "), values};
  }
  const lines = measures.map(
    (one) => `${capital(one.name === "count" ? "count of rows" : one.name)}: ${sayValue(scene, one)}`,
  );
  const notes = [...rowsBehind(scene, rows), ...leftOut(scene)];
  return {text: `${lines.join(" · ")}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`, values};
}

function sayValue(scene: WriteScene, measure: Measure): string {
  const cell = cellOf(scene.artifact, 0, measure.name);
  if (cell === null) return "no value";
  const value = shown(scene, 0, measure.name);
  const ofRows = measure.over?.fn === "count" && !measure.over.of && !measure.over.where;
  const counter = rowCountColumn(scene);
  if (ofRows && counter && counter !== measure.name) return `${value} of ${shown(scene, 0, counter)} rows`;
  return measure.over?.fn === "sum" && scene.artifact.units[measure.name] === "%"
    ? `${value} of the total`
    : value;
}

function rowsBehind(scene: WriteScene, rows: number | undefined): string[] {
  const counter = rowCountColumn(scene);
  const isMeasure = scene.measures.some((one) => one.name === counter);
  if (rows === undefined || counter === undefined || isMeasure) return [];
  const said = scene.measures.some((one) => one.over?.fn === "count" && !one.over.of && !one.over.where);
  const few = rows < FEW_ROWS && scene.measures.some(isShaky) ? ", few rows" : "";
  return said && few === "" ? [] : [`n = ${shown(scene, 0, counter)}${few}`];
}

/** Rows that a measure passes over because its column is missing: the tool's own note of it. */
function leftOut(scene: WriteScene): string[] {
  const seen = new Set<string>();
  for (const note of scene.artifact.provenance.notes) {
    const match = /passes over (\d+) rows where (.+) is missing\.$/.exec(note);
    if (match) seen.add(`${formatValue(Number(match[1]))} rows without ${match[2]} left out`);
  }
  return [...seen];
}

/** The windows that set a measure against its value in an earlier period, in the same row. */
export function earlierOf(
  scene: WriteScene,
  measure: string,
): {before: string; change?: string; percent?: string} | undefined {
  const own = scene.windows.filter((one) => one.of === measure && one.from !== undefined);
  const before = own[0]?.from;
  if (before === undefined) return undefined;
  const named = (fn: string): string | undefined => own.find((one) => one.fn === fn)?.name;
  return {before, change: named("change"), percent: named("percent_change")};
}

/** "up $20 (20 %)", "down 5", "unchanged"; the size alone, as the word carries the sign. */
export function sayChange(
  scene: WriteScene,
  row: number,
  change?: string,
  percent?: string,
): string | undefined {
  const [by, part] = [change, percent].map((name) =>
    name === undefined ? undefined : numberOf(cellOf(scene.artifact, row, name)),
  );
  const size = by ?? part;
  if (size === undefined) return undefined;
  if (size === 0) return "unchanged";
  const unit = change === undefined ? undefined : scene.artifact.units[change];
  const words = [
    ...(by === undefined ? [] : [formatValue(Math.abs(by), {unit})]),
    ...(part === undefined ? [] : [formatValue(Math.abs(part), {unit: "%"})]),
  ];
  return `${size > 0 ? "up" : "down"} ${words[0]}${words[1] ? ` (${words[1]})` : ""}`;
}

/** Two amounts side by side and what is between them. */
function writeApart(scene: WriteScene, measures: readonly Measure[]): Told {
  const names = measures.flatMap(({name}) => {
    const {before, change} = earlierOf(scene, name)!;
    return [name, before, ...(change ? [change] : [])];
  });
  const lines = names.map(
    (name) =>
      `${capital(name)}: ${cellOf(scene.artifact, 0, name) === null ? "no value" : shown(scene, 0, name)}`,
  );
  return {text: lines.join(" · "), values: names.map((name) => headlineValue(scene, 0, name, name))};
}

function writeChange(scene: WriteScene, measures: readonly Measure[]): Told {
  const {reading} = scene;
  if (reading && !reading.comparison) return writeApart(scene, measures);
  const now = reading?.period ? `, ${reading.period.said}` : "";
  const against = reading?.comparison?.against?.said;
  const lines = measures.map((measure) => {
    const {before, change, percent} = earlierOf(scene, measure.name)!;
    const earlier =
      cellOf(scene.artifact, 0, before) === null
        ? `there is no value for ${against ?? "the period before"}`
        : `${against ?? "the period before"}: ${shown(scene, 0, before)}`;
    const changed = sayChange(scene, 0, change, percent);
    const value =
      cellOf(scene.artifact, 0, measure.name) === null ? "no value" : shown(scene, 0, measure.name);
    return `${capital(measure.name)}${now}: ${value}${changed ? `, ${changed}` : ""}; ${earlier}.`;
  });
  const values = measures.flatMap((measure) => {
    const {before, change, percent} = earlierOf(scene, measure.name)!;
    const periods =
      reading?.period && against
        ? [`${measure.name}, ${reading.period.said}`, `${measure.name}, ${against}`]
        : [measure.name, before];
    return [measure.name, before, change, percent].flatMap((name, index) =>
      name === undefined ? [] : [headlineValue(scene, 0, name, periods[index] ?? name)],
    );
  });
  return {text: listed([lines.join("\n")]), values};
}
