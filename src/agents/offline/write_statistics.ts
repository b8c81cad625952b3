import {formatValue} from "../../planning/format_value.ts";
import {
  capital,
  cellOf,
  headlineValue,
  labelOf,
  MOST_LISTED,
  nothingFound,
  numberOf,
  shown,
  type Told,
  type WriteScene,
} from "./write_scene.ts";

/** Beyond this, what was found could well be chance. */
export const CHANCE = 0.05;

const rowsOf = (scene: WriteScene): number[] => scene.artifact.table.rows.map((_, row) => row);
const figure = (scene: WriteScene, row: number, name: string): number | undefined =>
  numberOf(cellOf(scene.artifact, row, name));

/** A column's values: the middle, the spread, the ends and the shape; a line for each column and group. */
export function writeDistribution(scene: WriteScene): Told {
  const rows = rowsOf(scene).filter((row) => figure(scene, row, "median") !== undefined);
  if (rows.length === 0) return {text: nothingFound(scene.reading), values: []};
  const name = (row: number): string => {
    const column = shown(scene, row, "column");
    const group = scene.groups.length > 0 ? labelOf(scene, row) : "";
    return group || column;
  };
  const lines = rows.slice(0, MOST_LISTED).map((row) => sayDistribution(scene, row, name(row)));
  const values = rows.flatMap((row) => {
    const prefix = rows.length > 1 ? `${name(row)}, ` : "";
    return ["median", "mean", "sd", "min", "q1", "q3", "max"].map((what) =>
      headlineValue(scene, row, what, `${prefix}${what}`),
    );
  });
  const more = rows.length > MOST_LISTED ? ["and more"] : [];
  return {text: [...lines, ...more].join("\n"), values: values.slice(0, scene.mostValues)};
}

function sayDistribution(scene: WriteScene, row: number, name: string): string {
  const say = (what: string): string => shown(scene, row, what);
  const skew = figure(scene, row, "skewness");
  const missing = figure(scene, row, "missing");
  const counts = `n = ${say("n")}${missing ? `, missing ${say("missing")}` : ""}`;
  const shape = skew === undefined ? "" : `, ${shapeOf(skew)}`;
  return `${capital(name)}: median ${say("median")}, mean ${say("mean")}, the middle half from ${say("q1")} to ${say("q3")}, all from ${say("min")} to ${say("max")}${shape} (${counts}).`;
}

function shapeOf(skewness: number): string {
  if (Math.abs(skewness) < 0.5) return "about symmetric";
  const much = Math.abs(skewness) >= 1 ? "strongly " : "";
  return `${much}skewed to the ${skewness > 0 ? "right by large values" : "left by small values"}`;
}

/** One coefficient in words, or the pairs, strongest first. An association is never called a cause. */
export function writeCorrelation(scene: WriteScene): Told {
  const found = rowsOf(scene).flatMap((row) => {
    const r = figure(scene, row, "r");
    return r === undefined ? [] : [{row, r, pair: `${shown(scene, row, "x")} and ${shown(scene, row, "y")}`}];
  });
  const [first] = found;
  if (!first) {
    return {
      text: "There is no correlation to compute: too few rows, or a column that never changes.",
      values: [],
    };
  }
  const strongest = [...found].sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
  const values = strongest.map(({row, pair}) => headlineValue(scene, row, "r", pair));
  if (found.length === 1) {
    const p = headlineValue(scene, first.row, "p", "p");
    return {
      text: `${capital(first.pair)}: ${sayCorrelation(scene, first.row, first.r)}`,
      values: [...values, p],
    };
  }
  const lines = strongest
    .slice(0, MOST_LISTED)
    .map(({row, r, pair}) => `- ${pair}; r = ${shown(scene, row, "r")}, ${strengthOf(r)}`);
  const more = strongest.length > MOST_LISTED ? ["and weaker ones"] : [];
  const text = ["Correlations, strongest first:", ...lines, ...more, "Associations, not causes."].join("\n");
  return {text, values: values.slice(0, scene.mostValues)};
}

