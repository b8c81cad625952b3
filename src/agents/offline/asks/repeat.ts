import type {ColumnProfile} from "../../../data/profile.ts";
import type {Condition} from "../../../tools/condition.ts";
import type {Measure} from "../../../tools/measure.ts";
import {singular} from "../morphology.ts";
import {tokenize} from "../tokens.ts";
import {type Ask, blankReading, planned} from "./ask_scene.ts";
import {vocabulary} from "./places_words.ts";
import {buyers, dealKey, thingCalled} from "./things.ts";

const AGAIN =
  /\b(?:repeat|repeated|returning|loyal)\s+(?:buyer|customer|client|account|purchaser|shopper|user|member|compan)|\bc[oa]me back\b|\bcoming back\b|\bmore than once\b|\b(?:second|2nd) (?:order|purchase|time|visit)\b|\b(?:ordered|bought|used us|purchased) (?:again|twice)\b|\bat least (?:two|2) (?:orders|purchases)\b/i;
const ONCE =
  /\bone[- ]?(?:time|off)\b|\bonly (?:ordered |bought |used us )?once\b|\bjust once\b|\bsingle[- ]order\b|\b(?:only|just)(?: ever)?(?: \w+)? (?:one|1) (?:order|purchase|booking|visit|ticket|invoice|job|trip|transaction|time|sale|request|case|stay|event|rental|ride|call|session)\b|\bnever c[oa]me back\b/i;
const SHARE = /%|\bpercent|\bshare\b|\brate\b|\bproportion\b/i;

const plural = (word: string): string => (/[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`);

const NO_ONE = /^\W*(?:none|n\/?a|null|nil|unknown|no one|nobody|not known|tbc|test)?\W*$/i;

/** The rows that name someone: a value, and none that stands for nobody. */
function isSomeone({name, top}: ColumnProfile): Condition {
  const of = {column: name};
  const nobody = top.flatMap(({value}) => (typeof value === "string" && NO_ONE.test(value) ? [value] : []));
  const there: Condition = {op: "is_not_null", of};
  return nobody.length > 0 ? {op: "and", args: [there, {op: "not_in", of, values: nobody}]} : there;
}

/** Verbs and deals that a column of codes may be called by, and that are no one. */
const NO_THING =
  /^(?:orders?|ordered|invoices?|bookings?|booked|tickets?|jobs?|trips?|transactions?|purchases?|purchased|sales?|visits?|visited|times?|raised|used|came|come|list|data|file|rows?|records?)$/;

/** The words that such a question is made of. */
export const REPEAT_WORDS = vocabulary(`
  repeat | repeated | returning | loyal | came back | come back | coming back | more than once | second | 2nd | twice | again
  | at least two | at least 2 | two | one-time | one time | one-off | one off | once | only once | just once | single | only
  one | buyers | buyer | purchasers | shoppers | order | ordered | orders | bought | purchase | purchased | purchases | used |
  visit | time | times | rate | share | back | customers | customer | clients | accounts | account | users | members |
  companies | company | used us | % | percent | people | person | ones | came | come | come in | visited | visits | booking | bookings | booked | ticket | tickets | raised | invoice |
  invoices | job | jobs | trip | trips | transaction | transactions | sale | sales | placed | made | at least once | at least | just one | only | just | request | case | stay | rental | rented |
  ride | call | called | session | times | of our | never came back | never | have | how many`);

/** "repeat buyers", "one-time buyers?": how many came twice or more, by distinct deals and not by rows. */
export const askRepeat: Ask = (scene) => {
  const {question, table} = scene;
  const once = ONCE.test(question);
  if (!once && !AGAIN.test(question)) return undefined;
  if (/\b(?:twice|more than once) (?:in|on) (?:here|there|the)\b|\brows?\b|\blisted\b/i.test(question))
    return undefined;
  const said = tokenize(question).flatMap(({lower}) =>
    NO_THING.test(lower) || !thingCalled(lower, table) ? [] : [lower],
  )[0];
  const noun = said
    ? singular(said)
    : /\b(customer|client|account|buyer|compan(?:y|ie)|member|user|driver|supplier)s?\b/i.exec(question)?.[1];
  const thing = (noun && thingCalled(noun.replace(/ie$/, "y"), table)) || buyers(table);
  if (!thing || table.keys.includes(thing.key.name)) return undefined;
  const deal = dealKey(table);
  const often: Measure = deal
    ? {name: "times", fn: "count_distinct", of: {column: deal.name}}
    : {name: "times", fn: "count"};
  const what = deal ? `different ${deal.name}` : "rows";
  const where = {op: once ? ("=" as const) : (">=" as const), of: {column: "times"}, value: once ? 1 : 2};
  const name = `${once ? "one-time" : "repeat"} ${plural(noun ?? "buyer")}`;
  const counted: Measure = {name, fn: "count", where};
  const share: Measure = {
    name: `share of all ${thing.key.name}`,
    fn: "count",
    where,
    over: {fn: "count"},
    unit: "%",
  };
  const measures = SHARE.test(question) ? [share, counted] : [counted, share];
  const reading = blankReading(table.table, {
    measures: [{name, fn: "count_distinct", of: {column: thing.key.name}}],
    assumptions: [`those with ${once ? "exactly 1" : "2 or more"} ${what}, each ${thing.key.name} once`],
  });
  return planned(reading, [
    {
      id: "times",
      tool: "prepare_data",
      purpose: "count how often each came",
      input: {
        method: "group",
        table: table.table,
        where: isSomeone(thing.key),
        groups: [{name: thing.key.name, of: {column: thing.key.name}}],
        measures: [often],
      },
    },
    {id: "answer", tool: "aggregate", purpose: "count those", input: {table: {$step: "times"}, measures}},
  ]);
};
