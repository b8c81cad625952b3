import type {ColumnProfile, TableProfile} from "../../../data/profile.ts";
import type {Lexicon} from "../lexicon.ts";
import {singular} from "../morphology.ts";
import {nameWords, tokenize} from "../tokens.ts";
import {moneyColumns, spentColumns} from "../trade_words.ts";
import {isDuration} from "./checks.ts";
import {namesRows} from "./places_words.ts";

const TIMES =
  "(?:last|this|next|previous|past) (?:day|week|month|quarter|year)|yesterday|today|(?:(?:in|during|since|for) )?(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|q[1-4]|h[12])(?: (?:19|20)\\d\\d)?|(?:(?:in|during|since|for) )?(?:19|20)\\d\\d|ytd";

/** Ways to say one thing, each with what the grammar calls it. They hold for any data. */
const SAME: readonly (readonly [pattern: RegExp, said: string])[] = [
  [/\b(?:so far this|this)(?: calendar)? year(?: so far| to date)\b|\bso far this year\b/gi, "ytd"],
  [/\bso far this (month|week|quarter)\b|\bthis (month|week|quarter) so far\b/gi, "this $1$2"],
  [/\bthe last (?:full|complete|whole) (month|week|quarter|year)\b/gi, "last $1"],
  [/\b(?:slice|portion|chunk|cut|proportion) of\b/gi, "share of"],
  [/\bhow (?:big|large) (?:a|is the) (?:share|part|bit) of\b/gi, "what share of"],
  [
    /\bwhen in the week (?:do|does|did|are|is) (?:the )?most (\p{L}+)(?: \p{L}+)?(?=\W*$)/giu,
    "which day of the week has the most $1",
  ],
  [/\b(?:not|never)(?: been| being)? (?:filled(?: in| out)?|completed|populated)\b/gi, "missing"],
  [/\bleft (?:blank|empty)\b/gi, "missing"],
  [
    /\b(?:which|what) (?:bits?|parts?|fields?|boxes|cells?)(?: (?:of|in) (?:the|this|our|my) [\p{L} ]+?)? (?:are|is|were) (?:empty|blank|missing|incomplete)\b/giu,
    "which columns have missing values",
  ],
  [
    /\b(?:where|that|which) (?:nobody|no one|noone|no-one) (?:put|gave|entered|wrote|filled in|logged|recorded|noted)(?: down)? (?:an?|the|any) /gi,
    "with no ",
  ],
  [/\b(?:strip|filter|throw|kick|chuck) out (?=(?:the |all |any )?\p{L})/giu, "excluding "],
  [/\b(?:and |then )+(?:recount|count (?:them )?again|redo (?:it|that)|try again)\b/gi, ""],
  [/\bmake (?:that|it) (?=(?:week|month|dai|quarter|year|annual)ly\b)/gi, "same "],
  [/\b(?:that |which )?(?:come|comes|came|coming) in (?=(?:by|via|through|over|from)\b)/gi, ""],
  [/\b(?:stuff|thingies)\b/gi, ""],
  [/\bone[- ](?:timers|offs)\b/gi, "one-time"],
];

/** A question in the words of the grammar, where people have others for the same. */
export function inOneWording(question: string, table: TableProfile, lexicon: Lexicon): string {
  let text = SAME.reduce((all, [pattern, said]) => all.replace(pattern, said), question);
  const isName = (word: string): boolean => lexicon.keys.has(word.toLowerCase());
  const isRow = (word: string): boolean => namesRows(lexicon, word.toLowerCase());
  text = askedOfTime(text, isRow);
  text = timeLost(text, table, isName);
  text = busiest(text, table);
  text = partySize(text, table);
  text = peopleAsRows(text, table, lexicon);
  text = moneyOf(usualOne(text), table, isName);
  text = averageOf(text, table);
  text = withoutKinds(text, table);
  text = partOf(text, table);
  text = moneyFlow(text, table);
  text = stillHere(text, table);
  text = scored(text);
  text = mostOften(text, table, isRow);
  return counted(text, table, lexicon, isRow).replace(/ {2,}/g, " ").trim();
}

