import type {TimeUnit} from "../../../tools/measure.ts";
import type {Pattern, TileKind} from "../spec.ts";

/** A change to a dashboard, as somebody said it. */
export type Edit =
  | {kind: "unit"; unit: TimeUnit}
  | {kind: "drop"; what: string}
  | {kind: "add"; what: string}
  | {kind: "only"; words: string; not: boolean}
  | {kind: "all"}
  | {kind: "pattern"; pattern: Pattern}
  | {kind: "swap"; one: string; other: string}
  | {kind: "first"; what: string}
  | {kind: "title"; title: string}
  | {kind: "draw"; what: string; as: TileKind}
  | {kind: "undo"};

const UNITS: Readonly<Record<string, TimeUnit>> = {
  hourly: "hour",
  daily: "day",
  weekly: "week",
  monthly: "month",
  quarterly: "quarter",
  yearly: "year",
  annual: "year",
  annually: "year",
};
const KINDS: readonly [RegExp, TileKind][] = [
  [/^(?:a |an )?(?:line|lines|line chart|line graph)$/, "line"],
  [/^(?:a |an )?(?:area|area chart)$/, "area"],
  [/^(?:a |an )?(?:bar|bars|column|columns|bar chart|column chart|bar graph)$/, "bar"],
  [/^(?:a |an )?(?:pie|pie chart)$/, "pie"],
  [/^(?:a |an )?(?:donut|doughnut|ring)(?: chart)?$/, "donut"],
  [/^(?:a |an )?(?:heat ?map)$/, "heatmap"],
];
/** Said to anybody, and meaning nothing to a dashboard. */
const POLITE =
  /^(?:(?:please|now|ok|okay|and|then|also|can you|could you|would you|let's|lets)[, ]+)+|[, ]+(?:please|thanks|thank you)(?=[.!?]*$)|\s*[.!]+$/gi;
const DASHBOARD = /\s+(?:to|from|on|in|of) (?:the|this|my|our) (?:dashboard|page|board)\b/gi;

/** What a message changes in a dashboard; undefined where its words are no change. */
export function readEdit(text: string): Edit | undefined {
  const said = text.trim().replace(POLITE, "").replace(POLITE, "").replace(DASHBOARD, "").trim();
  const low = said.toLowerCase();
  if (low === "" || said.includes("?")) return undefined;
  if (
    /^(?:undo(?: that| it| this| the last change)?|(?:go |change it |put it )back|take (?:that|it) back|revert(?: that| it)?)$/.test(
      low,
    )
  )
    return {kind: "undo"};
  const named =
    /^(?:call|name|rename|title|retitle) (?:it|this|that|the (?:dashboard|page))(?: (?:to|as))? (.{1,120})$/i.exec(
      said,
    );
  if (named) return {kind: "title", title: unquoted(named[1]!)};
  return unitOf(low) ?? patternOf(low) ?? placeOf(said, low) ?? scopeOf(said, low) ?? contentOf(said);
}

function unitOf(low: string): Edit | undefined {
  const word =
    /^(?:(?:make|show|do|have|turn|set|change) (?:it|this|that|them|everything|all|the (?:dashboard|charts?|page))(?: (?:to|as))? )?(hourly|daily|weekly|monthly|quarterly|yearly|annual|annually)(?: instead)?$/.exec(
      low,
    );
  if (word) return {kind: "unit", unit: UNITS[word[1]!]!};
  const by =
    /^(?:(?:make|show|do|cut|group) (?:it|this|that|everything|all) )?(?:by|per) (hour|day|week|month|quarter|year)(?: instead)?$/.exec(
      low,
    );
  return by ? {kind: "unit", unit: by[1] as TimeUnit} : undefined;
}

function patternOf(low: string): Edit | undefined {
  const word =
    /^(?:(?:make|show|give|do|turn|switch)(?: (?:it|this|that|me|us|to|into))* )?(?:an? |the )?(executive|analytical|operational)(?: (?:version|pattern|view|dashboard|style|one))?$/.exec(
      low,
    );
  if (word) return {kind: "pattern", pattern: word[1] as Pattern};
  return /^(?:(?:make|show)(?: it| this)? )?(?:a version )?for (?:the )?(?:executives?|board|boss|ceo|management|leadership)$/.test(
    low,
  )
    ? {kind: "pattern", pattern: "executive"}
    : undefined;
}

function placeOf(said: string, low: string): Edit | undefined {
  const swapped = /^swap (?:the )?(?:first (?:two|2)|first and (?:the )?second)(?: charts?| tiles?)?$/.test(
    low,
  );
  if (swapped) return {kind: "swap", one: "first", other: "second"};
  const two = /^(?:swap|switch|exchange) (.{1,80}?) (?:and|with|for) (.{1,80})$/i.exec(said);
  if (two) return {kind: "swap", one: two[1]!, other: two[2]!};
  const first = /^(?:move|put|show) (.{1,80}?) (?:first|to the top|at the top|on top)$/i.exec(said);
  return first ? {kind: "first", what: first[1]!} : undefined;
}

function scopeOf(said: string, low: string): Edit | undefined {
  if (
    /^(?:(?:show|use|take|with) )?(?:all|everything|all (?:the )?(?:rows|data)|no filters?)$|^(?:remove|drop|clear) (?:the |all )?filters?$/.test(
      low,
    )
  )
    return {kind: "all"};
  const only =
    /^(?:(?:show|use|take|keep|with) )?(?:only|just) (.{1,200})$/i.exec(said) ??
    /^(.{1,200}) only$/i.exec(said);
  if (only) return {kind: "only", words: only[1]!, not: false};
  const not = /^(?:without|excluding|except|leave out|exclude) (.{1,200})$/i.exec(said);
  return not ? {kind: "only", words: not[1]!, not: true} : undefined;
}

function contentOf(said: string): Edit | undefined {
  const drawn =
    /^(?:make|show|draw|turn|change) (.{1,80}?) (?:as|into|to be|to)?\s*(an? [a-z ]+|bars|lines|columns)$/i.exec(
      said,
    );
  const as = drawn && KINDS.find(([pattern]) => pattern.test(drawn[2]!.toLowerCase()))?.[1];
  if (drawn && as) return {kind: "draw", what: drawn[1]!, as};
  const dropped = /^(?:drop|remove|delete|lose|hide|take (?:away|out)|get rid of) (.{1,120})$/i.exec(said);
  if (dropped) return {kind: "drop", what: dropped[1]!};
  const added = /^(?:add|include|also show|also add|append) (.{1,200})$/i.exec(said);
  return added ? {kind: "add", what: added[1]!} : undefined;
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replace(/^["'“‘«](.*)["'”’»]$/su, "$1")
    .trim();
