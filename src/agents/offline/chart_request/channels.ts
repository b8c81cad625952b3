import {type Field, fieldOf, isSpread} from "./fields.ts";
import {find, isEdge, isOpen, type Request, type Stretch, take} from "./request.ts";

/** Fields that a request puts somewhere by name. */
export interface Channels {
  x?: Field;
  y?: Field;
  color?: Field;
  facet?: Field;
  /** "stacked by origin" */
  stacked?: boolean;
  /** Panels are asked for, whatever of. */
  panels?: boolean;
}

const LONGEST = 9;
const COLORS =
  /(?<![\w~])(?:(?:and|then|with|use|using|,|;|that|please|the|a|an|show|but|be|are|is|have) )*(?:(?<stack>stack(?:ed|s)?(?: (?:it|them|bar charts?|bars?|~))* (?:by|on|with|into)) |(?:different |separate )?colou?r(?:ed|ing|s|ize|ized)? (?:code[ds]? )?(?:(?:it|them|the|those|all|dots?|points?|bars?|lines?|code|coded|out|charts?|by|with|for|on|based|according|to|of|each|every|different|group|grouped|representing|shows?|showing|is|as) )*|distinguish(?:ed)?(?: (?:it|them))? by (?:colou?r )?|use colou?r for |(?:one|a|a separate|a different|separate|different|individual|multiple) (?:lines?|series|bars?|colou?rs?) (?:per|for each|for every|for) |with legend |legend (?:is |as |for |by |showing )?)(?=\S)/d;
const LABELS =
  /(?<![\w~])(?:(?:with|and|using|use|,)(?: the| a)* )+(?=[^~,;.?!]+? (?:labels?|legend|as (?:a |the )?(?:legend|colou?rs?)))/d;
const ADDED = /(?<![\w~])(?:and |then |, )*add /d;
const FACETS =
  /(?<![\w~])(?:(?:and|then|with|use|using|in|as|into|,|;|that|please|show|shown|it|me|to|make|but) )*(?:small multiples? (?:by|for|of|per|on|with|where each multiple is)|facet(?:ed|ing|s)? (?:by|on|for|with)|trellis(?:ed)? by|parameteri[sz]ed? by|parametri[sz]ed? by|(?:break|broken|split|separate|separated)(?: (?:it|them|up|out|the|into|~|splots?|plots?|charts?|separate|multiple|different|scatter ?plots?|bar charts?|line charts?|graphs?))+ (?:by|for|into|per|on)|(?:separate|multiple|different|individual)(?: scatter| bar| line)* (?:plots?|charts?|graphs?|scatterplots?) (?:by|for|per)|panels? (?:by|for|per|of)|one (?:chart|plot|panel|graph|scatterplot|histogram) (?:for|per)|one (?:for each|per)|each (?:plot|chart|panel) )(?: (?:the|a|an|each|every|specific|number|different))* (?=\S)/d;

/** Takes axes, colours and panels that are given by name out of a request. */
export function takeChannels(request: Request): Channels {
  const channels: Channels = {};
  takeAxes(request, channels);
  for (let found = find(request, FACETS); found && !channels.facet; ) {
    const field = longest(request, found.to);
    if (!field) break;
    const placed =
      field.field.is === "column" && !field.field.mention.columns.every((one) => isSpread(one.column));
    take(request, {from: found.from, to: placed ? field.to : found.to}, "group", "panels");
    channels.panels = true;
    if (placed) channels.facet = field.field;
    found = find(request, FACETS);
  }
  const color = find(request, COLORS);
  const named = color && longest(request, color.to);
  if (color && named && named.field.is !== "rows") {
    take(request, {from: color.from, to: named.to}, "group", "colour");
    channels.color = named.field;
    if (color.groups.stack) channels.stacked = true;
  }
  const again = channels.color && find(request, COLORS);
  const same = again && longest(request, again.to);
  if (again && same) {
    take(request, {from: again.from, to: same.to}, "group", "colour");
    if (again.groups.stack) channels.stacked = true;
  }
  if (!channels.color) takeLegend(request, channels);
  return channels;
}

/** "with genre as a legend", "add origin to the legend", "with genre labels". */
function takeLegend(request: Request, channels: Channels): void {
  for (const pattern of [LABELS, ADDED]) {
    const found = find(request, pattern);
    if (!found) continue;
    const named = longest(request, found.to);
    if (!named) continue;
    const rest = find(
      request,
      /^(?:labels?|legend|as (?:a |the )?(?:legend|colou?rs?)|to (?:the )?(?:legend|colou?rs?))(?![\w])/d,
      named.to,
    );
    if (!rest || rest.from !== named.to) continue;
    take(request, {from: found.from, to: rest.to}, "group", "colour");
    channels.color = named.field;
    return;
  }
}

const AXIS =
  /(?<![\w~])(?:(?:and|with|on|for|as|along|the|in|let|an|a|at|where|take|put|,) )*(?<axis>[xy]) (?:axis|coordinate)(?![\w])/d;
/** "weight on x, mpg on y" */
const ON = /(?<![\w~])(?:on|as|along)(?: the)? (?<axis>[xy])(?![\w])/d;
const LINKS =
  /^(?:is|are|as|represents?|representing|shows?|showing|depicts?|depicting|displays?|displaying|be|being|of|the|should|=|:|-|for|has|contains?|to|a|an|\()$/;
const BEFORE = /^(?:on|as|for|in|along|at|the|an|to|be|is)$/;

/** "x axis weight, y axis mpg", "with weight on the x axis". */
function takeAxes(request: Request, channels: Channels): void {
  takeNamed(request, channels, AXIS);
  takeNamed(request, channels, ON);
}

function takeNamed(request: Request, channels: Channels, pattern: RegExp): void {
  for (let from = 0, found = find(request, pattern); found; found = find(request, pattern, from)) {
    const axis = found.groups.axis!.text as "x" | "y";
    const place = request.words.findIndex(
      (word, at) => at >= found!.from && at < found!.to && word.lower === axis,
    );
    const before = BEFORE.test(request.words[place - 1]?.lower ?? "") ? endingAt(request, place) : undefined;
    const after = before ? undefined : startingAt(request, found.to);
    const field = before ?? after;
    if (field && channels[axis] === undefined) {
      channels[axis] = field.field;
      take(
        request,
        {from: Math.min(field.from, found.from), to: Math.max(field.to, found.to)},
        "column",
        `${axis} axis`,
      );
    } else from = found.to;
  }
}

function startingAt(request: Request, at: number): {field: Field; from: number; to: number} | undefined {
  let from = at;
  while (isOpen(request, from) && LINKS.test(request.words[from]!.lower)) from++;
  const found = longest(request, from);
  return found && {...found, from: at};
}

/** The longest stretch before "on the x axis" that is one field. */
function endingAt(request: Request, at: number): {field: Field; from: number; to: number} | undefined {
  let end = at;
  while (isOpen(request, end - 1) && BEFORE.test(request.words[end - 1]!.lower)) end--;
  let low = end;
  while (low > 0 && end - low < LONGEST && !isEdge(request, low - 1)) low--;
  for (let from = low; from < end; from++) {
    const field = fieldOf(request, {from, to: end});
    if (field) return {field, from, to: at};
  }
  return undefined;
}

/** The longest stretch from a word on that is one field. */
export function longest(request: Request, at: number): (Stretch & {field: Field}) | undefined {
  let end = at;
  while (end < at + LONGEST && !isEdge(request, end)) end++;
  for (let to = end; to > at; to--) {
    const field = fieldOf(request, {from: at, to});
    if (field) return {field, from: at, to};
  }
  return undefined;
}