/** "how did last month look ticket wise": how many tickets last month. */
function askedOfTime(text: string, isRow: (word: string) => boolean): string {
  const found = new RegExp(
    `^(?:how (?:did|was|is|were|does)|what (?:was|did)) (${TIMES})(?: (?:look|go|do|doing|turn out|shape up|compare))?(?: like)?[, ]+(?:(\\p{L}+)[- ]?wise|(?:for|on|in terms of) (\\p{L}+))\\W*$`,
    "iu",
  ).exec(text);
  const noun = found?.[2] ?? found?.[3];
  if (!found || !noun) return text;
  return isRow(noun) || isRow(`${noun}s`) ? `how many ${noun} ${found[1]}` : `total ${noun} ${found[1]}`;
}

/** "minutes lost" is the one column that adds up minutes. */
function timeLost(text: string, table: TableProfile, isName: (word: string) => boolean): string {
  const lengths = table.columns.filter(
    (column) => isDuration(column) && column.role === "measure" && column.additivity === "additive",
  );
  const [only] = lengths;
  const inMinutes =
    only &&
    (/^min/i.test(only.unit ?? "") || nameWords(only.name).some((word) => /^mins?$|^minutes$/.test(word)));
  if (!only || lengths.length > 1 || !inMinutes || isName("minutes")) return text;
  // "over 90 minutes" is a bound, "minutes to close" a length between two dates.
  return text.replace(
    /(?<!\d\s?|\b(?:in|of|an?|one|two|three|few) )\b(?:minutes?|mins)(?: (?:lost|down|of downtime|wasted|spent))*(?: (?:to|on|by) (?:them|it|these|those))?\b(?! (?:to|until|till|from|between)\b)/gi,
    only.name,
  );
}

/** The busiest day of the week is that with the most rows where each row is one thing that happened, with a key of its own. */
function busiest(text: string, table: TableProfile): string {
  const isEach = table.columns.some(
    ({type, role, distinct}) =>
      (type === "text" || role === "identifier") && table.rows > 0 && distinct >= 0.95 * table.rows,
  );
  return text
    .replace(/\b(?:night|evening)s? of the week\b/gi, "day of the week")
    .replace(/\bbusiest (?:night|evening)\b(?! of)/gi, "busiest day of the week")
    .replace(
      /^(?:(?:what|which) (?:is|was) )?(?:our |the )?busiest days? (?:of|in) the week(?=\W*$)/i,
      (whole) => (isEach ? "which day of the week has the most rows" : whole),
    );
}

const HEADS = new Set("covers heads guests people persons pax party diners attendees seats".split(" "));

/** "party size" is the column that says how many came. */
function partySize(text: string, table: TableProfile): string {
  const heads = headsOf(table);
  const named = table.columns.flatMap(({name}) => nameWords(name));
  if (!heads || named.includes("party") || named.includes("size")) return text;
  return text.replace(
    /\b(?:party|group|table|booking) sizes?\b|\bsize of (?:the |a |each )?(?:party|parties|groups?|bookings?)\b/gi,
    heads.name,
  );
}

/** The one column that says how many people a row stands for. */
export function headsOf(table: TableProfile): ColumnProfile | undefined {
  const found = table.columns.filter(
    ({type, additivity, name}) =>
      type === "integer" && additivity === "additive" && nameWords(name).some((word) => HEADS.has(word)),
  );
  return found.length === 1 ? found[0] : undefined;
}

const PERSONAL = new Set("salary fte dob birthday surname gender sex employee emp payroll".split(" "));
const PEOPLE = "people|persons|staff|employees|colleagues|workers|the workforce|workforce";

/** "people" are the rows of a table in which each row is a person. */
function peopleAsRows(text: string, table: TableProfile, lexicon: Lexicon): string {
  const names = table.columns.flatMap(({name}) => nameWords(name));
  if (names.filter((word) => PERSONAL.has(word)).length < 1 || headsOf(table)) return text;
  const known = (word: string): boolean => lexicon.keys.has(word) || lexicon.rowNouns.has(word);
  return text.replace(new RegExp(`\\b(?:${PEOPLE})\\b`, "gi"), (word) =>
    known(word.toLowerCase().replace(/^the /, "")) ? word : "rows",
  );
}

