import {TabletalkError} from "../../errors.ts";
import type {ReceiptEntry} from "../dataset.ts";
import {isObject, type Json, type JsonObject, jsonLine} from "./json_text.ts";

/** Records found in a JSON value; `name` where they stand under a key. */
export interface Records {
  name?: string;
  rows: Json[];
  entries: ReceiptEntry[];
}

/** How far below the root rows are looked for. */
const DEEPEST = 4;
/** A list of this many values is no cell. */
const LONG = 20;

const object = (entries: [string, Json][]): JsonObject => ({kind: "object", entries});
const get = (of: JsonObject, key: string): Json | undefined => of.entries.find(([name]) => name === key)?.[1];
const isScalar = (value: Json): boolean => !Array.isArray(value) && !isObject(value);
const isRows = (value: Json): value is Json[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item));
const isMatrix = (value: Json | undefined): value is Json[][] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => Array.isArray(item));

/**
 * The tables in a JSON value: an array of objects; such arrays under keys; columns under their names; rows under keys;
 * rows as arrays; the features of a map. Else a single object is a table of one row.
 * @throws TabletalkError bad_file where there is none
 */
export function recordsIn(value: Json, shown: string): Records[] {
  if (Array.isArray(value)) return [ofArray(value, shown)];
  if (!isObject(value)) throw none(shown, "it is a single value");
  const geo = ofMap(value, shown) ?? ofSplit(value);
  if (geo) return [geo];
  const found = rowsUnder(value, [], 0);
  const roots = new Set(found.map(({path}) => path[0]!));
  if (found.length > 0) return found.map((one) => beside(one, value, roots));
  const columns = ofColumns(value) ?? ofKeys(value) ?? ofLongList(value);
  if (columns) return [columns];
  const nested = columnsUnder(value);
  if (nested.length > 0) return nested;
  return [{rows: [value], entries: []}];
}

const none = (shown: string, why: string): TabletalkError =>
  new TabletalkError(
    "bad_file",
    `${shown} is not a table in JSON: ${why}.`,
    "Use an array of objects, or one object a line.",
  );

function ofArray(items: Json[], shown: string): Records {
  if (items.length === 0) throw none(shown, "its array is empty");
  if (isMatrix(items)) return ofMatrix(items, undefined);
  if (items.every(isScalar))
    return {
      rows: items.map((item) => object([["value", item]])),
      entries: [{kind: "header", message: "It is a list of values: the column is called value."}],
    };
  if (items.every((item) => isObject(item))) return {rows: items, entries: []};
  const odd = items.filter((item) => !isObject(item)).length;
  return {
    rows: items.map((item) => (isObject(item) ? item : object([["value", item]]))),
    entries: [
      {
        kind: "header",
        message: `${odd} of ${items.length} rows are no objects: they stand in the column value.`,
        count: odd,
        doubt: true,
      },
    ],
  };
}

/** Rows as arrays, with the names given or in the first of them. */
function ofMatrix(rows: Json[][], given: string[] | undefined): Records {
  const first = rows[0]!;
  const named = given ?? (isHeader(first, rows) ? (first as string[]) : undefined);
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const names = Array.from({length: width}, (_, at) => named?.[at] || `column_${at + 1}`);
  const data = given || !named ? rows : rows.slice(1);
  const entries: ReceiptEntry[] = [];
  if (!given)
    entries.push({
      kind: "header",
      message: named
        ? "The rows are arrays; the first of them was taken for the names."
        : `The rows are arrays without names: the columns are called ${names.slice(0, 3).join(", ")}${width > 3 ? ", ..." : ""}.`,
      ...(named && rows.every((row) => row.every((cell) => typeof cell === "string")) && {doubt: true}),
    });
  return {rows: data.map((row) => object(row.map((cell, at) => [names[at]!, cell]))), entries};
}

const isHeader = (first: Json[], rows: Json[][]): boolean =>
  rows.length > 1 &&
  first.every((cell) => typeof cell === "string" && cell !== "") &&
  new Set(first as string[]).size === first.length;

