import {type Order, readDate} from "./dates.ts";
import type {Texts} from "./form.ts";
import {isWritten, NOTATIONS, readWritten} from "./numbers.ts";

/** What all columns of a file together say of how its author writes. */
export interface FileEvidence {
  decimal?: "." | ",";
  order?: Order;
}

const LOOKED_AT = 100;

/** The mark of the fraction, where a number leaves no doubt about it. */
export function decimalOf(body: string): "." | "," | undefined {
  const marks = body.replace(/[^.,]/g, "");
  if (marks.length === 0) return undefined;
  const last = marks.at(-1) as "." | ",";
  if (marks.length === 1) {
    const [before, after] = body.split(last) as [string, string];
    return after.length !== 3 || before.length > 3 || /^0?$/.test(before) ? last : undefined;
  }
  if (new Set(marks).size === 2 && marks.indexOf(last) === marks.length - 1) return last;
  return new Set(marks).size === 1 ? (last === "." ? "," : ".") : undefined;
}

/** The order that a date of two open numbers must have, where only one is a day of the calendar. */
export function orderOf([first, second]: readonly number[]): Order | undefined {
  if (first! > 12 && second! <= 12) return "day_first";
  if (second! > 12 && first! <= 12) return "month_first";
  return undefined;
}

/** Each column has one voice. */
export function gatherEvidence(columns: Iterable<Texts>): FileEvidence {
  const decimals = {".": 0, ",": 0};
  const orders = {day_first: 0, month_first: 0, year_first: 0};
  for (const texts of columns) {
    const own = {".": 0, ",": 0};
    const days = {day_first: 0, month_first: 0, year_first: 0};
    let looked = 0;
    for (const text of texts.keys()) {
      if (++looked > LOOKED_AT) break;
      if (!/\d/.test(text)) continue;
      const written = readWritten(text);
      const number = written && NOTATIONS.some((notation) => isWritten(written.body, notation));
      const decimal = number ? decimalOf(written.body) : undefined;
      if (decimal) own[decimal]++;
      else if (!number && /^\d{1,2}[-/.]\d{1,2}[-/.]\d/.test(text)) {
        const pair = readDate(text)?.pair;
        const order = pair && orderOf(pair);
        if (order) days[order]++;
      }
    }
    if (own["."] !== own[","]) decimals[own["."] > own[","] ? "." : ","]++;
    if (days.day_first !== days.month_first)
      orders[days.day_first > days.month_first ? "day_first" : "month_first"]++;
  }
  return {
    ...(decimals["."] !== decimals[","] && {decimal: decimals["."] > decimals[","] ? "." : ","}),
    ...(orders.day_first !== orders.month_first && {
      order: orders.day_first > orders.month_first ? "day_first" : "month_first",
    }),
  };
}
