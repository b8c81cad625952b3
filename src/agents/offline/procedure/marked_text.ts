import type {ColumnProfile} from "../../../data/profile.ts";
import type {Lexicon} from "../lexicon.ts";
import {lookUp} from "../lexicon_look_up.ts";
import {FILLERS} from "../vocabulary.ts";

/** A column that the text names, or a value of one. */
export type Mention =
  | {kind: "column"; name: string; sure: boolean; exact?: boolean}
  | {kind: "value"; column: string; value: string | number | boolean};

/**
 * A text whose names of columns and values stand as marks (`⟨c0⟩`, `⟨v3⟩`; the number is the mention's), so that rules can
 * be patterns over them. What a rule has taken is blanked in `left`, which has the same length.
 */
export interface MarkedText {
  marked: string;
  left: string;
  mentions: Mention[];
}

/** Words of such texts that are names only when they are marked as names: quoted, capital as the column's, or "column". */
const PLAIN_WORDS = new Set(
  "high low open close class test value values data name names number type score scores rate range count mean median mode index size group groups order sample samples model target feature features time date dates year month day level status result results label text source title description state position change difference total average sum max min train split set per age_range a p r x y n id no all other others is as in on at to by of or and the for with from it its state country_name analysis distribution correlation method methods significance relationship regression linear square degree degrees up down out over under first last top new use used using column columns row rows table dataset null missing each total percentage percent ratio proportion length height width weight point points week hour minute second unit units standard normal variable variables term terms key keys not yes true false one two three".split(
    " ",
  ),
);

const WORD = "[\\p{L}\\p{M}\\p{N}_]";
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const MONTHS = "january february march april may june july august september october november december".split(
  " ",
);

/** A name as a pattern: blanks, hyphens and underscores stand for one another; a month of a year by its whole name too. */
function namePattern(name: string): string {
  const dated = /^([A-Za-z]{3})[a-z]*[\s._-]?(\d{4})$/.exec(name.trim());
  const month = dated && MONTHS.find((one) => one.startsWith(dated[1]!.toLowerCase()));
  if (dated && month)
    return `(?:${escaped(name.trim())}|${month.slice(0, 3)}(?:${month.slice(3)})?[\\s,._-]*${dated[2]})`;
  return name
    .trim()
    .split(/[\s_-]+/)
    .map(escaped)
    .join("[\\s_-]*");
}

