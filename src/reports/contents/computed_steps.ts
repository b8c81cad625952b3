import type {DocumentTable, ReportDocument} from "../document.ts";

/** A statement of an analysis, in the order that they run. */
export interface ComputedStep {
  /** What it makes: a table of this name, or a view. */
  name: string;
  kind: "source" | "step" | "view";
  /** One line for a person. */
  title: string;
  /** A SELECT. Undefined: what is computed here is no query of its own (a test, a model). */
  sql: string;
}

/**
 * The whole computation of a document as SELECTs: its sources, tables that later steps read under their own names, and a view
 * for each result. A query that several results share (a table and its chart) is there once.
 */
export function computedSteps({
  datasets,
  tables,
}: Pick<ReportDocument, "datasets" | "tables">): ComputedStep[] {
  const steps: ComputedStep[] = datasets.map(({name, source, load, rows}) => ({
    name,
    kind: "source",
    title: `${name}: ${rows.toLocaleString("en")} rows of ${source}`,
    sql: load ?? `SELECT * FROM read_csv('${name.replaceAll("'", "''")}.csv')`,
  }));
  const taken = new Set(datasets.map(({name}) => name.toLowerCase()));
  const ran = new Set<string>();
  for (const [group, members] of Map.groupBy(Object.entries(tables), ([key]) => groupOf(key))) {
    const own = new Map(
      members.flatMap(([, one]) => (one.step && one.select ? [[one.step, one] as const] : [])),
    );
    const made = new Set<string>();
    const make = (sql: string) => {
      for (const [step, one] of own) {
        if (made.has(step) || !mentions(sql, step) || one.sql.includes(sql)) continue;
        made.add(step);
        make(one.select!);
        steps.push({name: step, kind: "step", title: `${one.title} (read by later steps)`, sql: one.select!});
      }
    };
    for (const [key, one] of members) {
      const queries = one.sql.filter((sql) => isQuery(sql) && !ran.has(`${group} ${sql}`));
      queries.forEach((sql, at) => {
        ran.add(`${group} ${sql}`);
        make(sql);
        const name = nameFor(at === queries.length - 1 ? key : `${key}_check${at + 1}`, taken);
        steps.push({name, kind: "view", title: titleOf(one, at === queries.length - 1), sql: plain(sql)});
      });
    }
  }
  return steps;
}

/** What is computed outside SQL: titles of tables with notes and no query. */
export function elsewhereComputed({tables}: Pick<ReportDocument, "tables">): DocumentTable[] {
  return Object.values(tables).filter(({sql}) => !sql.some(isQuery));
}

const isQuery = (sql: string): boolean => /^\s*(?:SELECT|WITH|FROM|VALUES|\()/i.test(sql);
const plain = (sql: string): string => sql.trim().replace(/;+\s*$/, "");
const groupOf = (key: string): string => (key.includes(".") ? key.slice(0, key.indexOf(".")) : "");
const titleOf = ({title, step, select}: DocumentTable, isLast: boolean): string =>
  !isLast
    ? `${title}: the rows that count`
    : step !== undefined && select === undefined
      ? `${title}: the rows that it is computed from`
      : title;

function mentions(sql: string, step: string): boolean {
  const escaped = step.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\b(?:FROM|JOIN)\\s+(?:"${escaped}"|${escaped}\\b)`, "i").test(sql);
}

function nameFor(key: string, taken: Set<string>): string {
  const base = key.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+|_+$/g, "") || "result";
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}_${number}`;
  taken.add(name.toLowerCase());
  return name;
}
