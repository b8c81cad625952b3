import {
  DuckDBArrayType,
  type DuckDBConnection,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  type DuckDBType,
  DuckDBTypeId,
  DuckDBUnionType,
} from "@duckdb/node-api";
import type {ReceiptEntry} from "../dataset.ts";
import {columnNames} from "./column_names.ts";

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** An object with more fields than this is more likely a list under keys than a part of a record. */
const MOST_FIELDS = 100;
const DEEPEST = 8;

/** Tables in the import's database. */
export interface NestedTable {
  /** Dropped afterwards, unless it is `kept`. */
  from: string;
  into: string;
  kept?: boolean;
}

interface Part {
  name: string;
  expression: string;
  type: DuckDBType;
}

const AS_TEXT = new Set<number>([
  DuckDBTypeId.UUID,
  DuckDBTypeId.ENUM,
  DuckDBTypeId.INTERVAL,
  DuckDBTypeId.BIT,
]);
const AS_TIMESTAMP = new Set<number>([
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
]);

/** Makes a table of plain columns: objects inside of rows become columns with dotted names, lists become JSON text. */
export async function flatten(
  place: NestedTable,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<void> {
  const reader = await connection.runAndReadAll(`SELECT * FROM ${place.from} LIMIT 0`);
  const found = reader
    .columnNames()
    .map((name, index): Part => ({name, expression: identifier(name), type: reader.columnType(index)}));
  const parts = found.flatMap((part) => fieldsOf(part, 0));
  const spread = found.filter(
    (part) => fieldsOf(part, 0).length > 1 || part.type instanceof DuckDBStructType,
  );
  if (spread.some((part) => fieldsOf(part, 0)[0]?.name !== part.name)) {
    const names = parts.map(({name}) => name).filter((name) => !found.some((part) => part.name === name));
    entries.push({
      kind: "nested",
      message: `Objects inside of rows were spread into columns with dotted names (${names.slice(0, 3).join(", ")}${names.length > 3 ? ", ..." : ""}).`,
      count: names.length,
      examples: names.slice(0, 5),
    });
  }
  const lists = parts.filter(({type}) => isNested(type));
  if (lists.length > 0)
    entries.push({
      kind: "nested",
      message: `${lists.length} columns hold lists or objects; they are kept as JSON text.`,
      count: lists.length,
      examples: lists.slice(0, 5).map(({name}) => name),
    });
  entries.push(...(await mixedKinds(parts, place.from, connection)));
  const kept = await withoutBinary(parts, place.from, connection, entries);
  const names = columnNames(
    kept.map(({name}) => name),
    entries,
  );
  const values = kept.map((part, index) => `${plain(part)} AS ${identifier(names[index]!)}`);
  await connection.run(`CREATE TABLE ${place.into} AS SELECT ${values.join(", ")} FROM ${place.from}`);
  if (!place.kept) await connection.run(`DROP TABLE ${place.from}`);
}

function fieldsOf(part: Part, depth: number): Part[] {
  const {type} = part;
  if (!(type instanceof DuckDBStructType) || type.entryCount > MOST_FIELDS || depth >= DEEPEST) return [part];
  return type.entryNames.flatMap((name, at) =>
    fieldsOf(
      {
        name: `${part.name}.${name}`,
        expression: `struct_extract(${part.expression}, ${literal(name)})`,
        type: type.entryTypes[at]!,
      },
      depth + 1,
    ),
  );
}

const isNested = (type: DuckDBType): boolean =>
  type instanceof DuckDBStructType ||
  type instanceof DuckDBListType ||
  type instanceof DuckDBArrayType ||
  type instanceof DuckDBMapType ||
  type instanceof DuckDBUnionType;

function plain({expression, type}: Part): string {
  if (isNested(type)) return `CAST(to_json(${expression}) AS VARCHAR)`;
  if (type.alias === "JSON")
    return `CASE json_type(${expression}) WHEN 'VARCHAR' THEN ${expression} ->> '$' WHEN 'NULL' THEN NULL ELSE CAST(${expression} AS VARCHAR) END`;
  if (type.typeId === DuckDBTypeId.BLOB) return `decode(${expression})`;
  if (AS_TEXT.has(type.typeId)) return `CAST(${expression} AS VARCHAR)`;
  if (AS_TIMESTAMP.has(type.typeId)) return `CAST(${expression} AS TIMESTAMP)`;
  return expression;
}

/** Columns that hold objects or lists in some rows and single values in others. */
async function mixedKinds(
  parts: readonly Part[],
  from: string,
  connection: DuckDBConnection,
): Promise<ReceiptEntry[]> {
  const asked = parts.filter(({type}) => type.alias === "JSON");
  if (asked.length === 0) return [];
  const nested = asked.map(
    ({expression}) =>
      `count(*) FILTER (WHERE json_type(${expression}) IN ('OBJECT', 'ARRAY')), count(*) FILTER (WHERE json_type(${expression}) NOT IN ('OBJECT', 'ARRAY', 'NULL'))`,
  );
  const row = (await connection.runAndReadAll(`SELECT ${nested.join(", ")} FROM ${from}`)).getRows()[0] ?? [];
  return asked.flatMap(({name}, at): ReceiptEntry[] => {
    const [lists, values] = [Number(row[2 * at]), Number(row[2 * at + 1])];
    if (lists === 0 || values === 0) return [];
    const message = `${name} holds lists or objects in ${lists} rows and single values in ${values}; all are kept as text.`;
    return [{kind: "type", column: name, message, count: Math.min(lists, values), doubt: true}];
  });
}

/** Bytes that are all text are text (older writers do not say so); others are left out. */
async function withoutBinary(
  parts: readonly Part[],
  from: string,
  connection: DuckDBConnection,
  entries: ReceiptEntry[],
): Promise<Part[]> {
  const blobs = parts.filter(({type}) => type.typeId === DuckDBTypeId.BLOB);
  if (blobs.length === 0) return [...parts];
  const counts = blobs.map(
    ({expression}) =>
      `count(*) FILTER (WHERE ${expression} IS NOT NULL AND TRY(decode(${expression})) IS NULL)`,
  );
  const row = (await connection.runAndReadAll(`SELECT ${counts.join(", ")} FROM ${from}`)).getRows()[0] ?? [];
  const binary = blobs.filter((_, at) => Number(row[at]) > 0);
  if (binary.length > 0)
    entries.push({
      kind: "dropped",
      message: `${binary.length} columns hold binary data and were left out.`,
      count: binary.length,
      examples: binary.slice(0, 5).map(({name}) => name),
    });
  return parts.filter((part) => !binary.includes(part));
}
