import {formatValue} from "../../planning/format_value.ts";
import {columnCalled, numberCalled} from "./write_data.ts";
import {
  capital,
  cellOf,
  headlineValue,
  MOST_LISTED,
  nothingFound,
  numberOf,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

/** A column's values: the middle, the spread, the ends and the shape. */
export function writeDistribution(scene: WriteScene): Told {
  const {artifact} = scene;
  const rows = artifact.table.rows.map((_, row) => row);
  if (rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const lines = rows.slice(0, MOST_LISTED).map((row) => sayDistribution(scene, row, rows.length > 1));
  const values = rows.flatMap((row) =>
    (["median", "mean", "min", "max"] as const).flatMap((what) => {
      const column = columnCalled(scene, ...NAMES[what]);
      const prefix = rows.length > 1 ? `${rowName(scene, row)}, ` : "";
      return column && numberOf(cellOf(artifact, row, column)) !== undefined
        ? [headlineValue(scene, row, column, `${prefix}${what}`)]
        : [];
    }),
  );
  const more = rows.length > MOST_LISTED ? ["and more"] : [];
  return {text: [...lines, ...more].join("\n"), values: values.slice(0, scene.mostValues)};
}

const NAMES = {
  n: ["n", "count", "present"],
  median: ["median", "q50", "p50"],
  mean: ["mean", "average", "avg"],
  min: ["min", "minimum", "low"],
  max: ["max", "maximum", "high"],
  q1: ["q1", "q25", "p25", "lower quartile"],
  q3: ["q3", "q75", "p75", "upper quartile"],
  skew: ["skewness", "skew"],
  missing: ["missing", "nulls"],
};

function rowName(scene: WriteScene, row: number): string {
  const texts = scene.artifact.table.columns.filter(
    (column) => column.type === "text" || scene.groups.some((group) => group.name === column.name),
  );
  const names = texts
    .map((column) => cellOf(scene.artifact, row, column.name))
    .filter((cell) => cell !== null);
  return names.map((cell) => String(cell)).join(", ") || `row ${row + 1}`;
}

function sayDistribution(scene: WriteScene, row: number, several: boolean): string {
  const say = (what: keyof typeof NAMES): string | undefined => {
    const column = columnCalled(scene, ...NAMES[what]);
    if (!column || numberOf(cellOf(scene.artifact, row, column)) === undefined) return undefined;
    const unit =
      scene.artifact.units[column] ??
      (what === "n" || what === "skew" || what === "missing"
        ? undefined
        : scene.artifact.units[rowName(scene, row)]);
    return formatValue(cellOf(scene.artifact, row, column), {unit});
  };
  const [median, mean, q1, q3, min, max, n] = (
    ["median", "mean", "q1", "q3", "min", "max", "n"] as const
  ).map(say);
  const skew = numberCalled(scene, row, ...NAMES.skew);
  const parts = [
    median && `median ${median}`,
    mean && `mean ${mean}`,
    q1 && q3 && `the middle half from ${q1} to ${q3}`,
    min && max && `all from ${min} to ${max}`,
    skew !== undefined && shapeOf(skew),
  ].filter(Boolean);
  const name = several ? rowName(scene, row) : (scene.reading?.columns[0]?.name ?? rowName(scene, row));
  return `${capital(name)}: ${parts.join(", ")}${n ? ` (n = ${n})` : ""}.`;
}

function shapeOf(skew: number): string {
  if (Math.abs(skew) < 0.5) return "about symmetric";
  const much = Math.abs(skew) >= 1 ? "strongly " : "";
  return `${much}skewed to the ${skew > 0 ? "right (a few large values)" : "left (a few small values)"}`;
}

/** One coefficient in words, or the strongest pairs. An association is never called a cause. */
export function writeCorrelation(scene: WriteScene): Told {
  const {artifact} = scene;
  const r = columnCalled(scene, "r", "correlation", "coefficient");
  if (!r || artifact.table.rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const pairs = pairsOf(scene, r);
  if (pairs.length === 0)
    return {
      text: "These columns have no correlation: too few rows, or a column that never changes.",
      values: [],
    };
  const values = pairs.map(({row, pair}) => headlineValue(scene, row, r, pair));
  const [first] = pairs;
  if (pairs.length === 1 && first) {
    const {row, value, pair} = first;
    const details = detailsOf(scene, row);
    const sign = Math.abs(value) < 0.1 ? "" : value > 0 ? " positive" : " negative";
    return {
      text: `${capital(pair)}: ${strengthOf(value)}${sign} correlation, r = ${shown(scene, row, r)}${details}. An association, not a cause.`,
      values,
    };
  }
  const strongest = [...pairs].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const items = strongest
    .slice(0, MOST_LISTED)
    .map(({row, value, pair}) => `${pair}: r = ${shown(scene, row, r)} (${strengthOf(value)})`);
  const more = strongest.length > MOST_LISTED ? "\nand weaker ones" : "";
  return {
    text: `Strongest first: \n${items.map((one) => `- ${one}`).join("\n")}${more}\nAssociations, not causes.`.replace(
      ": \n",
      ":\n",
    ),
    values: values.slice(0, scene.mostValues),
  };
}

interface Pair {
  row: number;
  value: number;
  pair: string;
}

/** Each pair of different columns once. */
function pairsOf(scene: WriteScene, r: string): Pair[] {
  const {artifact} = scene;
  const x = columnCalled(scene, "x", "a", "column");
  const y = columnCalled(scene, "y", "b", "with", "other");
  const seen = new Set<string>();
  return artifact.table.rows.flatMap((_, row) => {
    const value = numberOf(cellOf(artifact, row, r));
    const [left, right] = [x, y].map((name) => (name ? String(cellOf(artifact, row, name)) : ""));
    const key = [left, right].sort().join("\n");
    if (value === undefined || (left === right && left !== "") || seen.has(key)) return [];
    seen.add(key);
    return [{row, value, pair: right ? `${left} and ${right}` : left || "the two columns"}];
  });
}

function strengthOf(r: number): string {
  const size = Math.abs(r);
  if (size < 0.1) return "no";
  if (size < 0.3) return "weak";
  return size < 0.6 ? "moderate" : "strong";
}

/** ", 95 % interval 0.1 to 0.3, p = 0.02, n = 714" as far as the row has them. */
function detailsOf(scene: WriteScene, row: number): string {
  const low = columnCalled(scene, "low", "ci_low", "lower", "ci low");
  const high = columnCalled(scene, "high", "ci_high", "upper", "ci high");
  const p = columnCalled(scene, "p", "p_value", "p value");
  const n = columnCalled(scene, "n", "pairs");
  const has = (name: string | undefined): name is string =>
    name !== undefined && numberOf(cellOf(scene.artifact, row, name)) !== undefined;
  const parts = [
    ...(has(low) && has(high) ? [`interval ${shown(scene, row, low)} to ${shown(scene, row, high)}`] : []),
    ...(has(p) ? [`p = ${shown(scene, row, p)}`] : []),
    ...(has(n) ? [`n = ${shown(scene, row, n)}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

/** Means of groups side by side, and the difference with what makes it sure or not. */
export function writeComparison(scene: WriteScene): Told {
  const {artifact} = scene;
  const mean = columnCalled(scene, "mean", "average", "avg");
  const rows = artifact.table.rows.map((_, row) => row);
  if (rows.length === 0 || !mean) return {text: nothingFound(scene.reading), values: []};
  const group = columnCalled(scene, "group") ?? artifact.table.columns[0]!.name;
  const present = rows.filter((row) => numberOf(cellOf(artifact, row, mean)) !== undefined);
  const what = scene.reading?.columns[0]?.name ?? scene.reading?.measures[0]?.name ?? "the values";
  const n = columnCalled(scene, "n", "count");
  const say = (row: number): string => {
    const rowsOf =
      n && numberOf(cellOf(artifact, row, n)) !== undefined ? ` (n = ${shown(scene, row, n)})` : "";
    return `${shown(scene, row, group)} ${shown(scene, row, mean)}${rowsOf}`;
  };
  const means = `Mean ${what}: ${present.slice(0, MOST_LISTED).map(say).join(" · ")}`;
  const difference = columnCalled(scene, "difference", "diff");
  const told = difference
    ? rows.find((row) => numberOf(cellOf(artifact, row, difference)) !== undefined)
    : undefined;
  const details =
    told !== undefined && difference
      ? `\nDifference: ${shown(scene, told, difference)}${detailsOf({...scene}, told).replace(/, n = [^,)]+/, "")}.`
      : "";
  const values = [
    ...present.map((row) => headlineValue(scene, row, mean, shown(scene, row, group))),
    ...(told !== undefined && difference ? [headlineValue(scene, told, difference, "difference")] : []),
  ];
  return {text: `${means}${details}`, values: values.slice(0, scene.mostValues)};
}
