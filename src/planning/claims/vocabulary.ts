import type {Artifact} from "../../tools/tool.ts";
import {namePartsOf} from "./column_units.ts";
import type {ColumnView, TableView} from "./table_view.ts";

/** Words that say the same of columns. */
const SAME = [
  "sales sale revenue turnover sold amount",
  "price cost fare fee charge",
  "profit earning earnings gain",
  "number count n total quantity",
  "temperature temp degrees warm hot cold",
  "weight mass heavy",
  "speed fast velocity",
  "age old aged",
  "rain precipitation wet rainfall",
  "income salary pay wage wages earnings",
  "employment jobs employees workers job",
  "share proportion percentage percent rate fraction part",
  "average avg mean",
  "maximum max highest peak high top",
  "minimum min lowest low",
  "people persons passengers population inhabitants",
  "movies films movie film",
  "customers clients buyers",
  "orders purchases order transactions",
  "deaths fatalities died",
  "survival survived survive survivors",
  "fuel economy mpg gallon mileage",
  "horsepower hp power",
  "margin profitability",
  "gross takings box office",
  "rating score",
  "duration length time minutes long runtime",
  "units pieces items quantity",
].map((line) => new Set(line.split(" ")));

/** Words of analysis that stand where a column's name may, and name none. */
const PLAIN = new Set(
  `average mean median total sum number count share rate level value values figure figures amount amounts result results
  point points place position overall combined annual yearly monthly weekly daily quarterly plain simple typical usual
  single one ones entry entries peak of the a an all its their this that these those any each every per in and or by
  maximum minimum max min highest lowest recorded observed reported group groups row rows record records category
  item items case cases loss losses deficit drop rise jump surplus period periods year years month months quarter quarters week weeks day days date dates hour hours
  time times rank ranking list change changes growth difference increase decrease gap percentage percent proportion ratio
  absolute relative numbers terms raw net gross estimated adjusted expected actual overall country countries region name
  far way kind type types long-run long run whole set sample span range it them mark spot high low most least more less
  loss-maker loss-makers loser losers winner winners performer performers earner earners seller sellers contributor
  contributors other others same no none empty missing first last second third`.split(/\s+/),
);

export function stemOf(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s$/, "");
  if (lower.length <= 3) return lower;
  return lower
    .replace(/ies$/, "y")
    .replace(/(ss|sh|ch|x)es$/, "$1")
    .replace(/(?<!s)s$/, "");
}

/** Whether two words are forms of one: "survived" and "survival", "rainy" and "rain". */
export function isAkin(one: string, other: string): boolean {
  const [a, b] = [stemOf(one), stemOf(other)];
  if (a === b) return true;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(short) && long.length - short.length <= 4) return true;
  if (
    short.length >= 3 &&
    (long === `${short}y` || long === `${short}${short.at(-1)}y` || long === `${short}ly`)
  )
    return true;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  return same >= 6 || (same >= 5 && short.length - same <= 2);
}

export function isSynonym(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  return SAME.some((set) => (set.has(a) || set.has(stemOf(a))) && (set.has(b) || set.has(stemOf(b))));
}

export function isPlain(word: string): boolean {
  return PLAIN.has(word.toLowerCase()) || PLAIN.has(stemOf(word));
}

/** Whether a word names a column: a part of its name or of what the query computed it from, another form or another word for it. */
export function namesColumn(word: string, column: ColumnView, source: readonly string[]): boolean {
  return [...column.words, ...source].some((part) => isAkin(word, part) || isSynonym(word, part));
}

/** The words that the query computed a column from: "sum(Sales) AS sales_usd" gives sum and sales; a ratio gives none. */
export function sourceOf(view: TableView, column: ColumnView): string[] {
  for (const sql of view.artifact.provenance.sql) {
    const flat = sql.replaceAll('"', " ");
    const match = new RegExp(`\\bas\\s+${column.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\b`, "i").exec(
      flat,
    );
    if (!match) continue;
    const expression = lastExpression(flat.slice(0, match.index));
    if (expression.includes("/")) return [];
    const isCount = /count\s*\(\s*(?:distinct\b)?[^)]*\)/i.test(expression);
    const from = isCount ? (/\bfrom\s+(\S+)/i.exec(flat)?.[1] ?? "") : "";
    return namePartsOf(`${expression} ${from}`);
  }
  return [];
}

/** What stands after the last comma or SELECT that is in no bracket. */
function lastExpression(text: string): string {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text[at]!;
    if (character === ")") depth++;
    if (character === "(") depth--;
    if (depth > 0) continue;
    if (character === "," || /^select\b/i.test(text.slice(at)))
      return text.slice(at + (character === "," ? 1 : 6));
  }
  return text;
}

/** Every word that the artifacts hold, and those of the question and the reading. */
export function knownWords(artifacts: Iterable<Artifact>, said: readonly string[]): Set<string> {
  const words = new Set<string>();
  const add = (text: string) => {
    for (const part of namePartsOf(text)) words.add(stemOf(part));
  };
  for (const text of said) add(text);
  for (const {title, table, provenance} of artifacts) {
    add(title);
    for (const column of table.columns) add(column.name);
    for (const text of [
      ...provenance.notes,
      ...provenance.sql,
      ...provenance.datasets.map((one) => one.name),
    ])
      add(text);
    for (const row of table.rows.slice(0, 500))
      for (const cell of row) if (typeof cell === "string") add(cell.slice(0, 200));
  }
  return words;
}