/** "average parts per breakdown", where Breakdown is a kind of row: the average of those. */
function averageOf(text: string, table: TableProfile): string {
  return text.replace(
    /\b((?:average|avg|mean|median)\b.{2,40}?) (?:per|for each|for every|of each) (\p{L}{4,})(?=\W*$)/iu,
    (whole, before: string, word: string) => (valueCalled(word, table) ? `${before} for ${word}` : whole),
  );
}

const valueCalled = (word: string, table: TableProfile): boolean =>
  table.columns.some(
    ({type, top, distinct}) =>
      type === "text" &&
      distinct <= 20 &&
      top.some(({value}) => {
        const one = String(value).toLowerCase();
        return (
          one === word.toLowerCase() ||
          one === singular(word.toLowerCase()) ||
          `${one}s` === word.toLowerCase()
        );
      }),
  );

/** "lowest scoring agent on csat": the agent with the lowest average csat. */
const scored = (text: string): string =>
  text.replace(
    /^(?:(?:which|what|who) (?:is|are) )?(?:the |our )?(lowest|highest|worst|best|top|bottom)[- ](?:scoring|scored|rated|rating|ranked|ranking) (\p{L}+) (?:on|by|for|in) ([\p{L}\p{N} ]+?)(?=\W*$)/iu,
    (_, how: string, noun: string, column: string) =>
      `which ${singular(noun)} has the ${/lowest|worst|bottom/i.test(how) ? "lowest" : "highest"} average ${column}`,
  );

/** "minus the no-shows", where No Show is a kind of row: without them. */
const withoutKinds = (text: string, table: TableProfile): string =>
  text.replace(
    / minus (?:the |any |all )?((\p{L}+)(?:[- ](\p{L}+))?)/giu,
    (whole, both: string, one: string) =>
      valueCalled(both.replace("-", " "), table) || valueCalled(one, table) ? ` without ${both}` : whole,
  );

/** "jams as a pct of breakdowns": the share of breakdowns that are jams. */
const partOf = (text: string, table: TableProfile): string =>
  text.replace(
    /^(\p{L}+) as (?:a |an )?(?:percent|percentage|proportion|share|fraction|%) of (?:all |the )?(\p{L}+)(?=\W*$)/iu,
    (whole, part: string, all: string) =>
      valueCalled(part, table) && valueCalled(all, table) ? `what share of ${all} are ${part}` : whole,
  );

/** "what goes out", "what comes in": the columns of money that went out and came in. */
function moneyFlow(text: string, table: TableProfile): string {
  const [out, ...more] = spentColumns(table);
  if (!out || more.length > 0) return text;
  return text.replace(
    /\b(?:what|how much)(?: money)?(?: (?:is|was))? (?:goes|going|went|go|we (?:pay|paid|spend|spent)|did we (?:pay|spend))(?: out)?(?= (?:each|every|per|by|in|on|last|this|a)\b|\W*$)/gi,
    `total ${out.name}`,
  );
}

const GONE = new Set(
  "left leaver leaving leave exit exited termination terminated resigned quit departed".split(" "),
);

