/** A name that SQL takes without quotes: letters of any script, digits and underscores. */
export function tableName(text: string): string {
  const name = text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
  return /^\p{N}/u.test(name) ? `t_${name}` : name || "table";
}

/** Where a table comes from, as far as its name depends on it. */
export interface NamedAfter {
  sheet?: string;
  /** The file of an archive or folder that holds it. */
  file?: string;
  /** It is the only table of that file. */
  alone?: boolean;
  /** A name of its own. */
  label?: string;
}

/**
 * What the tables of one import are called: a single one as the import is, else after their file (in an archive or
 * folder), table or sheet; a name that was given stands before each. Names differ.
 */
export function datasetNames(
  whole: {name: string; named?: boolean},
  tables: readonly NamedAfter[],
): string[] {
  const taken = new Set<string>();
  const bases = tables.map(({file}) => bareName(file ?? ""));
  return tables.map(({sheet, file, alone, label}, index) => {
    let own: string;
    const single = tables.length === 1;
    if (label !== undefined) own = single || !whole.named ? label : `${whole.name}_${label}`;
    else if (file) {
      const twice = bases.filter((base) => base === bases[index]).length > 1 && alone;
      const base = twice ? tableName(file.replace(ENDINGS, "")) : bases[index]!;
      own = sheet && !alone ? `${base}_${tableName(sheet)}` : base;
      if (whole.named) own = single ? whole.name : `${whole.name}_${own}`;
    } else own = !single && sheet ? `${whole.name}_${tableName(sheet)}` : whole.name;
    if (single && whole.named) own = whole.name;
    let name = own;
    for (let number = 2; taken.has(name); number++) name = `${own}_${number}`;
    taken.add(name);
    return name;
  });
}

const ENDINGS =
  /(\.(csv|tsv|txt|tab|psv|dat|data|json|ndjson|jsonl|geojson|parquet|xlsx|xls|xlsm|xlsb|ods|zip|tar|tgz|gz|gzip|zst|zstd|br|db|sqlite|sqlite3|duckdb))+$/i;

/** A file's name as a table's: without folder and endings. */
export const bareName = (file: string): string =>
  tableName((file.split(/[/\\]/).at(-1) ?? "").replace(ENDINGS, ""));