/** Marks the names of columns (and of columns that the text makes) and of values. */
export function markText(text: string, lexicon: Lexicon, made: readonly string[] = []): MarkedText {
  const mentions: Mention[] = [];
  const mark = (mention: Mention): string => {
    mentions.push(mention);
    return `⟨${mention.kind === "column" ? "c" : "v"}${mentions.length - 1}⟩`;
  };
  // "S&P 500 Index": the number of a name is no number.
  const named = text.replace(/(?<=\b[A-Z][\w&]*[A-Z][\w&]* )\d+(?= (?:[A-Z]|\())/g, (digits) =>
    "n".repeat(digits.length),
  );
  const short = named
    .replace(/\b(inc|co|corp|ltd|e\.g|i\.e|vs|approx|no)\.(?=[\s,)])/gi, (all) => all.replaceAll(".", " "))
    .replace(/(?<=\w)\.com\b/g, " com");
  const dropped = short.replace(/\byears?[\s-](?:old|of age)\b/gi, (all) => " ".repeat(all.length));
  let out = dropped.normalize("NFKC").replace(/[“”]/g, '"').replace(/[‘’`]/g, "'").replace(/[⟨⟩]/g, " ");
  const own = lexicon.columns
    .filter((one) => one.table === lexicon.tables[0]!.table)
    .map((one) => one.profile);
  const names = [...new Set([...made, ...own.map((one) => one.name)])].sort((a, b) => b.length - a.length);
  // What pandas calls a column without a header.
  out = out.replace(/(["']?)Unnamed: (\d+)\1/g, (all, _quote: string, at: string) => {
    const column = own[Number(at)];
    return column && /^column_?\d+$/i.test(column.name)
      ? mark({kind: "column", name: column.name, sure: true})
      : all;
  });
  for (const quote of ["quoted", "bare"] as const) {
    for (const name of names) {
      const pattern =
        quote === "quoted"
          ? new RegExp(`(["'])\\s*${namePattern(name)}\\s*\\1`, "giu")
          : new RegExp(`(?<!${WORD}|⟨|-)${namePattern(name)}(?!${WORD}|⟩)`, "giu");
      out = out.replace(pattern, (...found) => {
        const match = String(found[0]);
        const at = Number(found.at(-2));
        if (quote === "quoted") return mark({kind: "column", name, sure: true, exact: true});
        const whole = String(found.at(-1));
        if (!isMeantAsName(match, name, whole.slice(0, at), whole.slice(at + match.length))) return match;
        const sure =
          match === name ||
          made.includes(name) ||
          (match.length > 2 && !PLAIN_WORDS.has(match.toLowerCase()));
        return mark({kind: "column", name, sure, exact: match === name});
      });
    }
  }
  out = markQuotedValues(out, own, mark);
  out = markPhrases(out, lexicon, mark);
  const tidy = out
    .replace(/(⟨c\d+⟩)\s*\((⟨c\d+⟩)\)/g, (all, a: string, b: string) =>
      nameOf(a, mentions) === nameOf(b, mentions) ? b : all,
    )
    .replace(/\((⟨c\d+⟩)\)/g, "$1")
    .replace(/["'[]\s*(⟨[cv]\d+⟩)\s*["'\]]/g, "$1")
    .toLowerCase();
  return {marked: tidy, left: tidy, mentions};
}

const nameOf = (mark: string, mentions: readonly Mention[]): string | undefined => {
  const mention = mentions[Number(mark.slice(2, -1))];
  return mention?.kind === "column" ? mention.name : undefined;
};

function isMeantAsName(match: string, name: string, before: string, after: string): boolean {
  const lower = match.toLowerCase();
  if (name.length === 1 && match !== name) return false;
  if (!PLAIN_WORDS.has(lower) && !(FILLERS.has(lower) && match === lower)) return true;
  if (/\b(?:column|variable|field|feature|columns)\s+$/i.test(before)) return true;
  if (/^\s*(?:\w+\s+)?(?:columns?|variables?|fields?|features?|prices?)\b/i.test(after) && match === name)
    return true;
  if (/^\s+(?:columns?|variables?|fields?)\b/i.test(after)) return true;
  const starts = /(?:^|[.!?:\n]\s*)$/.test(before);
  return match === name && name !== name.toLowerCase() && !starts;
}

/** Quoted texts that are a value of one column. */
function markQuotedValues(
  text: string,
  columns: readonly ColumnProfile[],
  mark: (mention: Mention) => string,
): string {
  return text.replace(/(["'])([^"'⟨⟩]{1,60})\1/g, (all, _quote: string, inside: string, at: number) => {
    const rest = text.slice(at + all.length);
    const key = inside.trim().toLowerCase();
    const owners = columns.flatMap((column) => {
      if (column.type !== "text" && column.type !== "boolean") return [];
      const hit = column.top.find(({value}) => String(value).toLowerCase() === key);
      return hit ? [{column: column.name, value: hit.value as string | boolean}] : [];
    });
    return owners.length === 1 && !/^\s+(?:column|variable|feature|field)\b/i.test(rest)
      ? mark({kind: "value", ...owners[0]!})
      : all;
  });
}

const LONGEST_PHRASE = 4;

/** Phrases that stand for a column or a value by the lexicon: parts of names, other words for them, inflections. */
function markPhrases(text: string, lexicon: Lexicon, mark: (mention: Mention) => string): string {
  const words = [...text.matchAll(/⟨[cv]\d+⟩|[\p{L}\p{N}][\p{L}\p{N}_'-]*/gu)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  let out = "";
  let at = 0;
  for (let from = 0; from < words.length; ) {
    const found = longestAt(words, from, text, lexicon);
    if (found) {
      out += text.slice(at, words[from]!.start) + mark(found.mention);
      at = words[found.to - 1]!.end;
      from = found.to;
    } else from++;
  }
  return out + text.slice(at);
}

function longestAt(
  words: readonly {text: string; start: number; end: number}[],
  from: number,
  text: string,
  lexicon: Lexicon,
): {mention: Mention; to: number} | undefined {
  for (let to = Math.min(words.length, from + LONGEST_PHRASE); to > from; to--) {
    const part = words.slice(from, to);
    if (part.some((one) => one.text.startsWith("⟨"))) continue;
    const between = text.slice(part[0]!.start, part.at(-1)!.end);
    if (/[.,;:()\n"]/.test(between.replace(/\.\d/g, ""))) continue;
    const phrase = part.flatMap((one) => one.text.toLowerCase().split(/[_'-]+/)).filter(Boolean);
    if (phrase.length === 0 || phrase.every((word) => word.length < 3 || FILLERS.has(word))) continue;
    const plain = PLAIN_WORDS.has(phrase[0]!) || PLAIN_WORDS.has(phrase.at(-1)!);
    if (
      STATISTICAL.test(phrase.join(" ")) ||
      (plain && phrase.length === 1 && !GROUPED.test(text.slice(0, part[0]!.start)))
    )
      continue;
    const entries = lookUp(lexicon, phrase, false).sort((a, b) => a.cost - b.cost);
    const [best, second] = entries;
    if (plain && phrase.length > 1 && best && best.cost > 0.1) continue;
    // 'old' (61 and above): what is in quotes is a label, unless it is a name.
    const isQuoted =
      /["']$/.test(text.slice(0, part[0]!.start)) && /^["']/.test(text.slice(part.at(-1)!.end));
    if (isQuoted && best && (best.kind === "column" || best.cost > 0.1)) continue;
    if (!best || best.cost > 0.5 || (second && second.cost - best.cost < 0.04)) continue;
    if (best.kind === "column")
      return {mention: {kind: "column", name: best.column.profile.name, sure: best.cost < 0.1}, to};
    if (
      !best.needsColumn &&
      !isPlainAdjective(between, text.slice(0, part[0]!.start)) &&
      best.cost <= 0.25 &&
      !/^["']?\s+(?:column|variable|feature|field)\b/i.test(text.slice(part.at(-1)!.end))
    )
      return {mention: {kind: "value", column: best.column.profile.name, value: best.value}, to};
  }
  return undefined;
}

/** "how large is it": a word of size names no value "Large", unless it is written as one. */
const isPlainAdjective = (word: string, before: string): boolean =>
  /^(?:large|small|high|low|medium|big|short|long|old|young|new|good|bad|strong|weak|other|none|unknown|normal|regular|standard|full|empty|early|late|light|heavy|major|minor|positive|negative|open|closed|fair|poor|great|best|worst|same|different)$/.test(
    word,
  ) &&
  (/\bhow\s+$/i.test(before) ||
    !/\b(?:the|of|for|class|type|size|is|are|was|were|group|category|level|and|or|between|vs|versus|,)\s+$/i.test(
      before,
    ));

/** What stands before a plain word that is a column to group by: "each passenger class", "the 3rd class". */
const GROUPED =
  /\b(?:each|every|per|by|across|different|1st|2nd|3rd|first|second|third)\s+(?:(?!and\b|of\b)[\p{L}-]+\s+)?$/iu;

/** Words of method, which name no column even where one is called alike in part. */
const STATISTICAL =
  /^(?:called|named|created?|creating|paid|identif\w+|perform\w*|apply\w*|check\w*|define\w*|defined|compute\w*|handle\w*|handling|consider\w*|assume\w*|include\w*|split\w*|train\w*|predict\w*|evaluate\w*|follow\w*|adhere\w*|mean|average|median|standard|deviation|correlation|coefficient|pearson|significan\w+|distribution|normal\w*|hypothesis|regression|linear|model|accuracy|outliers?|z-?scores?|threshold|percent\w*|calculate\w*|determine|relationship|dataset|python|pandas|scipy|numpy|sklearn|library|function|constraints?|numeric\w*|variables?|features?|values?|results?|report|rounded|decimals?|places?|number|rows?|records?|entries|observations?|individuals?|each|every|all|between|based|using)$/;

/** The mention of a mark. */
export const mentionAt = (text: MarkedText, mark: string): Mention =>
  text.mentions[Number(mark.replace(/\D/g, ""))]!;

/** The columns of all column marks in a piece, each once, in order. */
export function columnsIn(piece: string, text: MarkedText): string[] {
  const found = [...piece.matchAll(/⟨c\d+⟩/g)].flatMap(([mark]) => {
    const mention = mentionAt(text, mark);
    return mention.kind === "column" ? [mention.name] : [];
  });
  return [...new Set(found)];
}

/** Every match of a pattern in what is left; those that `use` accepts are blanked. */
export function take<T>(
  text: MarkedText,
  pattern: RegExp,
  use: (match: RegExpExecArray) => T | undefined,
): T[] {
  const results: T[] = [];
  const all = new RegExp(pattern.source, [...new Set(`${pattern.flags}gu`)].join(""));
  for (const match of text.left.matchAll(all)) {
    const result = use(match as RegExpExecArray);
    if (result === undefined) continue;
    results.push(result);
    const end = match.index + match[0].length;
    text.left = text.left.slice(0, match.index) + match[0].replace(/[^\n]/g, " ") + text.left.slice(end);
  }
  return results;
}

/** The sentences of a marked text, with where they stand. A point inside a number or a name ends none. */
export function sentencesIn(text: string): {text: string; from: number}[] {
  return [...text.matchAll(/[^.\n]+(?:\.(?=[\d⟨\w])[^.\n]*)*[.\n]?/g)].map((match) => ({
    text: match[0],
    from: match.index,
  }));
}
