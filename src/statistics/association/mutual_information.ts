import {margins} from "../counts/table.ts";

/**
 * How much knowing the row tells of the column, in nats, from a table of counts: 0 when independent. `normalised` divides by
 * the smaller entropy (0 to 1). Biased upwards in small samples: `corrected` subtracts Miller's (1955) (r-1)(c-1) / 2n.
 */
export function mutualInformation(table: readonly (readonly number[])[]): {
  nats: number;
  corrected: number;
  normalised: number;
} {
  const {rows, columns, n} = margins(table);
  let nats = 0;
  for (const [r, row] of table.entries())
    for (const [c, count] of row.entries())
      if (count > 0) nats += (count / n) * Math.log((count * n) / (rows[r]! * columns[c]!));
  const entropy = (counts: readonly number[]): number =>
    counts.reduce((sum, count) => (count > 0 ? sum - (count / n) * Math.log(count / n) : sum), 0);
  const least = Math.min(entropy(rows), entropy(columns));
  const used = (counts: readonly number[]): number => counts.filter((count) => count > 0).length - 1;
  return {
    nats,
    corrected: Math.max(0, nats - (used(rows) * used(columns)) / (2 * n)),
    normalised: least > 0 ? Math.min(1, Math.max(0, nats / least)) : 0,
  };
}
