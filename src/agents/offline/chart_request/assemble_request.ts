import type {ChartKind} from "../../../charts/spec.ts";
import type {Group, Measure} from "../../../tools/measure.ts";
import {
  COUNT,
  defaultFunction,
  isMeasure,
  listsThings,
  measureOf,
  namesRows,
  target,
} from "../column_nature.ts";
import type {LexColumn} from "../lexicon.ts";
import {type Candidate, emptyReading, type Scene} from "../scene.ts";
import type {Bins} from "./bins.ts";
import {isSpread, tellsTime} from "./fields.ts";
import type {Marks} from "./marks.ts";
import {orderOf} from "./order_of.ts";
import {type Along, cut, type Parts} from "./parts.ts";
import type {Sort} from "./sorts.ts";

type Reading = Candidate["reading"];

/** What was asked for of a chart, taken apart. */
export interface Asked {
  parts: Parts;
  marks: Marks;
  bins: Bins | undefined;
  sorts: readonly Sort[];
  color?: Along | undefined;
  facet?: Along | undefined;
  scene: Scene;
  /** Words set its numbers against each other: "versus", "relationship", "how does ... change with". */
  related: boolean;
}

/** The conventional chart of what a request names; undefined where it names too little or too much. */
export function assembleRequest(asked: Asked): Reading | undefined {
  const {parts, marks} = asked;
  dropRowNames(asked);
  readCodesAsNumbers(asked);
  const {numbers, measures} = parts;
  const many = numbers.filter(isSpread);
  const scattered = marks.kind === "scatter" || marks.kind === "bubble";
  if (
    measures.length === 0 &&
    !parts.counted &&
    numbers.length === 2 &&
    (scattered || (marks.kind === undefined && many.length === 2 && (marks.asked || asked.related)))
  )
    return points(asked);
  if (
    scattered &&
    measures.length === 0 &&
    numbers.length === 1 &&
    asked.parts.along.length > 0 &&
    !parts.counted
  ) {
    const other = asked.parts.along.find((one) => one.column && tellsNumber(one.column));
    if (other?.column) {
      parts.numbers.unshift(other.column);
      parts.along = parts.along.filter((one) => one !== other);
      return points(asked);
    }
  }
  if (
    measures.length === 0 &&
    numbers.length === 1 &&
    parts.along.length === 0 &&
    !asked.color &&
    !asked.facet
  )
    return histogram(asked);
  return bars(asked);
}

/** "the name and level of each": of things with names a code is a number to show, as nothing else is. */
function readCodesAsNumbers({parts, scene}: Asked): void {
  const [name, code] = parts.along;
  if (parts.along.length !== 2 || parts.numbers.length + parts.measures.length > 0 || parts.counted) return;
  if (!name?.column || !code?.column || code.link === "by" || !tellsNumber(code.column)) return;
  const {distinct, nulls, type} = name.column.profile;
  if (
    type !== "text" ||
    distinct < 0.95 * (scene.profile.rows - nulls) ||
    code.column.profile.role === "identifier"
  )
    return;
  parts.numbers.push(code.column);
  parts.along = [name];
}

/** "of models by weight": what the rows are called says nothing more where something else is shown of them. */
function dropRowNames(asked: Asked): void {
  const {parts, marks, bins} = asked;
  const others = parts.along.filter((one) => !namesEach(one, asked));
  const shape =
    marks.kind === "histogram" ||
    (marks.kind === "scatter" && !marks.grouped && parts.measures.length === 0) ||
    bins !== undefined;
  if (shape || (others.length > 0 && parts.numbers.length + parts.measures.length > 0)) parts.along = others;
}

const tellsNumber = (column: LexColumn): boolean => ["integer", "number"].includes(column.profile.type);

function base({parts, scene}: Asked): Reading {
  return {
    ...emptyReading(scene.profile.table),
    filters: parts.filters,
    ...(parts.period && {period: parts.period}),
    assumptions: [...parts.assumptions],
    question: "show",
  };
}

const columnsOf = (columns: readonly LexColumn[]): Reading["columns"] =>
  columns.map((column) => ({name: column.profile.name, of: column.ref}));

/** Two numbers, row by row; a third thing colours the points or makes panels. */
function points(asked: Asked): Reading | undefined {
  const {parts, marks, color, facet} = asked;
  const thirds = [...parts.along].filter((one) => marks.grouped || !namesEach(one, asked));
  const apart =
    facet ??
    (marks.grouped
      ? undefined
      : marks.panels || thirds[0]?.apart || thirds[0]?.plain
        ? thirds[0]
        : undefined);
  const hue = color ?? thirds.find((one) => one !== apart) ?? (apart ? undefined : listed(asked));
  const groups = [apart, hue].filter((one) => one !== undefined);
  if (thirds.length > 2 || groups.length > 1 || parts.numbers.length !== 2) return undefined;
  return {
    ...base(asked),
    intent: "relation",
    columns: columnsOf(parts.numbers),
    groups: groups.map((one) => one.group),
    chart: {kind: marks.kind === "bubble" ? "bubble" : "scatter", asked: true, ...(apart && {panels: true})},
  };
}