/** GeoJSON: a row a feature, of its properties and its place. */
function ofMap(value: JsonObject, shown: string): Records | undefined {
  if (get(value, "type") === "Topology") throw none(shown, "it is a map of shapes (TopoJSON)");
  const features = get(value, "features");
  if (
    !features ||
    !isRows(features) ||
    !features.every((one) => isObject(one) && get(one, "geometry") !== undefined)
  )
    return undefined;
  let points = 0;
  const rows = (features as JsonObject[]).map((feature) => {
    const id = get(feature, "id");
    const properties = get(feature, "properties");
    const own: [string, Json][] = isObject(properties ?? null) ? (properties as JsonObject).entries : [];
    const taken = new Set(own.map(([key]) => key.toLowerCase()));
    const free = (name: string): string => (taken.has(name) ? `feature_${name}` : name);
    const entries: [string, Json][] = [
      ...(id !== undefined && id !== null ? [[free("id"), id] as [string, Json]] : []),
      ...own,
    ];
    const geometry = get(feature, "geometry") ?? null;
    const place =
      isObject(geometry) && get(geometry, "type") === "Point" ? get(geometry, "coordinates") : undefined;
    if (Array.isArray(place) && place.length >= 2) {
      points += 1;
      for (const [at, name] of ["longitude", "latitude", "altitude"].entries())
        if (place[at] !== undefined) entries.push([free(name), place[at]]);
    } else entries.push([free("geometry"), geometry === null ? null : jsonLine(geometry, () => undefined)]);
    return object(entries);
  });
  return {
    rows,
    entries: [
      {
        kind: "rows",
        message:
          points === rows.length
            ? "GeoJSON: a row is a feature, with its properties, longitude and latitude."
            : "GeoJSON: a row is a feature, with its properties; shapes are kept as JSON text.",
      },
    ],
  };
}

/** Names and rows apart, as pandas ("split") and many services give them. */
function ofSplit(value: JsonObject): Records | undefined {
  const data = value.entries.find(([, item]) => isMatrix(item));
  if (!data) return undefined;
  const rows = data[1] as Json[][];
  const width = Math.max(...rows.map((row) => row.length));
  const names = namesFor(object(value.entries.filter(([key]) => key !== data[0])), width, 0);
  if (names)
    return {
      ...ofMatrix(rows, names.names),
      entries: [
        {kind: "rows", message: `The rows are the list "${data[0]}", their names stand in "${names.path}".`},
      ],
    };
  return {...ofMatrix(rows, undefined), ...(value.entries.length > 1 && {name: data[0]})};
}

/** A list of as many names as the rows are wide; or of objects that have names, as services describe their columns. */
function namesFor(
  value: JsonObject,
  width: number,
  depth: number,
): {names: string[]; path: string} | undefined {
  for (const [key, item] of value.entries) {
    if (isObject(item) && depth < DEEPEST) {
      const inner = namesFor(item, width, depth + 1);
      if (inner) return {...inner, path: `${key}.${inner.path}`};
    }
    if (!Array.isArray(item) || item.length !== width) continue;
    const names = item.map((one) => (isObject(one) ? (get(one, "name") ?? get(one, "field") ?? null) : one));
    if (names.every((name) => typeof name === "string")) return {names: names as string[], path: key};
  }
  return undefined;
}

/** Every array of objects under a key, nearest to the root first. */
function rowsUnder(value: JsonObject, path: string[], depth: number): (Records & {path: string[]})[] {
  const found = value.entries
    .filter(([, item]) => isRows(item))
    .map(([key, item]) => ({name: key, rows: item as Json[], entries: [], path: [...path, key]}));
  if (found.length > 0 || depth >= DEEPEST) return found;
  const objects = value.entries.filter(([, item]) => isObject(item));
  // Many objects of one form are rows under keys, not wrappers.
  if (objects.length > 3) return [];
  return objects.flatMap(([key, item]) => rowsUnder(item as JsonObject, [...path, key], depth + 1));
}

function beside(one: Records & {path: string[]}, root: JsonObject, roots: ReadonlySet<string>): Records {
  const others = root.entries.map(([key]) => key).filter((key) => !roots.has(key));
  const scalars = root.entries.filter(([key, item]) => key !== one.path[0] && isScalar(item)).length;
  const message = `The rows are the list "${one.path.join(".")}"${others.length > 0 ? `; beside it stand ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", ..." : ""}, which are not in the table` : ""}.`;
  return {
    ...(one.name !== undefined && {name: one.name}),
    rows: one.rows,
    entries: [{kind: "rows", message, ...(scalars > 4 && one.rows.length < scalars && {doubt: true})}],
  };
}

/** {"a": [1, 2], "b": [3, 4]}, or with rows by number: {"a": {"0": 1, "1": 2}}. */
function ofColumns(value: JsonObject): Records | undefined {
  const {entries} = value;
  if (entries.length === 0) return undefined;
  const said: ReceiptEntry[] = [{kind: "rows", message: "The columns stand under their names."}];
  const [, first] = entries[0]!;
  if (Array.isArray(first)) {
    const same = entries.every(
      ([, item]) => Array.isArray(item) && item.length === first.length && item.every(isScalar),
    );
    if (!same || first.length === 0 || (entries.length === 1 && first.length < 2)) return undefined;
    const rows = first.map((_, at) =>
      object(entries.map(([key, item]) => [key, (item as Json[])[at] ?? null])),
    );
    return {rows, entries: said};
  }
  if (!isObject(first)) return undefined;
  const keys = first.entries.map(([key]) => key);
  const numbered = keys.length > 0 && keys.every((key) => /^\d+$/.test(key));
  const same = entries.every(
    ([, item]) =>
      isObject(item) &&
      item.entries.length === keys.length &&
      item.entries.every(([key], at) => key === keys[at]),
  );
  if (!numbered || !same) return undefined;
  const plain = keys.every((key, at) => key === String(at));
  const rows = keys.map((index, at) =>
    object([
      ...(plain ? [] : [["index", {kind: "number", raw: index}] as [string, Json]]),
      ...entries.map(([key, item]): [string, Json] => [key, (item as JsonObject).entries[at]![1]]),
    ]),
  );
  return {rows, entries: said};
}

