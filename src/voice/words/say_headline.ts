import {scanNumbers} from "../../planning/scan_numbers.ts";
import {sayP, type ToldLines} from "./told_lines.ts";

/** The sentence that answers, and the next one where there is one. */
export interface Headline {
  headline: string;
  rest?: string;
}

const AMOUNT =
  "(?:about )?-?(?:[A-Z]{3} )?[$€£¥₹]?\\d+(?:,\\d{3})*(?:\\.\\d+)?(?: (?:thousand|million|billion|trillion))?%?(?: [\\p{L}°/]{1,4}(?=$|,|\\.$))?";
const ITEM = new RegExp(`^(?<label>.*?\\S):? (?<amount>${AMOUNT})(?= \\(|, |\\.?$)`, "u");
/** An item that is a figure with a name of its own. */
const FIGURE = new RegExp(`^(?<name>[^:\\d][^:]{0,100}): (?<amount>${AMOUNT})(?= \\(|, |\\.?$)`, "u");
const NAMED = new RegExp(
  `^(?<name>[^:\\d][^:]{0,100}|[^:]{1,100} of [^:]{1,60}): (?<amount>${AMOUNT})(?<rest>(?![\\d:]| rows?\\b).*)$`,
  "su",
);

/** The headline of an answer's lines, as one says it: "Count of rows: 10" is "There are 10 rows". */
export function headlineOf({sentences, items, listHead, isListFirst}: ToldLines): Headline {
  const verdict = verdictOf(sentences);
  if (verdict !== undefined) return {headline: verdict};
  const [first, ...after] = sentences.filter(
    (one) => !/:$|^(?:Model|Method|Keys|Note): |^\S+ \S+$/.test(one),
  );
  const [item] = items;
  if (first === undefined)
    return {
      headline: item === undefined ? (sentences[0] ?? "").replace(/:$/, "") : sayItems(items, listHead),
    };
  if (isListFirst) return {headline: sayItems(items, listHead), rest: asSentence(first)};
  const [second, third] = after;
  // "Yes." and "No." are said in one breath with their reason.
  if (/^(?:Yes|No)\.$/.test(first) && second !== undefined)
    return {
      headline: `${first.slice(0, -1)}: ${asSentence(second)}`,
      ...(third !== undefined && {rest: third}),
    };
  if (item !== undefined && /^next$/i.test(listHead ?? ""))
    return {headline: `${asSentence(first).replace(/\.$/, "")}; next is ${sayItem(item)}`};
  if (second !== undefined) return {headline: asSentence(first), rest: asEarlier(first, second)};
  return {headline: asSentence(first)};
}

/** "Highest total sales" and its items: "Highest total sales: North with about $8,840, then East with $4,930" */
function sayItems([one = "", two]: readonly string[], head?: string): string {
  if (head === undefined) {
    const [first, second] = [one, two].map((item) => FIGURE.exec(item ?? "")?.groups);
    if (first && !/\d/.test(first.name ?? "")) {
      const also = second && second.name !== first.name ? `, and ${second.name} is ${second.amount}` : "";
      return `${first.name} is ${first.amount}${also}`;
    }
    return `First comes ${sayItem(one)}`;
  }
  if (/^A forecast\b/.test(head)) return sayForecast(one);
  if (/^Correlations, strongest first$/.test(head)) return `Strongest first: ${one}`;
  const count = /^([\d,]+) rows?$/.exec(head)?.[1];
  if (count !== undefined)
    return `There ${count === "1" ? "is" : "are"} ${head}${/\b(?:ID|number|date)\b/i.test(one) ? "" : `; the first is ${sayItem(one)}`}`;
  // A bare amount without what it is of; "02427: 3,703,707" has a name.
  if (/^-?[$€£]?\d/.test(one.replace(/^about /, "")) && !/^[^:]{1,60}: /.test(one)) return "";
  return two === undefined ? `${head}: ${sayItem(one)}` : `${head}: ${sayItem(one)}, then ${sayItem(two)}`;
}

/** "1 January 2018: 47,808 (23,444 to 71,894)": what comes first, and where it should lie. */
function sayForecast(item: string): string {
  const [, when, amount, range] =
    new RegExp(`^(.{1,60}?): (${AMOUNT})(?: \\(([^()]{1,60})\\))?`, "u").exec(item) ?? [];
  if (when === undefined) return `The forecast begins with ${item}`;
  return `The forecast for ${when} is ${amount}${range === undefined ? "" : `, and should lie within ${range}`}`;
}

