import {cleanSql, type Form} from "./form.ts";

const TIME = /^\d{1,2}:[0-5]\d(:[0-5]\d(\.\d{1,6})?)?( ?[ap]\.?m\.?)?$/i;

function fits(text: string): boolean {
  const hour = Number(text.slice(0, text.indexOf(":")));
  if (!TIME.test(text)) return false;
  return /m\.?$/i.test(text) ? hour >= 1 && hour <= 12 : hour < 24;
}

/** Times of the day, by 24 hours or by halves. */
export const TIME_OF_DAY: Form = {
  type: "time",
  key: "time",
  fits,
  sql(column) {
    const clean = cleanSql(column);
    const half = `upper(replace(${clean}, '.', ''))`;
    return `coalesce(CASE WHEN regexp_full_match(${clean}, '\\d{1,2}:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?') THEN TRY_CAST(${clean} AS TIME) END, CAST(coalesce(try_strptime(${half}, '%I:%M %p'), try_strptime(${half}, '%I:%M:%S %p'), try_strptime(${half}, '%I:%M%p'), try_strptime(${half}, '%I:%M:%S%p')) AS TIME))`;
  },
};
