import {FormulaError} from "../agents/hosted/formula_tokens.ts";
import {tableName} from "../data/names.ts";
import {isSelect} from "./plan_of_call.ts";

/** The tables of a join: whose columns stand on the left and on the right. */
export interface Joined {
  left: unknown;
  right: unknown;
}

/**
 * The columns that are equal, as models write them: `"id"`, `"a = b"`, `"a = b and c = d"`, `{a: "b"}`, `[["a", "b"]]`. Where a text
 * names the tables (`stores.id = orders.store`), those say which column is whose.
 * @throws FormulaError where it does not say which column is whose
 */
export function joinKeys(on: unknown, joined: Joined): unknown {
  if (typeof on === "string") return conditionsOf(on).map((one) => keyOf(one, joined));
  if (Array.isArray(on))
    return on.flatMap((one: unknown) => {
      if (Array.isArray(one) && one.length === 2) return [{left: one[0], right: one[1]}];
      return typeof one === "string" ? joinKeys(one, joined) : [one];
    });
  if (typeof on !== "object" || on === null) return on;
  return "left" in on ? [on] : Object.entries(on).map(([left, right]) => ({left, right}));
}

/** An "and" between two equations parts them; any other may stand in a name. */
function conditionsOf(text: string): string[] {
  const parts = text.split(/ and /i);
  return parts.length > 1 && parts.every((part) => part.includes("=")) ? parts : [text];
}

const EQUALS = /^={1,2}$/;

function keyOf(text: string, joined: Joined): {left: string; right: string} {
  const parts = text.includes("=") ? (text.match(/(?:"[^"]*"|[^"=])+|={1,2}/g) ?? []) : [text];
  const [first, second] = parts.filter((part) => !EQUALS.test(part)).map((one) => sideOf(one.trim(), joined));
  if (
    !first?.column ||
    parts.join("") !== text ||
    parts.length !== (second ? 3 : 1) ||
    (second && !EQUALS.test(parts[1]!))
  )
    throw wrong(text, 'write "a = b", and several as a list');
  if (!second) return {left: first.column, right: first.column};
  const [is, other] = [first.of, second.of];
  if (is !== undefined && is === other) throw wrong(text, "both columns are of one table");
  if ([is, other].includes("unknown") && !readsSelect([is, other], joined))
    throw wrong(text, `the tables are ${shown(joined)}`);
  const isTurned = is === "right" || other === "left";
  return isTurned ? {left: second.column, right: first.column} : {left: first.column, right: second.column};
}

type Of = "left" | "right" | "unknown" | undefined;

/** A SELECT may call its tables anything: its column is the one that is not the other table's. */
const readsSelect = (of: readonly Of[], {left}: Joined): boolean => isSelect(left) && of.includes("right");

/** A column and whose it is, as far as that is written: `orders.id`, `"Staff List"."id"`. */
function sideOf(text: string, {left, right}: Joined): {column: string; of: Of} {
  const [, quoted, plain, rest] =
    /^(?:"([^"]+)"|([\p{L}_][\p{L}\p{N}_]*))\.(?=["\p{L}_])(.+)$/u.exec(text) ?? [];
  const table = quoted ?? plain;
  const column = (rest ?? text).replace(/^"(.*)"$/, "$1");
  if (table === undefined || isSame(left, right)) return {column, of: undefined};
  if (isSame(table, left)) return {column, of: "left"};
  if (isSame(table, right)) return {column, of: "right"};
  const word = table.toLowerCase();
  return {column, of: word === "left" || word === "right" ? word : "unknown"};
}

const isSame = (one: unknown, other: unknown): boolean =>
  typeof one === "string" && typeof other === "string" && tableName(one) === tableName(other);

const shown = ({left, right}: Joined): string =>
  [left, right]
    .map((one) => (typeof one === "string" && !isSelect(one) ? `"${one}"` : "the SELECT"))
    .join(" and ");

const wrong = (text: string, why: string): FormulaError =>
  new FormulaError(`on: "${text.slice(0, 100)}" does not say which columns are equal: ${why}`);
