import {nameParts} from "../../data/roles.ts";

/** Words of a column's name whose numbers name things: nobody counts with them. */
const NAMING = new Set(
  "id ids uuid guid key ssn sku isbn barcode phone telephone tel mobile fax zip zipcode postcode postal fips iata rowid uid ean upc pin code codes serial account acct year yr identifier".split(
    " ",
  ),
);
/** What makes an amount of it: "distinct order_id" counts. */
const COUNTING =
  /^(?:count|number|distinct|sum|total|average|avg|mean|median|standard|variance|share|num|n|rows?)\b/i;

/** Whether the numbers of a column name things (an order, a place, a year), so that none of their figures can be left out. */
export function isIdentifier(column: string): boolean {
  const bare = column.trim();
  if (COUNTING.test(bare.replaceAll("_", " ")) || /\bper\b/i.test(bare)) return false;
  const parts = nameParts(bare);
  const last = parts.filter((part) => !/^\d+$/.test(part)).at(-1) ?? "";
  // "key_rate" and "code_coverage" are measures; "zip_of_store" names a place as "store_zip" does.
  return NAMING.has(last) || /^(?:zip|postal|phone|ssn|isbn|barcode|postcode|account)$/.test(parts[0] ?? "");
}
