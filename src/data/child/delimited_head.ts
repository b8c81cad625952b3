export interface Dialect {
  delim: string;
  quote: string;
  escape: string;
  skip: number;
  header: boolean;
}

/** The first records of delimited text; a record may run over several lines. Empty cells are null, blank lines no records. */
export function firstRecords(text: string, dialect: Dialect, most: number): (string | null)[][] {
  const {delim, quote} = dialect;
  let at = 0;
  for (let line = 0; line < dialect.skip; line++) {
    const end = text.indexOf("\n", at);
    if (end < 0) return [];
    at = end + 1;
  }
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  let cell = "";
  let quoted = false;
  const endCell = (): void => {
    record.push(cell === "" ? null : cell);
    cell = "";
  };
  const endRecord = (): void => {
    endCell();
    if (record.some((value) => value !== null)) records.push(record);
    record = [];
  };
  for (; at < text.length && records.length < most; at++) {
    const sign = text[at]!;
    if (quoted) {
      if (sign === dialect.escape && text[at + 1] === quote) {
        cell += quote;
        at++;
      } else if (sign === quote) quoted = false;
      else cell += sign;
    } else if (sign === quote && cell === "") quoted = true;
    else if (text.startsWith(delim, at)) {
      endCell();
      at += delim.length - 1;
    } else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at++;
      endRecord();
    } else cell += sign;
  }
  if (records.length < most && (cell !== "" || record.length > 0)) endRecord();
  return records;
}

/** The separator that the first line holds most of: for text that DuckDB's sniffer gives up on. */
export function likelyDialect(text: string): Dialect {
  const line = text.slice(0, Math.max(0, text.search(/[\r\n]/)) || text.length);
  const delim = [",", "\t", ";", "|"]
    .map((sign) => ({sign, times: line.split(sign).length}))
    .toSorted((a, b) => b.times - a.times)[0]!.sign;
  return {delim, quote: '"', escape: '"', skip: 0, header: false};
}
