import type {PlannerInput} from "../../contracts.ts";
import {languageOf, sayOtherLanguage} from "./languages.ts";
import {answerableSuggestions} from "./offered.ts";

/** A reply of words alone, with questions that can be asked. */
export interface Chat {
  text: string;
  suggestions: string[];
  /** Something was asked that cannot be done. */
  declined?: boolean;
}

const GREETS =
  /^(?:hi|hello|hey|hiya|yo|howdy|greetings|good (?:morning|afternoon|evening|day)|gm|hi there|hey there|hello there|hello world)(?:[\s,]+(?:there|you|all|everyone|team|tabletalk|bot|again))*[\s!.,?👋🙂😀]*$/iu;
const THANKS =
  /^(?:(?:ok(?:ay)?|great|perfect|cool|nice|awesome|brilliant|lovely)[\s,]+)*(?:thanks?(?: you)?(?: (?:so much|a lot|very much|a bunch))?|thx|ty|cheers|ta|much appreciated|thank u)(?:[\s,]+(?:tabletalk|bot|all|mate|again))*[\s!.,🙏👍]*$/iu;
const PRAISES =
  /^(?:great|perfect|cool|nice|awesome|brilliant|lovely|ok(?:ay)?|good|got it|nice one|well done|good (?:job|bot))[\s!.,👍]*$/iu;
const LEAVES =
  /^(?:bye|goodbye|see you|see ya|cya|good night|that'?s all|i'?m done)(?: (?:for now|then))?[\s!.,]*$/i;
const HELP =
  /^(?:\?+|help(?: me)?(?: please)?|what (?:can|could) (?:you|i|we) (?:do|ask|answer)(?: (?:here|with (?:this|it|that)|for me|you))*|what (?:sort|kinds?|types?) of (?:questions|things) (?:can|could|do) (?:you|i|we) (?:ask|answer|do)(?: you)?|how (?:do|does|can) (?:i|we|this|you) (?:use (?:this|it|you)|work|start|begin)|how does (?:this|it) work|who are you|what are you|what is (?:this|tabletalk)(?: (?:bot|tool|thing|app))|what(?:'s| is) your name|are you (?:an? )?(?:ai|bot|human|robot|chat ?gpt|real)|introduce yourself|getting started|commands|usage|what now|where do i start)[\s?!.]*$/i;
const WHO = /\b(?:who|what) are you\b|your name|are you an?\b|introduce|tabletalk/i;

/** Replies to talk that asks nothing of the data, and to other languages where no model reads them; undefined for questions. */
export async function chatOf(
  message: string,
  input: () => Promise<PlannerInput>,
  offline: boolean,
): Promise<Chat | undefined> {
  const text = message.trim();
  const isTalk = GREETS.test(text) || HELP.test(text);
  if (isTalk) return offering(WHO.test(text) ? SELF : GREETS.test(text) ? "Hello." : "", await input());
  if (THANKS.test(text) || PRAISES.test(text))
    return {text: THANKS.test(text) ? "You are welcome." : "Good.", suggestions: []};
  if (LEAVES.test(text)) return {text: "Goodbye. What you taught me stays.", suggestions: []};
  if (!offline) return undefined;
  const language = languageOf(text);
  if (!language) return undefined;
  const asked = await input();
  // A question of the data's own foreign words is one to answer.
  if (saysNames(text, asked)) return undefined;
  return {text: sayOtherLanguage(language), suggestions: await answerableSuggestions(asked), declined: true};
}

const SELF =
  "I am Tabletalk: I answer questions about your tables, with the number, how it was read and how it was computed.";

async function offering(first: string, input: PlannerInput): Promise<Chat> {
  const [table] = input.profiles;
  if (!table)
    return {
      text: [
        first,
        "There is no data yet. Give me a file (CSV, Excel, JSON, Parquet) or a database, then ask in your own words.",
      ]
        .filter(Boolean)
        .join(" "),
      suggestions: [],
    };
  const suggestions = await answerableSuggestions(input);
  const also = input.profiles.slice(1).map(({table: name}) => name);
  const size = `${table.table}: ${table.rows.toLocaleString("en")} rows, ${table.columns.length} columns${also.length > 0 ? ` (and ${also.join(", ")})` : ""}`;
  const can =
    "Ask for totals, averages, tops, trends, comparisons, charts, tests or what is odd; correct me (“no, without refunds”), and teach me words (“remember that big means over 1000”).";
  return {text: [first, `I have ${size}. ${can} For example:`].filter(Boolean).join(" "), suggestions};
}

/** Whether most of a text's words are names or values of the data. */
function saysNames(text: string, {profiles}: PlannerInput): boolean {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? [];
  const known = new Set(
    profiles
      .flatMap(({columns}) =>
        columns.flatMap(({name, top}) => [name, ...top.map(({value}) => String(value))]),
      )
      .flatMap((name) => name.toLowerCase().match(/\p{L}{3,}/gu) ?? []),
  );
  return words.length > 0 && words.filter((word) => known.has(word)).length > words.length / 2;
}