/** The date on which someone went, in a table of persons: those who are still there have none. */
function goneOf(table: TableProfile): ColumnProfile | undefined {
  const found = table.columns.filter(
    ({type, nulls, name}) =>
      (type === "date" || type === "timestamp") &&
      nulls > 0 &&
      nameWords(name).some((word) => GONE.has(word)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** "headcount", "how many are still here": the rows without a leaving date, or all where there is no such date. */
function stillHere(text: string, table: TableProfile): string {
  const gone = goneOf(table);
  if (!gone)
    return text.replace(
      /^(?:(?:what|how much) is )?(?:our |the )?(?:total )?head ?count(?= by\b| per\b|\W*$)/i,
      "how many rows",
    );
  const none = `with no ${gone.name}`;
  return text
    .replace(
      /^(?:(?:what|how much) is )?(?:our |the )?(?:current |total )?head ?count(?: now| today| right now| currently)?/i,
      `how many rows ${none}`,
    )
    .replace(
      /\bhow many (?:(\p{L}+) )?(?:(?:do|are|were) (?:we |they )?)?(?:still|currently)(?: (?:here|there|employed|with us|working(?: (?:here|for us))?|on the (?:books|payroll)|in post|around))\b/giu,
      (_, noun: string | undefined) => `how many ${noun && noun !== "are" ? noun : "rows"} ${none}`,
    )
    .replace(/\b(?:have|has|with) no (?:leaving|leave|leaver|end) date\b/gi, none)
    .replace(/\bhow many leavers\b/gi, `how many rows with ${gone.name}`)
    .replace(/\b(?:who|that) (?:are|is) still (?:here|employed|with us|working(?: here)?)\b/gi, none);
}

const DOES =
  "stops?|breaks?(?: down)?|fails?|trips?|goes wrong|go wrong|crashes|crash|comes? up|crops? up|turns? up|appears?|happens?|occurs?|shows? up|visits?|books?|calls?|writes?(?: to us)?|contacts? us|complains?";

/** "which machine stops the most often": the machine with the most rows. */
const mostOften = (text: string, table: TableProfile, isRow: (word: string) => boolean): string =>
  text.replace(
    new RegExp(
      `^(which|what) ([\\p{L} ]+?) (${DOES}) (?:the )?(most|least)(?: often| frequently)?(?=\\W*$)`,
      "iu",
    ),
    (whole, which: string, noun: string, verb: string, how: string) =>
      isRow(verb.split(" ")[0]!) || !isValueVerb(verb, table)
        ? `${which} ${noun} has the ${how} rows`
        : whole,
  );

/** A verb that a column speaks of ("Booked On", "Trips") may ask for that column. */
const isValueVerb = (verb: string, table: TableProfile): boolean =>
  table.columns.some(({name, role}) =>
    nameWords(name).some(
      (word) => role === "measure" && singular(word) === singular(verb.split(" ")[0]!.toLowerCase()),
    ),
  );

/** "the parts money", "the parts bill": the one amount that is called so, where nothing is called a bill. */
function moneyOf(text: string, table: TableProfile, isName: (word: string) => boolean): string {
  return text.replace(
    /\b(\p{L}{3,}) (money|bill|costs?|spend|spending|expenses?|outlay)\b/giu,
    (whole, word: string, said: string) => {
      const amounts = table.columns.filter(
        ({name, unit, role}) =>
          role === "measure" &&
          unit !== undefined &&
          /^(?:[$€£¥]|usd|eur|gbp)$/i.test(unit) &&
          nameWords(name).includes(word.toLowerCase()),
      );
      return amounts.length === 1 && !isName(said.toLowerCase()) ? word : whole;
    },
  );
}

/** "what does the usual breakdown cost in parts": the average of parts for a breakdown. */
const usualOne = (text: string): string =>
  text.replace(
    /^what (?:does|did|do) (?:the |an? |our )?(?:usual|typical|average|normal) ([\p{L} ]+?) (?:cost|take|use|bring in|come to) (?:us )?in ([\p{L} ]+?)(?=\W*$)/iu,
    "average $2 for $1",
  );

const LISTS =
  /\b(?:list|show|which|what|who|give|find|see|pull|names?|all|every|any|how|top|average|total|no|number|count)\b/i;

/** "jobs in York", "tickets per month", "breakdowns ytd": how many. */
function counted(
  text: string,
  table: TableProfile,
  lexicon: Lexicon,
  isRow: (word: string) => boolean,
): string {
  const tokens = tokenize(text);
  const [first, second] = tokens;
  if (!first || !second || tokens.length > 9) return text;
  const chart =
    /^((?:a |the )?(?:line |bar |pie |column )?(?:graph|chart|plot)s? (?:of|with|for)|(?:graph|plot|chart))(?: the)? (?=\p{L})/iu.exec(
      text,
    );
  const head = chart?.[0] ?? "";
  const body = text.slice(head.length);
  const [noun, link, next] = tokenize(body);
  if (!noun || !link || LISTS.test(body.split(/\b(?:where|with)\b/i)[0]!)) return text;
  const plural = noun.lower !== singular(noun.lower);
  const asked = `${head}how many ${body}`;
  if (!plural) return text;
  if (isRow(noun.lower)) {
    const isColumn = table.columns.some(
      ({name}) => nameWords(name).includes(noun.lower) && nameWords(name).length === 1,
    );
    if (isColumn) return text;
    if (/^(?:in|from|at|via|where|since|during|on|before|after)$/.test(link.lower)) return asked;
    if (/^(?:by|per)$/.test(link.lower) && next && !isAmount(next.lower, lexicon)) return asked;
    if (
      /(?:ed|en|wn|de|ld|ne)$/.test(link.lower) &&
      next &&
      /^(?:by|per|in|from|since|during|on|before|after|last|this)$/.test(next.lower)
    )
      return asked;
    return text;
  }
  const isKind = valueCalled(noun.lower, table);
  if (isKind && /^(?:where|with|without)$/.test(link.lower)) return asked;
  const spends = moneyColumns(table).some(({name}) => !/part|cost|repair|damage|loss/i.test(name));
  if (!spends && isKind && new RegExp(`^\\S+ (?:${TIMES})\\W*$`, "i").test(body)) return asked;
  return text;
}

const GRAIN = /^(?:hour|day|week|weekday|month|quarter|year|hours|days|weeks|months|quarters|years)$/;

const isAmount = (word: string, lexicon: Lexicon): boolean =>
  !GRAIN.test(word) &&
  (lexicon.keys.get(word) ?? []).some(
    (entry) => entry.kind === "column" && entry.column.profile.role === "measure",
  );

const CLAIM =
  /^(?:but |so )?(?:the |my |our |an? )?[\p{L}' ]{1,30}? (?:says?|said|told (?:me|us)|reckons?|thinks?|gives?|gave|shows?|showed|claims?|gets?|got|has|had|counts?|counted)(?: me| us)?(?: that)?(?: there (?:are|were|is)| we (?:have|had|did|got))? [£$€]?([\d,.]*\d)(k?) ((?:for |of |in )?\p{L}[^,.?;-]*?)(?:[,.?;]|\s-)?(?:\s*(?:is (?:that|it|this)|(?:do|can|could|does|would) (?:you|that|it|this|we)|true|agree|right|correct|why)\b.*)?\W*$/iu;

/** "the sheet says 5811 covers, do you agree", with nothing asked before: what is it by the data. */
export function claimAsked(question: string, table: TableProfile, lexicon: Lexicon): string {
  const found = CLAIM.exec(question);
  if (
    !found ||
    /\b(?:more|less|fewer|than|over|under|which|how|what|who|each|every|average|top)\b/i.test(question)
  )
    return question;
  if (/^(?:19|20)\d\d$/.test(found[1] ?? "") && !found[2]) return question;
  const what = found[3]!.trim();
  const first = what.split(/\s+/)[0]!;
  const adds = (lexicon.keys.get(first.toLowerCase()) ?? []).some(
    (entry) => entry.kind === "column" && entry.cost <= 0.1 && entry.column.profile.additivity === "additive",
  );
  if (/^(?:for|of|in)$/i.test(first)) {
    const [money, ...more] = [...new Set([...spentColumns(table), ...moneyColumns(table)])];
    const only = money && (more.length === 0 || spentColumns(table).length === 1);
    return only &&
      /[.]\d\d$|[£$€]/.test(question.slice(0, found[0].length).match(/[£$€]?[\d,.]*\d/)?.[0] ?? "")
      ? `total ${money.name} ${what}`
      : question;
  }
  return `${adds ? "total" : "how many"} ${what}`;
}
