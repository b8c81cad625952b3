import {readableName} from "./readable_name.ts";
import {verbalize} from "./verbalize.ts";

/**
 * How a column, a table or a value is said, in words alone: "tot_rev_usd" is "total revenue in dollars", "q3_rev" is "quarter three
 * revenue".
 */
export function sayName(identifier: string): string {
  return verbalize(readableName(identifier));
}
