import type {Answer} from "../../channels/channel.ts";
import {digitWords} from "./number_words.ts";

/** Rows beyond these are not told one by one. */
const MOST_ROWS = 200;
const LONGEST = 60;

/** What of a sentence is a value of a text column that number rules would take for an amount: "90210", "USD". */
export function valuesIn(caption: string, {plan, artifacts}: Answer): string[] {
  const headline = plan && artifacts[plan.headline];
  const cells = headline?.table.rows.slice(0, MOST_ROWS).flat() ?? [];
  const values = cells.filter(
    (cell) =>
      typeof cell === "string" &&
      cell.length <= LONGEST &&
      wordsOfValue(cell) !== undefined &&
      caption.includes(cell),
  );
  return [...new Set(values as string[])].sort((a, b) => b.length - a.length);
}

/** A text with such values in words. */
export function withValuesSaid(text: string, values: readonly string[]): string {
  return values.reduce(
    (said, value) =>
      said.replace(
        new RegExp(`(?<![\\p{L}\\p{N}.,$€£-])${value}(?![\\p{L}\\p{N}-]|[.,]\\d)`, "gu"),
        () => wordsOfValue(value) ?? value,
      ),
    text,
  );
}

/** A long number digit by digit, a currency's code by its letters; undefined for what is said right as it is. */
function wordsOfValue(value: string): string | undefined {
  if (/^(?:0\d+|\d{5,24})$/.test(value)) return digitWords(value);
  return /^(?:USD|EUR|GBP|JPY|CHF|CAD|AUD|INR|CNY|SEK|NOK|DKK|PLN|BRL|MXN)$/.test(value)
    ? [...value].join(" ")
    : undefined;
}
