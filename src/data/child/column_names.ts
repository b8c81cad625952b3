import type {ReceiptEntry} from "../dataset.ts";

/** Signs that are not seen: joiners, marks of direction and of byte order, soft hyphens. */
const UNSEEN =
  /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|^[\u200c\u200d]+|[\u200c\u200d]+$/g;

/** A name as a reader sees it: without unseen signs, with plain single spaces. */
export const visible = (cell: string): string =>
  cell
    .replaceAll("\u0000", "")
    .replace(UNSEEN, "")
    .replace(/[\s\u0085]+/g, " ")
    .trim()
    .normalize("NFC");

/**
 * The names of the columns: trimmed, blanks and repeats made distinct. DuckDB holds names that differ only in case for
 * the same, so these are repeats too. What was changed goes into the receipt.
 */
export function columnNames(header: readonly string[], entries: ReceiptEntry[], report = true): string[] {
  const seen = new Set<string>();
  const renamed: string[] = [];
  const blank: number[] = [];
  const names = header.map((cell, index) => {
    const given = visible(cell);
    if (given === "") blank.push(index + 1);
    const base = given || `column_${index + 1}`;
    let name = base;
    for (let times = 2; seen.has(name.toLowerCase()); times++) name = `${base}_${times}`;
    seen.add(name.toLowerCase());
    if (given !== "" && name !== base) renamed.push(`${base} -> ${name}`);
    return name;
  });
  if (report && renamed.length > 0)
    entries.push({
      kind: "renamed",
      message: `${renamed.length} column names stood twice and were numbered.`,
      count: renamed.length,
      examples: renamed.slice(0, 5),
    });
  if (report && blank.length > 0)
    entries.push({
      kind: "renamed",
      message: `${blank.length} columns have no name and got one by their place.`,
      count: blank.length,
      examples: blank.slice(0, 5).map((place) => `column_${place}`),
    });
  return names;
}