/** What a test found, before its figures: "Difference between the groups: not significant, p is about 0.76". */
function verdictOf(sentences: readonly string[]): string | undefined {
  const found = sentences
    .map((one) => /^([^:]{1,100}): ((?:not )?(?:significant|normal))\.?$/.exec(one))
    .find(Boolean);
  if (!found) return undefined;
  const p = sentences
    .map((one) => /\bp-value\b[^:]*: (?:about )?([\d.]+(?:e-\d+)?)\.?$/i.exec(one)?.[1])
    .find(Boolean);
  return `${found[1]}: ${found[2]}${p === undefined ? "" : `, ${sayP("p", p)}`}`;
}

/** "North 8,840" is "North with 8,840", "S05: total sales 418,000, rows 214" is "S05, with total sales of 418,000". */
function sayItem(item: string): string {
  const found = ITEM.exec(item)?.groups;
  // "Acme 15 February 2024" is no amount of 2024; "September 2017: 87,867" is one.
  const isDate = scanNumbers(item).some(({kind}) => kind === "date") && !item.includes(`: ${found?.amount}`);
  if (!found || isDate) return item.replace(/\.$/, "");
  const {label = "", amount = ""} = found;
  const [, name, measure] = /^([^:]+): (.+)$/.exec(label) ?? [];
  return name === undefined ? `${label} with ${amount}` : `${name}, with ${measure} of ${amount}`;
}

/** A line that names a figure as a sentence. */
function asSentence(sentence: string): string {
  const described =
    /^(?<name>[^:]{1,100}): (?<rows>[\d,]+ rows?), (?<columns>[\d,]+ columns?)(?<rest>.*)$/s.exec(
      sentence,
    )?.groups;
  if (described) return `${described.name} has ${described.rows} and ${described.columns}${described.rest}`;
  const year = new RegExp(`^(\\d{4}): (${AMOUNT})\\.?$`, "u").exec(sentence);
  if (year) return `In ${year[1]} it is ${year[2]}`;
  const found = NAMED.exec(sentence)?.groups;
  if (!found)
    return sentence
      .replace(/: (hardly any|weak|moderate|strong)\b/, " have a $1")
      .replace("have a hardly", "have hardly");
  const {name = "", amount = "", rest = ""} = found;
  const be = amount === "1" ? "is" : "are";
  const many = (one: string): string => (amount === "1" ? one : `${one}s`);
  if (/^count of rows$/i.test(name)) return `There ${be} ${amount} ${many("row")}${rest}`;
  const distinct = /^distinct (.+)$/i.exec(name)?.[1];
  if (distinct !== undefined) return `There ${be} ${amount} different ${many("value")} of ${distinct}${rest}`;
  const share = /^share with (.+)$/i.exec(name)?.[1];
  if (share !== undefined) return `The share where ${share} is ${amount}${rest}`;
  return / has the | is the same /.test(name)
    ? `${name}, ${amount}${rest}`
    : `${inPeriod(name)} is ${amount}${rest}`;
}

/** "Total sales, 2017" is "Total sales in 2017". */
function inPeriod(name: string): string {
  const [, what, when] =
    /^(.+?), ((?:Q\d|\d|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b).*)$/.exec(
      name,
    ) ?? [];
  if (what === undefined || when === undefined) return name;
  return `${what} ${/^(?:\d{4}$|\p{L})/u.test(when) ? "in" : "for"} ${when}`;
}

/** What a figure is compared with: "2016: 609,206" is "In 2016 it was 609,206". */
function asEarlier(first: string, second: string): string {
  const [, when, amount] =
    new RegExp(
      `^((?:Q\\d|\\d|January|February|March|April|May|June|July|August|September|October|November|December)[^:]{0,80}): (${AMOUNT})\\.?$`,
      "u",
    ).exec(second) ?? [];
  if (when === undefined || !/, (?:up|down|unchanged|the same)\b/.test(first)) return asSentence(second);
  return `It was ${amount} ${/^(?:\d{4}$|\p{L})/u.test(when) ? "in" : "for"} ${when}`;
}