/** "for Japan and Europe": values set side by side are told apart. */
function listed({parts}: Asked): Along | undefined {
  for (const {condition} of parts.filters)
    if (condition.op === "in" && "column" in condition.of && condition.values.length <= 8)
      return {group: {name: condition.of.column, of: condition.of}, link: "by", apart: false};
  return undefined;
}

/** "for each model": each point is one already. */
const namesEach = (along: Along, {scene}: Asked): boolean =>
  along.column !== undefined && namesRows(along.column, scene.profile.rows);

function histogram(asked: Asked): Reading | undefined {
  const {parts, marks, bins} = asked;
  const [column] = parts.numbers;
  if (!column || (marks.kind && !["histogram", "bar", "area", "line", "box"].includes(marks.kind)))
    return undefined;
  if (marks.kind === "box")
    return {
      ...base(asked),
      intent: "distribution",
      columns: columnsOf([column]),
      chart: {kind: "box", asked: true},
    };
  if (bins?.width !== undefined || bins?.count !== undefined || !isSpread(column))
    return {
      ...base(asked),
      measures: [{...COUNT}],
      groups: [cut(column, bins)],
      chart: {kind: "bar", asked: true},
    };
  if (parts.filters.length > 0 && marks.kind === "line") return undefined;
  return {
    ...base(asked),
    intent: "distribution",
    columns: columnsOf([column]),
    chart: {kind: "histogram", asked: true},
  };
}

/** Groups and what is measured of them. */
function bars(asked: Asked): Reading | undefined {
  const {parts, marks, scene} = asked;
  const along = alongOf(asked);
  if (!along) return undefined;
  const {groups, series, panel} = along;
  const rows = groups.length === 1 ? namedRows(asked, groups[0]!) : undefined;
  if (rows) return rows;
  const assumptions = [...parts.assumptions];
  const measures = measuresOf(asked, groups, assumptions);
  if (!measures || measures.length === 0) return undefined;
  const time = groups.find((one) => isTimeAlong(one));
  const [first] = measures;
  const additive = first!.fn === "count" || first!.fn === "sum" || first!.fn === "count_distinct";
  const kind = kindOf(marks, time !== undefined, measures);
  const two = groups.length === 2 && !panel;
  const stacked = kind === "bar" && two && (marks.stacked || (additive && !marks.grouped));
  const last = series ?? groups[1];
  // Without a colour that is named, what has an order of its own goes along the axis.
  const oneOrdered = groups.filter((one) => one.column && isCode(one.column)).length === 1;
  const reading: Reading = {
    ...base(asked),
    measures,
    groups: uniqueNames(groups.map((one) => one.group)),
    chart: {
      ...((marks.kind || kind === "scatter") && {kind}),
      asked: true,
      ...(two && kind === "bar" && {arrangement: stacked ? ("stacked" as const) : ("grouped" as const)}),
      ...(two && last && (series || kind === "line" || !oneOrdered) && {series: last.group.name}),
      ...(kind === "scatter" &&
        groups.length === 1 &&
        (asked.color || marks.grouped) && {series: groups[0]!.group.name}),
      ...(panel && {panels: true}),
      ...(marks.horizontal && {horizontal: true}),
    },
    assumptions,
  };
  if (!series && !oneOrdered && two && !stacked && kind === "bar" && groups[1]!.link === "by")
    reading.chart!.series = groups[0]!.group.name;
  const order = orderOf(asked.sorts, reading, scene);
  return order ? {...reading, order} : undefined;
}

const isTimeAlong = (one: Along): boolean =>
  one.group.unit !== undefined ||
  (one.column !== undefined && tellsTime(one.column) && one.group.part === undefined);

function kindOf(marks: Marks, time: boolean, measures: readonly Measure[]): ChartKind {
  if (marks.kind === "histogram") return "bar";
  if (marks.kind === "scatter" && measures.length > 1) return "scatter";
  return marks.kind ?? (time ? "line" : "bar");
}

