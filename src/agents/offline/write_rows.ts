import {ROW_COUNT} from "../../planning/verify.ts";
import {fewRows, item, rankedRows, toldColumn} from "./write_groups.ts";
import {
  capital,
  cellOf,
  columnAt,
  groupLabel,
  headlineValue,
  labelOf,
  listed,
  MOST_LISTED,
  nothingFound,
  numberOf,
  rowCountColumn,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

/** The group at an extreme: "West has the highest revenue: $180,120", its equals, and who comes next. */
export function writeWhichGroup(scene: WriteScene): Told {
  const column = toldColumn(scene);
  const ranked = rankedRows(scene, column);
  const [top] = ranked;
  if (!top) return {text: nothingFound(scene.reading), values: []};
  const asked = scene.reading?.limit ?? 1;
  const lowest = scene.reading?.order[0]?.direction === "asc";
  const best = asked > 1 ? ranked.slice(0, asked) : ranked.filter((one) => one.value === top.value);
  const names = best.map(({row}) => labelOf(scene, row));
  const verb = names.length > 1 ? "have" : "has";
  const what = `the ${lowest ? "lowest" : "highest"} ${column}`;
  const counter = rowCountColumn(scene);
  const single = counter !== undefined && counter !== column && best.length === 1;
  const shaky = single && fewRows(scene, column).includes(`${names[0]} (`) ? ", few rows" : "";
  const n = single ? ` (n = ${shown(scene, top.row, counter)}${shaky})` : "";
  const line =
    asked > 1
      ? `${capital(what)}: ${best.map(({row}) => item(scene, row, column)).join(" · ")}`
      : scene.plain
        ? `${listed(names)}: ${column} ${shown(scene, top.row, column)}.`
        : `${listed(names)} ${verb} ${what}: ${shown(scene, top.row, column)}${n}.`;
  const rest = scene.plain ? [] : ranked.filter((one) => !best.includes(one)).slice(0, 4);
  const next =
    rest.length > 0 && asked === 1
      ? `Next: ${rest.map(({row}) => item(scene, row, column)).join(" · ")}`
      : "";
  const values = best.flatMap(({row}) => [
    ...scene.groups.map((group) => headlineValue(scene, row, group.name, group.name)),
    headlineValue(scene, row, column, column),
  ]);
  return {text: [line, next, withoutName(scene, column)].filter(Boolean).join("\n"), values};
}

/** A missing group is no answer to "which", but it is told where it would have been the first. */
function withoutName(scene: WriteScene, column: string): string {
  const [group] = scene.groups;
  if (!group || cellOf(scene.artifact, 0, group.name) !== null) return "";
  if (numberOf(cellOf(scene.artifact, 0, column)) === undefined) return "";
  return `${capital(groupLabel(scene, group, 0).replaceAll(/[()]/g, ""))}: ${shown(scene, 0, column)}, left out.`;
}

/** Rows themselves: the one at an extreme, or a list of them. */
export function writeRows(scene: WriteScene): Told {
  const {artifact, reading} = scene;
  const {rows} = artifact.table;
  if (rows.length === 0) return {text: nothingFound(reading), values: []};
  const order = reading?.order[0];
  const name = nameColumn(scene);
  const by = order && columnAt(artifact, order.by) >= 0 ? order.by : undefined;
  if (reading?.intent === "which" && by && name)
    return writeWhichRow(scene, name, by, order?.direction === "asc");
  const most = Math.min(rows.length, reading?.limit ?? MOST_LISTED, 20);
  const lines = rows.slice(0, most).map((_, row) => rowLine(scene, row, name, by));
  const title =
    by && order ? `${order.direction === "desc" ? "Highest" : "Lowest"} ${by}:` : rowsTitle(scene);
  const more = rows.length > most || artifact.truncated ? ["and more"] : [];
  const asked = reading?.columns.length ? otherColumns(scene, name)[0] : undefined;
  const told = by ?? asked ?? name;
  const values = rows.slice(0, scene.mostValues).flatMap((_, row) => {
    const label = name ? shown(scene, row, name) : `row ${row + 1}`;
    return told && told !== name
      ? [headlineValue(scene, row, told, label)]
      : name
        ? [headlineValue(scene, row, name, name)]
        : [];
  });
  const count = {name: "rows", value: rows.length, evidence: {step: scene.step, row: 0, column: ROW_COUNT}};
  const counted = !by && !artifact.truncated && reading?.limit === undefined ? [count] : [];
  return {text: [title, ...lines, ...more].filter(Boolean).join("\n"), values: [...counted, ...values]};
}

function rowsTitle(scene: WriteScene): string {
  const {artifact, reading} = scene;
  const count = artifact.table.rows.length;
  if (reading?.limit === count && reading.order.length === 0 && reading.columns.length === 0)
    return count === 1 ? "The first row:" : `The first ${count} rows:`;
  if (artifact.truncated || reading?.limit !== undefined) return "";
  return count === 1 ? "One row:" : `${count} rows:`;
}

function writeWhichRow(scene: WriteScene, name: string, by: string, lowest: boolean): Told {
  const {rows} = scene.artifact.table;
  const value = cellOf(scene.artifact, 0, by);
  if (value === null) return {text: `No row has a ${by}.`, values: []};
  const asked = scene.reading?.limit ?? 1;
  const best = rows.flatMap((_, row) =>
    (asked > 1 ? row < asked : cellOf(scene.artifact, row, by) === value) ? [row] : [],
  );
  const what = `the ${lowest ? "lowest" : "highest"} ${by}`;
  const values = best.flatMap((row) => [
    headlineValue(scene, row, name, name),
    headlineValue(scene, row, by, by),
  ]);
  if (asked > 1) {
    const lines = best.map((row) => rowLine(scene, row, name, by));
    return {text: [`${capital(what)}:`, ...lines].join("\n"), values};
  }
  const names = best.map((row) => shown(scene, row, name));
  const all = best.length === rows.length && best.length > 1 ? " (perhaps others too)" : "";
  const line = `${listed(names)} ${names.length > 1 ? "have" : "has"} ${what}: ${shown(scene, 0, by)}${all}.`;
  const details = best.length === 1 ? otherColumns(scene, name).filter((one) => one !== by) : [];
  const present = details.filter((one) => cellOf(scene.artifact, 0, one) !== null);
  const more = present.slice(0, 3).map((one) => `${one} ${shown(scene, 0, one)}`);
  return {text: [line, more.join(" · ")].filter(Boolean).join("\n"), values};
}

function rowLine(scene: WriteScene, row: number, name: string | undefined, by: string | undefined): string {
  const others = otherColumns(scene, name)
    .filter((one) => one !== by && cellOf(scene.artifact, row, one) !== null)
    .slice(0, by ? 2 : 3);
  const shownOthers = others.map((one) => `${one} ${shown(scene, row, one)}`);
  const value = by ? [`${shown(scene, row, by)}`] : [];
  const details = [...value, ...shownOthers].join(", ");
  if (!name) return `- ${details}`;
  return `- ${shown(scene, row, name)}${details ? `: ${details}` : ""}`;
}

/** The column that names a row: a text that is called name or title, else the first text, else the first column shown. */
export function nameColumn(scene: WriteScene): string | undefined {
  const {columns, rows} = scene.artifact.table;
  const by = scene.reading?.order[0]?.by;
  const texts = columns.filter((column) => column.type === "text" && column.name !== by);
  const likely = texts.find((column) => /(^|[^a-z])(name|title|label)s?([^a-z]|$)/i.test(column.name));
  const varied = texts.find((column) => {
    const at = columnAt(scene.artifact, column.name);
    return new Set(rows.map((row) => row[at])).size === rows.length;
  });
  return (likely ?? varied ?? texts[0] ?? columns.find((column) => column.name !== by))?.name;
}

function otherColumns(scene: WriteScene, name: string | undefined): string[] {
  const asked = scene.reading?.columns.map((column) => column.name) ?? [];
  const present = asked.filter((one) => columnAt(scene.artifact, one) >= 0);
  const columns = present.length > 0 ? present : scene.artifact.table.columns.map((column) => column.name);
  return columns.filter((one) => one !== name);
}

/** The values of a column with their counts. */
export function writeDistinct(scene: WriteScene): Told {
  const {artifact, groups, measures} = scene;
  const {rows} = artifact.table;
  if (rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const what = listed(groups.map((group) => group.name)) || artifact.table.columns[0]!.name;
  const count = measures[0]?.name;
  const whole = !artifact.truncated && scene.reading?.limit === undefined;
  const missing = rows.some((_, row) => groups.some((group) => cellOf(artifact, row, group.name) === null));
  const said = rows.length === 1 ? "one value" : `${rows.length} values`;
  const title = `${capital(what)} has ${whole ? said : "these values, among others"}${missing ? " (missing is one)" : ""}:`;
  const most = rows.length <= 30 ? rows.length : 20;
  const items = rows
    .slice(0, most)
    .map((_, row) =>
      count
        ? `${labelOf(scene, row)}${/\d$/.test(labelOf(scene, row)) ? ":" : ""} ${shown(scene, row, count)}`
        : labelOf(scene, row),
    );
  const values = rows.flatMap((_, row) => {
    const column = count ?? groups[0]?.name;
    return column ? [headlineValue(scene, row, column, labelOf(scene, row))] : [];
  });
  const total =
    whole && !missing
      ? [
          {
            name: `values of ${what}`,
            value: rows.length,
            evidence: {step: scene.step, row: 0, column: ROW_COUNT},
          },
        ]
      : [];
  const list = `${items.join(" · ")}${most < rows.length ? " · and more" : ""}`;
  return {text: `${title}\n${list}`, values: [...total, ...values].slice(0, scene.mostValues)};
}
