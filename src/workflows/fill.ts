import {firstAfter, justBefore, yearBefore} from "./day_words.ts";
import type {Parameter, ParameterValue, WorkflowDocument} from "./document.ts";
import type {ParameterValues} from "./parameters.ts";
import {sqlName, sqlStretches, sqlText} from "./sql_text.ts";

/** `{{month}}`, `{{month.first}}`; of a text that is told also `{{node.column}}`. */
const PLACEHOLDER = /\{\{\s*([A-Za-z_][\w-]*)(?:\.([^{}\s][^{}]*?))?\s*\}\}/g;

/** What a text asks to have put in. */
export interface Placeholder {
  name: string;
  /** After the dot: a part of a day or month, or a column of a node. */
  part?: string;
  /** As it was written. */
  text: string;
}

/** Where a placeholder stands: the fields down to it, joined by dots, and whether it is within quotes or a comment of SQL. */
export interface PlacedPlaceholder extends Placeholder {
  field: string;
  isSql: boolean;
  quoted: boolean;
}

/** The placeholders of a text, in order. */
export function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map(([whole, name, part]) => ({
    name: name!,
    text: whole,
    ...(part !== undefined && {part}),
  }));
}

/** The placeholders of a node's input at any depth. `sql`: the fields whose text is SQL. */
export function placeholdersOf(input: unknown, sql: readonly string[] = []): PlacedPlaceholder[] {
  const found: PlacedPlaceholder[] = [];
  walkTexts(input, "", (text, field) => {
    const isSql = sql.includes(field);
    const stretches = isSql ? sqlStretches(text) : [{text, quoted: false}];
    for (const stretch of stretches)
      for (const one of placeholdersIn(stretch.text))
        found.push({...one, field, isSql, quoted: stretch.quoted});
    return text;
  });
  return found;
}

/**
 * An input with its parameters put in. Alone in its text a parameter is the value itself, with its type; within a longer text
 * it is written into it; in SQL it is a literal, or of a dataset or column a quoted name. Whatever is no parameter stays.
 */
export function fillInput<Input>(
  input: Input,
  {parameters}: Pick<WorkflowDocument, "parameters">,
  values: ParameterValues,
  sql: readonly string[] = [],
): Input {
  const valueFor = (one: Placeholder): ParameterValue | undefined => {
    const value = Object.hasOwn(values, one.name) ? values[one.name] : undefined;
    return value === undefined ? undefined : partOf(value, parameters[one.name], one.part);
  };
  return walkTexts(input, "", (text, field) => {
    if (sql.includes(field)) return filledSql(text, parameters, valueFor);
    const [only] = placeholdersIn(text);
    if (only && only.text === text.trim()) return valueFor(only) ?? text;
    return filledText(text, (one) => {
      const value = valueFor(one);
      return value === undefined ? undefined : String(value);
    });
  }) as Input;
}

/** A text with what `say` gives for each placeholder; undefined leaves it as it is. Nothing that is put in is read again. */
export function filledText(text: string, say: (one: Placeholder) => string | undefined): string {
  return text.replace(PLACEHOLDER, (whole: string, name: string, part: string | undefined) => {
    return say({name, text: whole, ...(part !== undefined && {part})}) ?? whole;
  });
}

/**
 * A part of a day or month: its `first` day, the day `after` it, the one `before` it, the same a `year_before`; several joined
 * by dots, as in `month.before.first`. Undefined where there is no such part.
 */
export function partOf(
  value: ParameterValue,
  parameter: Pick<Parameter, "type"> | undefined,
  part: string | undefined,
): ParameterValue | undefined {
  if (part === undefined) return value;
  if (typeof value !== "string" || !parameter || !["date", "month"].includes(parameter.type))
    return undefined;
  return part.split(".").reduce<string | undefined>((one, name) => {
    if (one === undefined) return undefined;
    if (name === "first") return one.length === 7 ? `${one}-01` : one;
    if (name === "after") return firstAfter(one);
    if (name === "before") return justBefore(one);
    return name === "year_before" ? yearBefore(one) : undefined;
  }, value);
}

/** The parts that a parameter has. */
export function partsOf({type}: Pick<Parameter, "type">): string[] {
  return type === "date" || type === "month" ? ["first", "after", "before", "year_before"] : [];
}

function filledSql(
  sql: string,
  parameters: WorkflowDocument["parameters"],
  valueFor: (one: Placeholder) => ParameterValue | undefined,
): string {
  return sqlStretches(sql)
    .map(({text, quoted}) =>
      quoted
        ? text
        : filledText(text, (one) => {
            const value = valueFor(one);
            // Spaces around it: nothing beside it can become a part of it.
            return value === undefined ? undefined : ` ${literal(value, parameters[one.name], one.part)} `;
          }),
    )
    .join("");
}

function literal(value: ParameterValue, parameter: Parameter | undefined, part: string | undefined): string {
  if (typeof value === "number") return value < 0 ? `(${value})` : String(value);
  const type = parameter?.type;
  if (type === "dataset" || type === "column") return sqlName(value);
  if (type === "date" || (type === "month" && part !== undefined)) return `DATE ${sqlText(value)}`;
  return sqlText(value);
}

function walkTexts(value: unknown, field: string, change: (text: string, field: string) => unknown): unknown {
  if (typeof value === "string") return change(value, field);
  const under = (key: string | number): string => (field === "" ? String(key) : `${field}.${key}`);
  if (Array.isArray(value)) return value.map((one, at) => walkTexts(one, under(at), change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, walkTexts(one, under(key), change)]),
  );
}