/** What stands along the axis, what is coloured, what has panels of its own; at most two of them. */
function alongOf(asked: Asked): {groups: Along[]; series?: Along; panel?: Along} | undefined {
  const {parts, color, facet, bins} = asked;
  const named = [...parts.along];
  if (
    parts.countOf &&
    !named.some((one) => one.column === parts.countOf) &&
    parts.measures.length === 0 &&
    ((named.length === 0 && !color) || isCode(parts.countOf))
  )
    named.unshift({group: cut(parts.countOf, bins), column: parts.countOf, link: "none", apart: false});
  if (parts.distinctOf && named.length === 0)
    named.push({group: cut(parts.distinctOf, bins), column: parts.distinctOf, link: "none", apart: false});
  const measuredAlone = parts.measures.length + Number(parts.counted) > 0;
  if (measuredAlone)
    for (const column of parts.numbers)
      named.push({group: cut(column, bins), column, link: "by", apart: false});
  if (bins?.field?.is === "column" && bins.unit) {
    for (const {column} of bins.field.mention.columns.slice(0, 1)) {
      const group = cut(column, bins);
      if (!named.some((one) => one.column === column))
        named.unshift({group, column, link: "by", apart: false});
    }
  } else if (bins?.unit && !named.some((one) => one.group.part ?? one.group.unit)) {
    const column = asked.scene.dates.find(
      (date) => cut(date, bins).part ?? cut(date, bins).unit ?? tellsTime(date),
    );
    if (!column) return undefined;
    if (!named.some((one) => one.column === column))
      named.unshift({group: cut(column, bins), column, link: "by", apart: false});
  }
  if (named.length === 0 && !facet && asked.marks.kind === "line") {
    const times = asked.scene.columns.filter(tellsTime);
    if (times.length === 1)
      named.push({group: cut(times[0]!, bins), column: times[0]!, link: "by", apart: false});
  }
  const others = named.filter(
    (one) =>
      !sameAs(one, color) &&
      !sameAs(one, facet) &&
      !(namesRowsOf(one, asked) && named.length > 1 && measuredAlone && one.link === "none"),
  );
  const base = others.length > 0 ? others : color && !facet ? [color] : others;
  const series = color && !base.includes(color) ? color : undefined;
  const groups = [...base, ...(series ? [series] : []), ...(facet ? [facet] : [])];
  const distinct = groups.filter((one, at) => groups.findIndex((other) => sameAs(one, other)) === at);
  const [first, second] = distinct;
  if (distinct.length === 0 || distinct.length > 2) return undefined;
  if (second && !series && !facet && isTimeAlong(second) && !isTimeAlong(first!)) distinct.reverse();
  return {groups: distinct, ...(series && {series}), ...(facet && distinct.length > 1 && {panel: facet})};
}

/** Whole numbers that are names: "the number of cylinders" is one of them, and not how many. */
const isCode = (column: LexColumn): boolean =>
  column.profile.type === "integer" && column.profile.role === "category";

const namesRowsOf = (one: Along, {scene}: Asked): boolean =>
  one.column !== undefined && namesRows(one.column, scene.profile.rows);

const sameAs = (one: Along, other: Along | undefined): boolean =>
  other !== undefined && one.group.name === other.group.name;

function measuresOf(asked: Asked, groups: readonly Along[], assumptions: string[]): Measure[] | undefined {
  const {parts, scene} = asked;
  const found = [...parts.measures];
  if (parts.distinctOf && !groups.some((one) => one.column === parts.distinctOf))
    found.push(measureOf("count_distinct", target(parts.distinctOf)));
  else if (parts.counted && found.length === 0) found.push({...COUNT});
  if (found.length > 0) return unique(found);
  for (const column of parts.numbers) {
    const fn = unsaid(column, groups, scene);
    found.push(measureOf(fn, target(column)));
    assumptions.push(
      `${fn === "sum" ? "total" : "average"} of ${column.profile.name}, as nothing else was said`,
    );
  }
  if (found.length === 0) {
    assumptions.push("counted rows");
    return [{...COUNT}];
  }
  return found;
}

/** What a number is shown as where nothing is said: of things that have names the average, unless parts are to add up. */
function unsaid(column: LexColumn, groups: readonly Along[], scene: Scene): "avg" | "sum" {
  const usual = defaultFunction(column) === "sum" ? "sum" : "avg";
  return groups.length === 1 && listsThings(scene.columns, scene.profile.rows) ? "avg" : usual;
}

/** A number of things that each have a name: their values as they are. */
function namedRows(asked: Asked, along: Along): Reading | undefined {
  const {parts, marks, scene, sorts} = asked;
  const [number] = parts.numbers;
  const {column} = along;
  if (!column || !number || parts.numbers.length !== 1 || parts.measures.length > 0 || parts.counted)
    return undefined;
  const {distinct, nulls} = column.profile;
  if (along.group.part ?? along.group.unit ?? along.group.width) return undefined;
  if (isMeasure(column) || distinct < 0.95 * (scene.profile.rows - nulls)) return undefined;
  const reading: Reading = {
    ...base(asked),
    intent: "rows",
    columns: columnsOf([column, number]),
    chart: {
      kind: marks.kind === "histogram" ? "bar" : (marks.kind ?? (tellsTime(column) ? "line" : "bar")),
      asked: true,
    },
  };
  const order = orderOf(sorts, reading, scene);
  const timed =
    tellsTime(column) && order?.length === 0 ? [{by: column.profile.name, direction: "asc" as const}] : order;
  return timed ? {...reading, order: timed} : undefined;
}

function unique(measures: readonly Measure[]): Measure[] {
  return measures.filter((one, at) => measures.findIndex((other) => other.name === one.name) === at);
}

function uniqueNames(groups: readonly Group[]): Group[] {
  return groups.map((group, at) =>
    groups.slice(0, at).some((other) => other.name === group.name)
      ? {...group, name: `${group.name} (${at + 1})`}
      : group,
  );
}
