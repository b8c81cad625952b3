import type {ColumnProfile, Role, TableProfile} from "../../data/profile.ts";
import {formatDate} from "../../planning/format_value.ts";
import {count, dateText, list, percent} from "./words.ts";

const ROLES: Record<Role, string> = {
  measure: "measure",
  category: "category",
  geography: "place",
  date: "date",
  identifier: "identifier",
  text: "text",
  boolean: "yes/no",
};

const GRAINS: Record<string, string> = {
  hour: "hourly",
  day: "daily",
  week: "weekly",
  month: "monthly",
  quarter: "quarterly",
  year: "yearly",
};

/** What a table is, in a sentence or three: rows and columns, the period covered, what names a row, what is missing. */
export function headline(profile: TableProfile): string {
  const {rows, columns, details} = profile;
  if (rows === 0) return `No rows; ${count(columns.length, "column")}.`;
  const counts = Map.groupBy(columns, (column) => column.role);
  const roles = (Object.keys(ROLES) as Role[]).flatMap((role) => {
    const number = counts.get(role)?.length ?? 0;
    return number === 0 ? [] : [role === "boolean" ? `${number} ${ROLES[role]}` : count(number, ROLES[role])];
  });
  const dated = mainDate(profile);
  const sentences = [
    `${count(rows, "row")} of ${count(columns.length, "column")}: ${list(roles, 7)}${dated ? `, ${period(dated)}` : ""}.`,
  ];
  const [key] = profile.keys;
  const [pair] = details?.pairKeys ?? [];
  if (key !== undefined) sentences.push(`A row is named by ${key}.`);
  else if (pair) sentences.push(`A row is named by ${pair[0]} and ${pair[1]} together.`);
  const missing = columns.reduce((sum, column) => sum + column.nulls, 0);
  sentences.push(
    missing === 0
      ? "No cell is missing."
      : `${percent(missing, rows * columns.length)} of the cells are missing.`,
  );
  return sentences.join(" ");
}

/** The column of dates that tells the period of the table: the first that is filled. */
export function mainDate(profile: TableProfile): ColumnProfile | undefined {
  const dates = profile.columns.filter((column) => column.role === "date" && column.min !== null);
  return dates.find((column) => column.type !== "integer") ?? dates[0];
}

function period(column: ColumnProfile): string {
  const grain = column.details?.dates?.grain;
  const day = (cell: unknown): string => {
    const text = String(cell);
    if (column.type === "integer") return text;
    if (grain === "month" || grain === "quarter" || grain === "year")
      return formatDate(text.slice(0, 10), grain) ?? text;
    return dateText(text.slice(0, 10)) ?? text;
  };
  const {min, max} = column;
  const often = grain && isRegular(column) ? `, ${GRAINS[grain] ?? ""}`.replace(/, $/, "") : "";
  return min === max ? `all of ${day(min)}` : `from ${day(min)} to ${day(max)}${often} (${column.name})`;
}

/** Whether at least half of the periods between the first and the last date have a row. */
export function isRegular(column: ColumnProfile): boolean {
  const dates = column.details?.dates;
  return (
    dates !== undefined &&
    dates.grain !== "irregular" &&
    dates.periods > 2 &&
    dates.missing < dates.periods / 2
  );
}