/** Columns of one length under a key, beside facts of the whole: {"place": "x", "hourly": {"time": [...], "rain": [...]}}. */
function columnsUnder(value: JsonObject): Records[] {
  return value.entries.flatMap(([key, item]): Records[] => {
    const found = isObject(item) && item.entries.length > 1 ? ofColumns(item) : undefined;
    if (!found || found.rows.length < 2) return [];
    const others = value.entries.map(([name]) => name).filter((name) => name !== key);
    const message = `The columns stand under "${key}"${others.length > 0 ? `; beside it stand ${others.slice(0, 5).join(", ")}${others.length > 5 ? ", ..." : ""}, which are not in the table` : ""}.`;
    return [{name: key, rows: found.rows, entries: [{kind: "rows", message}]}];
  });
}

/** {"AAPL": {"price": 1}, "MSFT": {"price": 2}}: rows under their keys; or dates and numbers over single values. */
function ofKeys(value: JsonObject): Records | undefined {
  const {entries} = value;
  const said: ReceiptEntry[] = [
    {kind: "rows", message: "The rows stand under their keys: the column key has them."},
  ];
  const key = (name: string): [string, Json] => ["key", name];
  if (entries.length >= 2 && entries.every(([, item]) => isObject(item))) {
    const names = entries.map(([, item]) => new Set((item as JsonObject).entries.map(([name]) => name)));
    const all = new Set(names.flatMap((own) => [...own]));
    const shared = names.reduce((sum, own) => sum + own.size, 0) / (all.size * names.length);
    const common = [...all].some(
      (name) => names.filter((own) => own.has(name)).length >= Math.max(2, names.length / 2),
    );
    if (shared < 0.5 || !common || names.some((own) => own.has("key"))) return ofInner(entries);
    const rows = entries.map(([name, item]) => object([key(name), ...(item as JsonObject).entries]));
    return {rows, entries: shared < 1 || entries.length < 4 ? [{...said[0]!, doubt: true}] : said};
  }
  const ordered = entries.every(([name]) => /^\d+([-/.]\d+)*$/.test(name));
  if (entries.length < 3 || !ordered || !entries.every(([, item]) => isScalar(item))) return undefined;
  return {rows: entries.map(([name, item]) => object([key(name), ["value", item]])), entries: said};
}

/** Rows under keys beside something else: {"about": {...}, "days": {"2024-01-01": {...}, ...}}. */
function ofInner(entries: readonly [string, Json][]): Records | undefined {
  for (const [name, item] of entries) {
    if (!isObject(item) || item.entries.length < 2) continue;
    const first = item.entries[0]![1];
    const keys = isObject(first) ? first.entries.map(([key]) => key).join("|") : "";
    const same =
      keys !== "" &&
      item.entries.every(([, row]) => isObject(row) && row.entries.map(([key]) => key).join("|") === keys);
    if (!same) continue;
    const found = ofKeys(item);
    if (!found) continue;
    const others = entries.map(([key]) => key).filter((key) => key !== name);
    return {
      ...found,
      entries: [
        {
          kind: "rows",
          message: `The rows stand under their keys in "${name}": the column key has them; beside it stand ${others.slice(0, 5).join(", ")}, which are not in the table.`,
        },
      ],
    };
  }
  return undefined;
}

/** {"width": 3, "values": [1, 2, ...]}: one long list is more likely the data than a cell of one row. */
function ofLongList(value: JsonObject): Records | undefined {
  const long = value.entries.filter(
    ([, item]) => Array.isArray(item) && item.length >= LONG && item.every(isScalar),
  );
  const [found] = long;
  if (long.length !== 1 || !found) return undefined;
  const [name, items] = found as [string, Json[]];
  const others = value.entries.map(([key]) => key).filter((key) => key !== name);
  const beside =
    others.length > 0 ? `; beside it stand ${others.slice(0, 5).join(", ")}, which are not in the table` : "";
  return {
    rows: items.map((item) => object([[name, item]])),
    entries: [{kind: "rows", message: `The rows are the list of values "${name}"${beside}.`, doubt: true}],
  };
}
