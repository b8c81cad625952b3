import type {ColumnProfile} from "../../profile.ts";
import type {Outliers} from "../../profile_details.ts";

const WORDS =
  /^(n\/?a|n\.a\.?|na|nan|none|null|nil|unknown|unkown|not available|not applicable|not known|missing|undefined|unspecified|tbd|tba|todo|xxx+|test|-+|\?+|\.+|#n\/a|#ref!|#value!|#div\/0!|#name\?|k\.?a\.?|s\/d|no data|\(blank\)|blank|empty)$/i;
const NUMBERS = new Set([-1, -9, -99, -999, -9999, -99999, 99, 999, 9999, 99999, 999999, 9999999]);

/** Texts that stand for "nothing", and numbers such as 9999 that lie far from all others and come up again and again. */
export function placeholdersOf(
  column: ColumnProfile,
  outliers: Outliers | undefined,
): {value: string | number; count: number}[] {
  if (column.type === "text")
    return column.top.flatMap(({value, count}) =>
      WORDS.test(String(value).trim()) ? [{value: String(value), count}] : [],
    );
  if (!outliers || column.role !== "measure") return [];
  const {low, high} = outliers.fences;
  return column.top.flatMap(({value, count}) => {
    const number = Number(value);
    const far = number < low || number > high;
    const end = value === column.min || value === column.max;
    return NUMBERS.has(number) && far && end && count > 1 ? [{value: number, count}] : [];
  });
}
