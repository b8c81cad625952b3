import type {LexColumn} from "../lexicon.ts";
import {type Field, fieldOf} from "./fields.ts";
import {find, type Request, take} from "./request.ts";

/** How an axis is cut: by a unit of time, or a number into bins. */
export interface Bins {
  unit?: string;
  field?: Field;
  width?: number;
  count?: number;
  /** Bins are asked for, and not which. */
  some?: boolean;
}

const UNITS =
  "days? of (?:the |each )?weeks?|week ?days?|weekdat|weekly|years?|yearly|months?|monthly|quarters?|weeks?|days?|daily|hours?";
const BIN =
  "(?:and |then |, |that |note that |please |also |with |just |should |you )*(?:bin|bins|binned|binning|categorizes|categorizing|grouping|group)";
const TIME = new RegExp(
  `(?<![\\w~])${BIN}(?<field>(?: (?!by |into )[^~,;.?!]+?)?) (?:by|into|in|to|using|per|on)(?: the| a| an| each| every)* (?<unit>${UNITS})(?: (?:intervals?|bins?|buckets?))?(?![\\w])`,
  "d",
);
const LOOSE = new RegExp(
  `(?<![\\w~])(?:by|into|in)(?: the| a| an| each)* (?<unit>${UNITS}) (?:intervals?|bins?|buckets?)(?![\\w])`,
  "d",
);
const N = "(?<n>\\d+(?:\\.\\d+)?)";
const WIDTHS = [
  `(?:with |using |and |of )*(?:a )?bins?(?: size| width)+(?: of| =| is)? ${N}`,
  `(?:in|into|with|using|by|of|,)? ?(?:bins|buckets|intervals|increments|steps)(?: size)? of(?: size)? ${N}(?: \\w+)?`,
  `(?:to |by )?the nearest ${N}(?: minutes?| hours?| units?| points?)?`,
  `(?:in|into|with|using|by|of)? ?${N}(?: (?!bins|buckets)[a-z]+)? (?:increments?|intervals?|buckets|bins) (?:of|for)`,
  `(?:in|into|with|using|by|of|binned by)? ?${N}(?: (?:minutes?|hours?|units?|points?|years?|pounds?|lbs?|dollars?))? (?:increments?|intervals?)`,
  `(?:in|into|with|using|by|of)? ?${N} (?:minutes?|hours?|units?|points?|years?|pounds?|lbs?|dollars?) (?:buckets?|bins?)`,
].map((words) => new RegExp(`(?<![\\w~])${words}(?![\\w])`, "d"));
const PER = new RegExp(
  `(?<![\\w~])(?:per|each|every) ${N}(?: (?:minutes?|hours?|units?|points?|pounds?|lbs?|kg|dollars?))(?![\\w])`,
  "d",
);
const NUMBERS = [
  `(?:with |and )?(?:the )?number of bins(?: of| =| is)? ${N}`,
  `(?:in|into|with|using|by|of|,)? ?${N} (?:bins|buckets|groups|intervals)`,
].map((words) => new RegExp(`(?<![\\w~])${words}(?![\\w])`, "d"));

/** Takes the words for bins out of a request. */
export function takeBins(request: Request): Bins | undefined {
  const timed = find(request, TIME);
  if (timed) {
    const field = timed.groups.field && fieldOf(request, timed.groups.field);
    const known = timed.groups.field === undefined || field !== undefined;
    if (known && (field?.is === "column" || field === undefined)) {
      take(request, timed, "group", "bins");
      return {unit: unitOf(timed.groups.unit?.text ?? ""), ...(field && {field})};
    }
  }
  const loose = find(request, LOOSE);
  if (loose) {
    take(request, loose, "group", "bins");
    return {unit: unitOf(loose.groups.unit?.text ?? "")};
  }
  for (const [patterns, kind] of [
    [NUMBERS, "count"],
    [WIDTHS, "width"],
  ] as const) {
    for (const pattern of kind === "count" ? [...patterns] : patterns) {
      const found = find(request, pattern);
      if (!found?.groups.n) continue;
      take(request, found, "group", "bins");
      return {[kind]: Number(found.groups.n.text)};
    }
  }
  const per = find(request, PER);
  if (per?.groups.n) {
    take(request, per, "group", "bins");
    return {width: Number(per.groups.n.text)};
  }
  const some = find(
    request,
    /(?<![\w~])(?:binned|bins|bin|buckets?|bucketed|intervals|(?<=\w )ranges?|(?<=\w )brackets)(?! (?:of|from|between) \d)(?![\w])/d,
  );
  if (!some) return undefined;
  take(request, some, "group", "bins");
  return {some: true};
}

function unitOf(text: string): string {
  if (/week ?da|day.*week/.test(text)) return "weekday";
  if (text === "daily") return "day";
  return text.replace(/ly$/, "").replace(/s$/, "");
}

/** Whether a column is cut by these bins. */
export const cuts = (bins: Bins, column: LexColumn): boolean =>
  bins.field?.is !== "column" || bins.field.mention.columns.some((one) => one.column === column);
