import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import {groups, isCoordinate} from "../../data/roles.ts";
import type {Shown} from "../../models/account.ts";
import {knownColumns} from "./columns.ts";
import {shortCell, tame} from "./fence.ts";
import {isPersonal} from "./personal.ts";

/** A data set in few words for a model: no row of it, and what was shown, for the record. */
export interface Card {
  text: string;
  columns: Shown["columns"];
}

/** Four characters are a token: 20 columns fit in 400 tokens. */
const CHARACTERS_PER_COLUMN = 76;
/** Columns beyond these are named with their type only. */
const DETAILED_COLUMNS = 60;

/** The card of one table: a line for each column with its kind, range or most frequent values, and what is missing. */
export function makeCard(profile: TableProfile): Card {
  const known = knownColumns(profile);
  const lines = known.map(({profile: column, shown}, index) => {
    const masked = isPersonal(column, profile);
    const detailed = index < DETAILED_COLUMNS;
    const facts = [kindOf(column, masked), ...(detailed ? factsOf(column, masked) : [])];
    return {
      column,
      masked,
      listed: detailed && !masked && listsValues(column),
      line: `${tame(shown, 60)}: ${facts.join(", ")}`,
    };
  });
  const head = `table ${tame(profile.table, 60)}, ${profile.rows} rows${keysOf(profile, known)}`;
  const used = head.length + lines.reduce((sum, one) => sum + one.line.length + 1, 0);
  const room = Math.max(0, CHARACTERS_PER_COLUMN * Math.max(lines.length, 8) - used);
  const needs = lines.map((one) => (one.listed ? lengthOfValues(one.column) : 0));
  const shares = shareOut(room, needs);
  const text = [head, ...lines.map((one, at) => withValues(one.line, one.column, shares[at] ?? 0))].join(
    "\n",
  );
  const columns = lines.map(({column, masked}) => ({table: profile.table, column: column.name, masked}));
  return {text, columns};
}

/** The cards of all tables, in order. */
export function makeCards(profiles: readonly TableProfile[]): Card {
  const cards = profiles.map(makeCard);
  return {text: cards.map((card) => card.text).join("\n\n"), columns: cards.flatMap((card) => card.columns)};
}

/** Of more places than these, no list is shown: a model knows what countries and cities are. */
const FEW_PLACES = 60;

function keysOf(profile: TableProfile, known: ReturnType<typeof knownColumns>): string {
  const keys = known.filter((one) => profile.keys.includes(one.profile.name)).slice(0, 3);
  return keys.length ? `, key ${keys.map((one) => tame(one.shown, 60)).join(" or ")}` : "";
}

function kindOf(column: ColumnProfile, masked: boolean): string {
  const kind =
    column.role === "measure"
      ? {additive: "amount", average: "rate (never sum)", balance: "balance (never sum over time)"}[
          column.additivity ?? "additive"
        ]
      : column.role === "identifier"
        ? "id"
        : groups(column)
          ? "category"
          : isCoordinate(column)
            ? `${column.geography} (never sum)`
            : column.role;
  const type =
    column.type === "integer" || column.type === "number" || column.role === column.type
      ? ""
      : ` ${column.type}`;
  const number =
    column.role !== "measure" && (column.type === "integer" || column.type === "number") ? " number" : "";
  const unit = column.unit ? ` in ${tame(column.unit, 8)}` : "";
  return `${masked ? "private " : ""}${kind}${type === " text" && groups(column) ? "" : type}${number}${unit}`;
}

function factsOf(column: ColumnProfile, masked: boolean): string[] {
  const facts: string[] = [];
  const ranged =
    column.type !== "text" &&
    column.type !== "boolean" &&
    column.min !== null &&
    column.role !== "identifier";
  if (ranged && !masked) facts.push(`${shortRange(column.min)} to ${shortRange(column.max)}`);
  if (column.role === "measure" && column.quantiles && !masked)
    facts.push(`median ${shortCell(column.quantiles[2])}`);
  if (groups(column) || column.role === "text") facts.push(`${column.distinct} values`);
  if (column.nulls) facts.push(`${column.nulls} missing`);
  return facts;
}

function shortRange(value: ColumnProfile["min"]): string {
  return typeof value === "string" ? value.replace(/ 00:00:00$/, "").slice(0, 16) : shortCell(value);
}

function listsValues(column: ColumnProfile): boolean {
  const few = column.role === "category" || column.distinct <= FEW_PLACES;
  return groups(column) && few && column.distinct > 0 && column.top.length > 0;
}

/** Gives each need its equal part of the room; what short needs leave goes to the longer ones. */
function shareOut(room: number, needs: readonly number[]): number[] {
  const shares = needs.map(() => 0);
  let left = room;
  const waiting = needs
    .flatMap((need, index) => (need > 0 ? [{need, index}] : []))
    .sort((a, b) => a.need - b.need);
  waiting.forEach(({need, index}, position) => {
    const share = Math.min(need, Math.floor(left / (waiting.length - position)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

function lengthOfValues(column: ColumnProfile): number {
  return column.top.reduce((sum, {value}) => sum + shownValue(value).length + 2, 3);
}

function shownValue(value: ColumnProfile["min"]): string {
  return typeof value === "string" ? `'${tame(value, 30)}'` : shortCell(value);
}

function withValues(line: string, column: ColumnProfile, room: number): string {
  const values: string[] = [];
  let left = room - 3;
  for (const {value} of column.top) {
    if (value === null) continue;
    const shown = shownValue(value);
    if (shown.length + 2 > left) break;
    values.push(shown);
    left -= shown.length + 2;
  }
  if (!values.length) return line;
  return `${line}: ${values.join(", ")}${values.length < column.distinct ? ", …" : ""}`;
}
