import {cleanSql, type Form, type Texts} from "./form.ts";

const TIMELY =
  /(^|[^a-z])(ts|timestamp|epoch|unix|time|datetime|date|at|created|updated|modified)([^a-z]|$)|_at$|time(stamp)?(ms)?$|date$/i;
const DATED =
  /(^|[^a-z])(date|datum|fecha|data|dato|day|tag|jour|when|due|start|end|from|until|expiry|expires)([^a-z]|$)|date$|datum$/i;

/** A name of two words that are written as one. */
const parted = (name: string): string => name.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
export const saysTime = (name: string): boolean => TIMELY.test(parted(name));
export const saysDate = (name: string): boolean => DATED.test(parted(name)) || /date$|datum$/i.test(name);

const between = (texts: Texts, from: number, to: number): boolean =>
  [...texts.keys()].every((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) >= from && Number(text) < to);

/** Seconds or milliseconds since 1970, of years since 2000, where the column's name speaks of time. */
export function epochForm(name: string, texts: Texts): Form | undefined {
  if (!saysTime(name) || texts.size === 0) return undefined;
  for (const [unit, factor] of [
    ["seconds", 1],
    ["milliseconds", 1e3],
    ["microseconds", 1e6],
  ] as const) {
    if (!between(texts, 9.4e8 * factor, 4.1e9 * factor)) continue;
    return {
      type: "timestamp",
      key: `epoch ${unit}`,
      fits: (text) =>
        /^\d+(\.\d+)?$/.test(text) && Number(text) >= 9.4e8 * factor && Number(text) < 4.1e9 * factor,
      sql: (column) =>
        `CASE WHEN TRY_CAST(${cleanSql(column)} AS DOUBLE) BETWEEN ${9.4e8 * factor} AND ${4.1e9 * factor} THEN make_timestamp(CAST(TRY_CAST(${cleanSql(column)} AS DOUBLE) * ${1e6 / factor} AS BIGINT)) END`,
    };
  }
  return undefined;
}

/** Days since 1900 as spreadsheets count them, of 1954 to 2064, where the column's name speaks of dates. */
export function serialForm(name: string, texts: Texts): Form | undefined {
  if (!saysDate(name) || texts.size === 0 || !between(texts, 20_000, 60_000)) return undefined;
  const clock = [...texts.keys()].some((text) => /\.\d*[1-9]/.test(text));
  return {
    type: clock ? "timestamp" : "date",
    key: `serial ${clock}`,
    fits: (text) => /^\d{5}(\.\d+)?$/.test(text) && (clock || !/\.\d*[1-9]/.test(text)),
    sql: (column) => {
      const days = `TRY_CAST(${cleanSql(column)} AS DOUBLE)`;
      const inside = `${days} BETWEEN 20000 AND 60000`;
      return clock
        ? `CASE WHEN ${inside} THEN TIMESTAMP '1899-12-30' + to_seconds(round(${days} * 86400)) END`
        : `CASE WHEN ${inside} AND ${days} = floor(${days}) THEN DATE '1899-12-30' + CAST(${days} AS INTEGER) END`;
    },
  };
}
