import {FormulaError} from "../agents/hosted/formula_tokens.ts";
import {tableName} from "../data/names.ts";
import {joinKeys} from "./join_keys.ts";

type Fields = Record<string, unknown>;

/**
 * Fields as models write them who know other programs, in our own form: pandas' `how` and `on` of a join, a mapping where a list
 * of pairs is meant, `by` of a sort. What is in our form, and what is unknown, stays as it is.
 * @param table what the method works on
 * @throws FormulaError where two names of one field are given, or a join does not say which column is whose
 */
export function looseFields(method: unknown, fields: Fields, table?: unknown): Fields {
  const loosen = typeof method === "string" && Object.hasOwn(LOOSE, method) ? LOOSE[method] : undefined;
  return loosen ? loosen(fields, table) : fields;
}

/** The dataset that a name means: as it is, or as the importer would have written it ("staff list": staff_list). */
export function knownTable(table: unknown, names: readonly string[]): unknown {
  if (typeof table !== "string" || names.includes(table)) return table;
  const wanted = tableName(table);
  const found = names.filter((name) => name === wanted);
  return found.length === 1 && table.trim().length > 0 ? found[0] : table;
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `{old: new}` as a list. */
const pairs = (value: unknown, make: (key: string, one: unknown) => Fields): unknown =>
  isRecord(value) ? Object.entries(value).map(([key, one]) => make(key, one)) : value;

/** The one that is given of several names of a field. */
function oneOf(names: Fields): unknown {
  const given = Object.entries(names).filter(([, value]) => value !== undefined && value !== null);
  if (given.length > 1)
    throw new FormulaError(
      `${given.map(([name]) => name).join(" and ")} are one field, given twice: give it once`,
    );
  return given[0]?.[1];
}

const LOOSE: Readonly<Record<string, (fields: Fields, table: unknown) => Fields>> = {
  join({how, kind, with: other, on, ...rest}, table) {
    const given = oneOf({kind, how});
    const right = isRecord(other) ? other.table : other;
    return {
      ...rest,
      ...(given !== undefined && {kind: given === "outer" ? "full" : given}),
      ...(other !== undefined && {with: typeof other === "string" ? {table: other} : other}),
      ...(on !== undefined && {on: joinKeys(on, {left: table, right})}),
    };
  },
  rename({names, columns, ...rest}) {
    const given = oneOf({names, columns});
    return {...rest, ...(given !== undefined && {names: pairs(given, (from, to) => ({from, to}))})};
  },
  cast({columns, ...rest}) {
    return {...rest, ...(columns !== undefined && {columns: pairs(columns, (column, to) => ({column, to}))})};
  },
  derive({columns, ...rest}) {
    return {...rest, ...(columns !== undefined && {columns: pairs(columns, (name, of) => ({name, of}))})};
  },
  sort({by, order, ...rest}) {
    const given = oneOf({order, by});
    return {...rest, ...(given !== undefined && {order: given})};
  },
};
