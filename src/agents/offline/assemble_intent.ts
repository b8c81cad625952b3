import {COUNT, groupByColumn, hintedColumns, isNumeric} from "./column_nature.ts";
import type {LexColumn} from "./lexicon.ts";
import {type Parts, shown} from "./parts.ts";
import {type Candidate, emptyReading} from "./scene.ts";

const FUNCTIONS_OF_A_DISTRIBUTION = new Set(["histogram", "box"]);

/** Questions that name what they want: missing values, a distribution, a correlation, a comparison, an overview. */
export function assembleIntent(parts: Parts): Candidate[] | undefined {
  const {bag, scene, numbers, categories, groups, measures, filters} = parts;
  const reading = emptyReading(scene.profile.table);
  const charts = bag.of("chart").map((one) => one.chart);
  const which = bag.of("whichGroup").flatMap((one) => (one.item.kind === "column" ? [one.item.column] : []));
  const bare = [...numbers, ...categories];
  const one = (change: Partial<Candidate["reading"]>, cost = 0): Candidate[] => [
    {cost: parts.cost + cost, reading: {...reading, ...change}},
  ];

  if (bag.hasIntent("missing") && (measures.length === 0 || measures.every((measure) => measure === COUNT))) {
    return one({intent: "missing", columns: shown(bare)});
  }
  const compared = scene.yesNo ? bag.of("vague") : [];
  if (compared.length >= 2) {
    const pair = compared.map(({adjective}) => hintedColumns(adjective, scene.columns).filter(isNumeric)[0]);
    const [left, right] = pair;
    const free = measures.length === 0 && groups.length === 0;
    if (pair.length > 2 || !left || !right || left === right || !free) return [];
    return one({intent: "correlation", columns: shown([left, right])}, 0.1);
  }
  if (bag.hasIntent("duplicates")) return one({intent: "duplicates", columns: shown(bare)});

  const candles = charts.includes("candlestick") ? candleColumns(parts) : undefined;
  if (candles && measures.length === 0) {
    return one({
      intent: "rows",
      columns: shown(candles),
      chart: {kind: "candlestick", asked: true},
    });
  }

  const bubble = charts.includes("bubble");
  const scatter = charts.includes("scatter") || bubble;
  const related = bag.hasIntent("correlation", "relation");
  if ((related || scatter) && measures.length === 0) {
    const pair =
      numbers.length >= 2
        ? numbers.slice(0, 2)
        : [...numbers, ...scene.columns.filter((column) => which.includes(column) && isNumeric(column))];
    const colours = [...groups, ...categories.map(groupByColumn)];
    if (scatter || (pair.length === 2 && numbers.length === 2)) {
      const third = bubble && numbers.length > 2 ? numbers[2] : undefined;
      if (pair.length < 2 || (colours.length > 0 && related && !scatter)) return [];
      return one({
        intent: related && !scatter ? "correlation" : "relation",
        columns: shown(third ? [...pair, third] : pair),
        groups: colours.slice(0, 1),
        ...(!related || scatter || bag.hasIntent("relation")
          ? {chart: {kind: bubble ? ("bubble" as const) : ("scatter" as const), asked: true}}
          : {}),
      });
    }
    if (categories.length > 0 && numbers.length === 1)
      return one({intent: "compare", columns: shown(numbers), groups: [groupByColumn(categories[0]!)]}, 0.1);
    if (categories.length > 0) return [];
    return one({intent: "correlation", columns: shown(numbers)}, numbers.length === 0 ? 0.1 : 0);
  }

  const distribution =
    bag.hasIntent("distribution") ||
    charts.some((kind) => kind !== undefined && FUNCTIONS_OF_A_DISTRIBUTION.has(kind));
  const summarised =
    distribution && numbers.length === 0 && bag.has("function") ? bag.columns().filter(isNumeric) : [];
  if (
    distribution &&
    (measures.length === 0 || summarised.length === 1) &&
    bare.length + summarised.length > 0 &&
    bare.length <= 2
  ) {
    const [column] = [...summarised, ...numbers, ...categories];
    const by = [
      ...groups,
      ...(numbers.length + summarised.length > 0
        ? categories.map(groupByColumn)
        : categories.slice(1).map(groupByColumn)),
    ];
    if (filters.sides && by.length === 0) by.push(filters.sides.group);
    const kind = charts.find((chart) => chart !== undefined);
    return one({
      intent: "distribution",
      columns: shown([column!]),
      groups: by,
      chart: {asked: kind !== undefined, ...(kind && {kind})},
    });
  }

  if (bag.hasIntent("compare") && measures.length === 0 && numbers.length === 1) {
    const group = filters.sides?.group ?? groups[0] ?? (categories[0] && groupByColumn(categories[0]));
    if (group) return one({intent: "compare", columns: shown(numbers), groups: [group]});
  }
  if (
    bag.hasIntent("compare") &&
    measures[0]?.fn === "avg" &&
    measures.length === 1 &&
    measures[0].of &&
    filters.sides
  ) {
    const of = measures[0].of;
    return one({
      intent: "compare",
      columns: [{name: "column" in of ? of.column : measures[0].name, of}],
      groups: [filters.sides.group],
    });
  }

  if (bag.hasIntent("describe") && measures.length === 0 && groups.length === 0) {
    if (numbers.length === 1 && categories.length === 0)
      return one({intent: "distribution", columns: shown(numbers)}, 0.05);
    if (categories.length === 1 && numbers.length === 0)
      return one(
        {
          intent: "distinct",
          columns: shown(categories),
          measures: [COUNT],
          groups: [groupByColumn(categories[0]!)],
        },
        0.05,
      );
    if (bare.length === 0 && filters.filters.length === 0) return one({intent: "describe"});
  }
  if (
    bag.hasIntent("distinct") &&
    measures.length === 0 &&
    numbers.length + categories.length + which.length === 1
  ) {
    const column = [...bare, ...which][0]!;
    return one({intent: "distinct", measures: [COUNT], groups: [groupByColumn(column)]});
  }
  return undefined;
}

/** A date and its opening, highest, lowest and closing values, where the table has all of them. */
function candleColumns({scene}: Parts): LexColumn[] | undefined {
  const names = [/^open/i, /^high/i, /^low/i, /^(adj[_ ]?)?clos/i];
  const found = names.map((name) =>
    scene.columns.find((column) => isNumeric(column) && name.test(column.profile.name)),
  );
  const date = scene.columns.find((column) => column.profile.role === "date");
  return date && found.every((column) => column !== undefined) ? [date, ...found] : undefined;
}
