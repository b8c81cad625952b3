import {findColumn, type KnownColumn, nearestOrFirst, type Scope} from "./columns.ts";

/** A piece of a formula. Columns are recognised here, so that "Release Date > '2001-01-01'" needs no quotes. */
export type Token =
  | {kind: "column"; column: KnownColumn}
  /** A quoted name that only an open scope takes for a column's. */
  | {kind: "name"; value: string}
  | {kind: "number"; value: number}
  | {kind: "text"; value: string}
  | {kind: "word"; value: string}
  | {kind: "sign"; value: string};

/** What is wrong with a formula, for the one who wrote it. */
export class FormulaError extends Error {}

const signs = [
  "<=",
  ">=",
  "<>",
  "!=",
  "==",
  "**",
  "<",
  ">",
  "=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "^",
  "(",
  ")",
  ",",
];

/** Beyond these a formula would be too deep for what reads it; DuckDB's own limit is a depth of 1,000. */
const MOST_CHARACTERS = 20_000;
const MOST_NESTING = 300;
const NESTS = new Set(["(", "+", "-", "*", "/", "%", "^", "**"]);

/** Words of conditions. One of them after a value is that word, even where a column has its name. */
export const KEYWORDS = /^(and|or|not|in|is|between|like|ilike|contains|starts_with|ends_with|null)$/i;

/** Cuts a formula into tokens. Throws FormulaError with the nearest column names where a name is not known. */
export function tokenise(text: string, scope: Scope): Token[] {
  if (text.length > MOST_CHARACTERS)
    throw new FormulaError(
      `a formula is at most ${MOST_CHARACTERS} characters long, this has ${text.length}`,
    );
  const tokens: Token[] = [];
  const names = longestFirst(scope);
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^\s+/.exec(rest);
    const string = /^'((?:[^']|'')*)'/.exec(rest);
    const quoted = /^(?:"((?:[^"]|"")*)"|`([^`]*)`)/.exec(rest);
    const number = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w])/i.exec(rest);
    const sign = signs.find((one) => rest.startsWith(one));
    if (space) {
      at += space[0].length;
    } else if (string) {
      tokens.push({kind: "text", value: (string[1] ?? "").replaceAll("''", "'")});
      at += string[0].length;
    } else if (quoted) {
      tokens.push(quotedToken((quoted[1] ?? quoted[2] ?? "").replaceAll('""', '"'), tokens, scope));
      at += quoted[0].length;
    } else {
      const column = isCall(rest) ? undefined : names.find(([name]) => startsWithName(rest, name));
      if (column && !(KEYWORDS.test(column[0]) && endsValue(tokens))) {
        tokens.push({kind: "column", column: column[1]});
        at += column[0].length;
      } else if (number) {
        tokens.push({kind: "number", value: Number(number[0])});
        at += number[0].length;
      } else if (sign) {
        tokens.push({kind: "sign", value: sign});
        at += sign.length;
      } else {
        const word = /^[\p{L}_][\p{L}\p{N}_.]*/u.exec(rest);
        if (!word) throw new FormulaError(`cannot read "${rest.slice(0, 20)}" in: ${text}`);
        tokens.push({kind: "word", value: word[0]});
        at += word[0].length;
      }
    }
  }
  if (tokens.filter(nests).length > MOST_NESTING)
    throw new FormulaError(
      `a formula has at most ${MOST_NESTING} operators and brackets: ${text.slice(0, 60)}...`,
    );
  return tokens;
}

const nests = (token: Token): boolean =>
  (token.kind === "sign" && NESTS.has(token.value)) ||
  (token.kind === "word" && token.value.toLowerCase() === "not");

/** Says that a name is no column, with those that it may have meant. */
export function unknownColumn(name: string, scope: Scope): FormulaError {
  const nearest = nearestOrFirst(
    name,
    scope.columns.map((one) => one.shown),
  );
  return new FormulaError(
    `there is no column "${name}"; nearest: ${nearest.map((one) => `"${one}"`).join(", ")}`,
  );
}

/** Double quotes hold a column's name; where no column has it, a text on the right of a comparison. */
function quotedToken(name: string, before: readonly Token[], scope: Scope): Token {
  const column = findColumn(scope, name);
  if (column) return {kind: "column", column};
  const last = before.at(-1);
  const compared =
    last?.kind === "sign" ? /^[<>=!,(]/.test(last.value) && before.length > 1 : last?.kind === "word";
  if (compared) return {kind: "text", value: name};
  if (scope.open) return {kind: "name", value: name};
  throw unknownColumn(name, scope);
}

function longestFirst(scope: Scope): [string, KnownColumn][] {
  return scope.columns
    .flatMap((column): [string, KnownColumn][] => {
      const names = [column.profile.name, column.shown];
      return [...names, ...names.map((name) => `${column.table}.${name}`)].map((name) => [
        name.toLowerCase(),
        column,
      ]);
    })
    .sort(([a], [b]) => b.length - a.length);
}

function startsWithName(rest: string, name: string): boolean {
  if (!name || rest.slice(0, name.length).toLowerCase() !== name) return false;
  const next = rest.slice(name.length, name.length + 1);
  return !/[\p{L}\p{N}_]/u.test(name.at(-1) ?? "") || !/[\p{L}\p{N}_]/u.test(next);
}

/** Whether a value is complete here, so that only an operator can follow: `x`, `x is`, `x not`. */
function endsValue(before: readonly Token[]): boolean {
  const last = before.at(-1);
  if (!last) return false;
  if (last.kind === "sign") return last.value === ")";
  if (last.kind !== "word") return true;
  const word = last.value.toLowerCase();
  return word === "is" || (word === "not" ? endsValue(before.slice(0, -1)) : !KEYWORDS.test(word));
}

/** `year(` is a function even where a column is called year. */
function isCall(rest: string): boolean {
  return /^[a-z_][a-z_0-9]*\(/i.test(rest);
}
