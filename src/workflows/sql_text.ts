/** A stretch of a statement: plain SQL, or what stands in quotes or is a comment. */
export interface SqlStretch {
  text: string;
  quoted: boolean;
}

/**
 * A statement in stretches, as DuckDB reads it: texts in single quotes (`''` within; after E a backslash too), names in double
 * quotes, texts between dollars, comments to the end of a line and comments in other comments.
 */
export function sqlStretches(sql: string): SqlStretch[] {
  const found: SqlStretch[] = [];
  let plain = 0;
  let at = 0;
  const quote = (end: number): void => {
    if (at > plain) found.push({text: sql.slice(plain, at), quoted: false});
    found.push({text: sql.slice(at, end), quoted: true});
    at = end;
    plain = end;
  };
  while (at < sql.length) {
    const rest = sql.slice(at, at + 2);
    const dollar = sql[at] === "$" ? /^\$([A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 70)) : null;
    if (sql[at] === "'") quote(endOfQuotes(sql, at, "'", /[eE]$/.test(wordBefore(sql, at))));
    else if (sql[at] === '"') quote(endOfQuotes(sql, at, '"', false));
    else if (rest === "--") quote(endOf(sql, at, "\n"));
    else if (rest === "/*") quote(endOfComment(sql, at));
    else if (dollar && !/\w/.test(sql[at - 1] ?? "")) quote(endOf(sql, at + dollar[0].length, dollar[0]));
    else at += 1;
  }
  if (at > plain) found.push({text: sql.slice(plain, at), quoted: false});
  return found;
}

/** A text as SQL writes it. */
export function sqlText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A name as SQL writes it. */
export function sqlName(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

function wordBefore(sql: string, at: number): string {
  return /(?:^|[^\w])([eE])$/.exec(sql.slice(Math.max(0, at - 2), at))?.[1] ?? "";
}

function endOfQuotes(sql: string, from: number, mark: string, escapes: boolean): number {
  for (let at = from + 1; at < sql.length; at++) {
    if (escapes && sql[at] === "\\") at += 1;
    else if (sql[at] === mark) {
      if (sql[at + 1] !== mark) return at + 1;
      at += 1;
    }
  }
  return sql.length;
}

function endOf(sql: string, from: number, mark: string): number {
  const at = sql.indexOf(mark, from);
  return at < 0 ? sql.length : at + mark.length;
}

function endOfComment(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    const two = sql.slice(at, at + 2);
    if (two === "/*") {
      depth += 1;
      at += 1;
    } else if (two === "*/") {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return sql.length;
}