function sayCorrelation(scene: WriteScene, row: number, r: number): string {
  const say = (what: string): string => shown(scene, row, what);
  const sign = Math.abs(r) < 0.1 ? "" : r > 0 ? " positive" : " negative";
  const has = (what: string): boolean => figure(scene, row, what) !== undefined;
  const details = [
    ...(has("low") && has("high") ? [`confidence interval ${say("low")} to ${say("high")}`] : []),
    ...(has("p") ? [sayP(scene, row)] : []),
    `n = ${say("n")}`,
  ];
  const chance = (figure(scene, row, "p") ?? 0) >= CHANCE ? " It could well be chance." : "";
  return `${strengthOf(r)}${sign} correlation, r = ${say("r")} (${details.join(", ")}).${chance} An association, not a cause.`;
}

/** A p value below the smallest double came out as 0, which no p value is. */
const sayP = (scene: WriteScene, row: number): string =>
  figure(scene, row, "p") === 0 ? "p too small to compute" : `p = ${shown(scene, row, "p")}`;

function strengthOf(r: number): string {
  const size = Math.abs(r);
  if (size < 0.1) return "hardly any";
  if (size < 0.3) return "weak";
  return size < 0.6 ? "moderate" : "strong";
}

/** Means of groups side by side, and the test of whether they differ: the table's last row. */
export function writeComparison(scene: WriteScene): Told {
  const rows = rowsOf(scene);
  const test = rows.at(-1);
  const groups = rows.slice(0, -1);
  if (test === undefined || groups.length === 0) return {text: nothingFound(scene.reading), values: []};
  const group = scene.artifact.table.columns[0]!.name;
  const name = (row: number): string => shown(scene, row, group);
  const what = scene.reading?.columns[0]?.name ?? scene.reading?.measures[0]?.name ?? "the values";
  const byMean = [...groups].sort(
    (a, b) => (figure(scene, b, "mean") ?? 0) - (figure(scene, a, "mean") ?? 0),
  );
  const told = byMean.slice(0, MOST_LISTED);
  const cut = byMean.length > told.length ? " · and more" : "";
  const means = told.map((row) => `${name(row)} ${shown(scene, row, "mean")}`).join(" · ");
  const counts = told.map((row) => `${name(row)} ${shown(scene, row, "n")}`).join(" · ");
  const lines = [
    `Average ${what}: ${means}${cut}`,
    `Rows: ${counts}${cut}`,
    sayTest(scene, test, groups.length),
  ];
  const difference = groups.length === 2 ? [headlineValue(scene, test, "difference", "difference")] : [];
  const values = [
    ...byMean.map((row) => headlineValue(scene, row, "mean", name(row))),
    ...difference,
    headlineValue(scene, test, "p", "p"),
  ];
  return {text: lines.filter(Boolean).join("\n"), values: values.slice(0, scene.mostValues)};
}

function sayTest(scene: WriteScene, row: number, groups: number): string {
  const say = (what: string): string => shown(scene, row, what);
  const p = figure(scene, row, "p");
  const label = shown(scene, row, scene.artifact.table.columns[0]!.name);
  if (p === undefined) return "No test: the groups are too small, or have no spread.";
  const verdict = p < CHANCE ? "That is more than chance alone would explain." : "That could well be chance.";
  if (groups !== 2)
    return `Between ${label}: ${sayP(scene, row)}, effect ${say("effect")} (eta squared). ${verdict}`;
  const interval =
    figure(scene, row, "low") === undefined ? "" : ` (confidence interval ${say("low")} to ${say("high")})`;
  const difference = formatValue(cellOf(scene.artifact, row, "difference"), {
    unit: scene.artifact.units.mean,
  });
  return `Difference, ${label}: ${difference}${interval}, ${sayP(scene, row)}, effect ${say("effect")} (Hedges' g). ${verdict}`;
}
