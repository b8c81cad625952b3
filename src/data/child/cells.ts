import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import type {Cell, ColumnType} from "../table.ts";

const INTEGERS = new Set<number>([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

/** Our name for a type of DuckDB's. */
export function columnType(type: DuckDBType): ColumnType {
  const id = type.typeId;
  if (INTEGERS.has(id)) return "integer";
  if (id === DuckDBTypeId.DOUBLE || id === DuckDBTypeId.FLOAT || id === DuckDBTypeId.DECIMAL) return "number";
  if (id === DuckDBTypeId.VARCHAR || id === DuckDBTypeId.ENUM || id === DuckDBTypeId.UUID) return "text";
  if (id === DuckDBTypeId.BOOLEAN) return "boolean";
  if (id === DuckDBTypeId.DATE) return "date";
  if (
    [
      DuckDBTypeId.TIMESTAMP,
      DuckDBTypeId.TIMESTAMP_MS,
      DuckDBTypeId.TIMESTAMP_NS,
      DuckDBTypeId.TIMESTAMP_S,
      DuckDBTypeId.TIMESTAMP_TZ,
    ].includes(id)
  )
    return "timestamp";
  return id === DuckDBTypeId.TIME || id === DuckDBTypeId.TIME_TZ ? "time" : "other";
}

/** A value of DuckDB's as a cell. `lost` is called for NaN and infinities, which become null. */
export function toCell(value: DuckDBValue, lost: () => void): Cell {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case "number":
      if (Number.isFinite(value)) return value;
      lost();
      return null;
    case "string":
    case "boolean":
      return value;
    case "bigint":
      return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
        ? Number(value)
        : value.toString();
  }
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBTimestampValue) return trimZeros(value.toString());
  if (value instanceof DuckDBTimestampTZValue)
    return trimZeros(new Date(Number(value.micros / 1000n)).toISOString().replace("T", " ").replace("Z", ""));
  return typeof value === "object" && "toString" in value ? String(value) : JSON.stringify(value);
}

const trimZeros = (text: string): string => text.replace(/\.0+$/, "").replace(/(\.\d*?)0+$/, "$1");
