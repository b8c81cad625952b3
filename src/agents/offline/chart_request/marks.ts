import type {ChartKind} from "../../../charts/spec.ts";
import {find, type Request, take} from "./request.ts";
import {KINDS} from "./words.ts";

/** The kind of chart that is asked for, and how it is arranged. */
export interface Marks {
  kind?: ChartKind;
  stacked?: boolean;
  grouped?: boolean;
  horizontal?: boolean;
  panels?: boolean;
  /** A picture is asked for in so many words. */
  asked: boolean;
}

const LEAD =
  "(?:(?:(?:in|with|by|using|as|through|via|for|into|of|on|to) )?(?:visualizing |visualize |create |draw )?(?:a|an|the|one|two|three|four|several|some|my|me) )?";
const ADJECTIVES =
  "(?<adjectives>(?:(?:stacked|stack|grouped|group|grouping|clustered|multiple|multi|side by side|vertical|horizontal|simple|boring|single|separate|small multiple|small multiples|normal|basic|coloured|colored) )*)";
const ASKING =
  /\b(?:charts?|graphs?|grpah|plots?|plotted|plotting|draw|drawn|visuali[sz]e[sd]?|visuali[sz]ing|visuali[sz]ation|x axis|y axis|scatter|legend|colou?r(?:ed)?|small multiples?)\b/d;

/** Takes the words for the kind of chart out of a request. */
export function takeMarks(request: Request): Marks {
  const marks: Marks = {asked: find(request, ASKING) !== undefined};
  for (const [kind, words] of KINDS) {
    const pattern = new RegExp(`(?<![\\w~])${LEAD}${ADJECTIVES}(?:${words})(?![\\w])`, "d");
    for (let found = find(request, pattern); found; found = find(request, pattern)) {
      if (isName(request, found.from, found.to)) break;
      marks.kind ??= kind;
      marks.asked = true;
      const adjectives = found.groups.adjectives?.text ?? "";
      if (/stack/.test(adjectives)) marks.stacked = true;
      if (/group|cluster|side/.test(adjectives)) marks.grouped = true;
      if (/horizontal/.test(adjectives)) marks.horizontal = true;
      if (/multiple|separate/.test(adjectives) && kind !== "line") marks.panels = true;
      take(request, found, "output", kind);
    }
  }
  if (marks.kind === "pie" || marks.kind === "donut") {
    const share = find(request, /(?:the )?(?:proportions?|percentages?|shares?)(?: of| about| on)?(?![\w])/d);
    if (share) take(request, share, "output", "share");
  }
  const stacked = find(request, /\b(?:in |as )?stacked\b(?! by)/d);
  if (stacked) {
    marks.stacked = true;
    take(request, stacked, "output", "stacked");
  }
  return marks;
}

/** A column is called so: "Lines", "Bar". */
function isName(request: Request, from: number, to: number): boolean {
  return (
    to === from + 1 &&
    request.edges[from]!.some((edge) => edge.is === "column" && edge.cost <= 0.05 && edge.to >= to)
  );
}
