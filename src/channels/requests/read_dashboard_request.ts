import type {Pattern} from "../../reports/dashboard/spec.ts";

/** A dashboard that was asked for. `about` is what it is of, as it was said. */
export interface AskedDashboard {
  pattern?: Pattern;
  about?: string;
  title?: string;
}

const ASKING =
  "(?:(?:hi|hello|hey|ok|okay|please|now|and|then)[, ]+)*(?:(?:can|could|would|will) you (?:please )?|i(?:'d| would) like (?:to (?:see|have) )?|i (?:want|need)(?: to see)? |we (?:want|need) |let(?:'s| us) )?";
const MAKING =
  "(?:make|build|create|generate|give|show|draw|prepare|design|set up|put together|want|have|see|get)?";
const WHOSE =
  "(?: ?(?:me|us|up|the team|a|an|the|my|our|another|new|full|quick|nice|simple|good|interactive|html)\\b)*";
const PATTERN = "(?: ?\\b(executive|analytical|operational|management)\\b)?";
const ASKED = new RegExp(
  `^\\W*${ASKING}${MAKING}${WHOSE}${PATTERN}(?: ?([\\p{L}\\p{N}_ -]{1,40}?))? ?dashboard(?: page)?(?: (?:of|for|about|on|from|with|over|out of) (.{1,200}?))?(?: (?:called|named|titled) (.{1,120}?))?(?:,? (?:please|thanks|thank you))?[\\s.!?]*$`,
  "iu",
);
/** Questions about dashboards that are in the data. */
const QUESTION =
  /^\W*(?:which|what|who|how|when|where|why|is|are|was|were|does|do|did|count|list|average|avg|sum|total|top|compare|number)\b/i;
/** Before "dashboard" these make it a thing of the data: "customers with dashboard". */
const OF_DATA =
  /(?:\b(?:with|without|by|per|for|of|from|in|on|using|via|to|and|or|than|has|have|had|is|no|a|an|the|any|each|every)|\b(?:who|that|which)\b.*)$/i;
const BOARD = /^(?:the )?(?:executives?|board|boss|ceo|management|leadership|manager)$/i;
const WATCH = /^(?:the )?(?:operations|ops|team|floor|daily work)$/i;
const NOTHING =
  /^(?:this|it|that|these|them|the data|this data|my data|our data|the file|this file|the table|the dataset|this dataset|the whole thing|everything|me|us)$/i;

/** Whether a message asks for a dashboard, and for which; undefined for every other, such as "sales by dashboard". */
export function readDashboardRequest(text: string): AskedDashboard | undefined {
  const said = text.trim();
  if (QUESTION.test(said) || /\bby\b.*\bdashboards?\b/i.test(said)) return undefined;
  const match = ASKED.exec(said);
  if (!match) return undefined;
  const [, word, before, after, title] = match;
  if (before !== undefined && OF_DATA.test(before.trim())) return undefined;
  const own = after ?? before?.trim();
  const audience =
    own !== undefined && BOARD.test(own.trim())
      ? "executive"
      : own !== undefined && WATCH.test(own.trim())
        ? "operational"
        : undefined;
  const pattern =
    (word?.toLowerCase() === "management" ? "executive" : (word?.toLowerCase() as Pattern | undefined)) ??
    audience;
  const about =
    own === undefined || own.trim() === "" || NOTHING.test(own.trim()) || audience
      ? undefined
      : unquoted(own);
  return {
    ...(pattern && {pattern}),
    ...(about !== undefined && {about}),
    ...(title && {title: unquoted(title)}),
  };
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^["'“‘`](.*)["'”’`]$/su, "$1")
    .trim();
