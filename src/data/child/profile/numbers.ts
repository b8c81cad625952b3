import type {DuckDBConnection} from "@duckdb/node-api";
import type {ColumnProfile} from "../../profile.ts";
import type {Bins, Outliers, Shape} from "../../profile_details.ts";
import {isCoordinate} from "../../roles.ts";
import {type Edges, numberEdges, shapeOf} from "../../shape.ts";
import {BATCH, countsOf, identifier, rowOf} from "./sql.ts";

interface Numbers {
  histogram: Bins;
  shape: Shape;
  outliers?: Outliers;
}

/** What is known of a column of numbers beyond its quantiles: histogram, shape and far values. */
export async function numberDetails(
  connection: DuckDBConnection,
  from: string,
  columns: readonly ColumnProfile[],
  rows: number,
): Promise<Map<string, Numbers>> {
  const found = new Map<string, Numbers>();
  const known = columns.filter(hasDistribution);
  for (let at = 0; at < known.length; at += BATCH) {
    const batch = known
      .slice(at, at + BATCH)
      .map((column) => ({column, edges: numberEdges(column, rows - column.nulls)}));
    const moments = await momentsOf(connection, from, batch);
    const bins = await binsOf(connection, from, batch);
    for (const [index, {column, edges}] of batch.entries()) {
      const {skewness, kurtosis, zeros, negatives, z, below, above} = moments[index]!;
      const histogram = histogramOf(edges, bins[index]!);
      const {low, high} = fencesOf(column);
      const spread = (column.sd ?? 0) > 0;
      found.set(column.name, {
        histogram,
        shape: {
          ...shapeOf({column, histogram, zeros, skewness, kurtosis}),
          ...(spread && skewness !== undefined && {skewness, kurtosis}),
          zeros,
          negatives,
        },
        ...(spread && {outliers: {fences: {low, high, below, above}, z, examples: []}}),
      });
    }
  }
  await addExamples(connection, from, found);
  return found;
}

const tidy = (value: number): number => Number(value.toPrecision(12));

/** Measures, years and coordinates; of identifiers and codes a distribution says nothing. */
function hasDistribution(column: ColumnProfile): boolean {
  if (column.type !== "integer" && column.type !== "number") return false;
  if (column.role !== "measure" && column.role !== "date" && !isCoordinate(column)) return false;
  if (!column.quantiles || column.mean === undefined) return false;
  const {low, high} = fencesOf(column);
  return Number.isFinite(low) && Number.isFinite(high);
}

interface Asked {
  column: ColumnProfile;
  edges: Edges;
}

/** The column as a double, with what is not finite left out. */
const double = (column: ColumnProfile): string => {
  const value = `CAST(${identifier(column.name)} AS DOUBLE)`;
  return column.nonFinite ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
};

function fencesOf(column: ColumnProfile): {low: number; high: number} {
  const [, q1, , q3] = column.quantiles!;
  const reach = 1.5 * (q3 - q1);
  return {low: tidy(q1 - reach), high: tidy(q3 + reach)};
}

async function momentsOf(connection: DuckDBConnection, from: string, batch: readonly Asked[]) {
  const values = batch.map(({column}, at) => `${double(column)} AS x${at}`);
  const scaled = batch.map(({column}, at) => {
    const sd = column.sd && Number.isFinite(column.sd) ? column.sd : 1;
    return `x${at}, (x${at} - (${column.mean!})) / ${sd} AS z${at}`;
  });
  const parts = batch.flatMap(({column}, at) => {
    const {low, high} = fencesOf(column);
    const z = `z${at}`;
    return [
      `avg(${z} * ${z} * ${z})`,
      `avg(${z} * ${z} * ${z} * ${z})`,
      `sum((x${at} = 0)::INTEGER)`,
      `sum((x${at} < 0)::INTEGER)`,
      `sum((abs(${z}) > 3)::INTEGER)`,
      `sum((x${at} < ${low})::INTEGER)`,
      `sum((x${at} > ${high})::INTEGER)`,
    ];
  });
  const row = await rowOf(
    connection,
    `SELECT ${parts.join(", ")} FROM (SELECT ${scaled.join(", ")} FROM (SELECT ${values.join(", ")} FROM ${from}))`,
  );
  return batch.map((_, index) => {
    const value = (offset: number): number => Number(row[index * 7 + offset] ?? 0);
    const fourth = value(1);
    const usable = Number.isFinite(value(0)) && Number.isFinite(fourth) && fourth > 0;
    return {
      skewness: usable ? value(0) : undefined,
      kurtosis: usable ? fourth - 3 : undefined,
      zeros: value(2),
      negatives: value(3),
      z: value(4),
      below: value(5),
      above: value(6),
    };
  });
}

/** Counts by place: -1 is below the first edge, `bins` above the last. */
async function binsOf(connection: DuckDBConnection, from: string, batch: readonly Asked[]) {
  const expressions = batch.map(({column, edges}) => {
    // A whole edge divided by a width may come out a hair below its place: 0.3 / 0.1.
    const place = `floor((${double(column)} - (${edges.start})) / ${edges.width} + 1e-9)`;
    return `CASE WHEN ${double(column)} IS NOT NULL THEN CAST(least(greatest(${place}, -1), ${edges.count}) AS INTEGER) END`;
  });
  return countsOf(connection, from, expressions);
}

function histogramOf(edges: Edges, counts: ReadonlyMap<number, number>): Bins {
  const edge = (place: number): number => Number((edges.start + place * edges.width).toPrecision(12));
  const bins = Array.from({length: edges.count}, (_, place) => ({
    from: edge(place),
    to: edge(place + 1),
    count: counts.get(place) ?? 0,
  }));
  const [below, above] = [counts.get(-1) ?? 0, counts.get(edges.count) ?? 0];
  // The largest value may be the last edge itself.
  const closed = above > 0 && edges.closed;
  if (closed) bins.at(-1)!.count += above;
  return {bins, below, above: closed ? 0 : above};
}

/** The farthest values of the columns that have some beyond their fences: up to two small ones and three large. */
async function addExamples(
  connection: DuckDBConnection,
  from: string,
  found: ReadonlyMap<string, Numbers>,
): Promise<void> {
  const far = [...found].filter(
    ([, {outliers}]) => outliers && outliers.fences.below + outliers.fences.above > 0,
  );
  for (let at = 0; at < far.length; at += BATCH) {
    const batch = far.slice(at, at + BATCH);
    const parts = batch.flatMap(([name, {outliers}]) => {
      const value = `CAST(${identifier(name)} AS DOUBLE)`;
      const {low, high} = outliers!.fences;
      return [
        `min(${value}, 2) FILTER (isfinite(${value}) AND ${value} < ${low})`,
        `max(${value}, 3) FILTER (isfinite(${value}) AND ${value} > ${high})`,
      ];
    });
    const reader = await connection.runAndReadAll(`SELECT ${parts.join(", ")} FROM ${from}`);
    const row = reader.getRowsJson()[0] ?? [];
    for (const [index, [, numbers]] of batch.entries()) {
      const list = (offset: number): number[] => ((row[index * 2 + offset] ?? []) as unknown[]).map(Number);
      numbers.outliers!.examples = [...new Set([...list(0), ...list(1).toReversed()])];
    }
  }
}
