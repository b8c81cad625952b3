import {formatNumber} from "../../planning/format_value.ts";
import {type Alert, alertSchema} from "./alert.ts";

/** An alert in a text: what is watched, in the words that name it, and when it is told. */
export interface FoundAlert {
  alert: Alert;
  /** "revenue", "sales in the north"; empty for "this". */
  what: string;
  /** Of the whole of "tell me when ...". */
  start: number;
  end: number;
}

const LEAD =
  "(?:please\\s+)?(?:tell|alert|warn|notify|ping|message|let)\\s+(?:me|us|the\\s+(?:team|channel)|everyone)(?:\\s+know)?\\s+(?:here\\s+)?(?:when(?:ever)?|if|as\\s+soon\\s+as|once)\\s+";
const AMOUNT =
  "(?:[$€£¥]\\s?)?(-?\\d[\\d.,]*)\\s?(k|m|mn|million|thousand|bn|billion|%|percent|per\\s?cent)?(?:\\s?(?:[$€£¥]|usd|eur|euros?|dollars?))?";
const BELOW =
  "(?:falls?|drops?|goes|is|are|gets?|dips?|sinks?|stays?|becomes?)?\\s*(?:to\\s+)?(?:below|under|beneath|less\\s+than|fewer\\s+than|lower\\s+than|<)";
const ABOVE =
  "(?:rises?|goes|is|are|gets?|climbs?|exceeds?|jumps?|grows?|becomes?)?\\s*(?:to\\s+)?(?:above|over|beyond|past|more\\s+than|greater\\s+than|higher\\s+than|>)";
const CHANGES = "(?:changes?|moves?|varies|differs?)";
const FALLS = "(?:falls?|drops?|decreases?|declines?|shrinks?|sinks?|goes\\s+down|is\\s+down)";
const RISES = "(?:rises?|grows?|increases?|climbs?|jumps?|goes\\s+up|is\\s+up)";
const WHAT = "(.{0,200}?)\\s*";
/** "Tell me when the price was above 50" asks what happened: nothing is to be watched. */
const PAST =
  /\b(?:was|were|been|had|did|went|got|became|fell|dropped|dipped|sank|shrank|declined|decreased|rose|grew|climbed|jumped|increased|exceeded|reached|stayed|changed|moved|varied|differed)(?:\s+(?:ever|last|first|once|never|not))*$/i;

type Rule = {pattern: RegExp; read: (match: RegExpExecArray) => Alert["when"] | undefined};

const rule = (source: string, read: Rule["read"]): Rule => ({
  pattern: new RegExp(`(?<!\\w)${LEAD}${WHAT}${source}`, "iu"),
  read,
});
const changeRule = (verb: string, direction: "up" | "down" | "either") =>
  rule(`\\b${verb}\\s+(?:by\\s+)?(?:more\\s+than\\s+|at\\s+least\\s+|over\\s+)?${AMOUNT}`, (match) => {
    const amount = amountOf(match[2]!, match[3]);
    if (amount === undefined || amount <= 0) return undefined;
    const unit = /%|per/i.test(match[3] ?? "") ? "percent" : "absolute";
    return {kind: "change", by: amount, unit, direction};
  });

/** In the order that they are tried. */
const RULES: readonly Rule[] = [
  changeRule(FALLS, "down"),
  changeRule(RISES, "up"),
  changeRule(CHANGES, "either"),
  thresholdRule(BELOW, "below"),
  thresholdRule(ABOVE, "above"),
  thresholdRule("exceeds?", "above"),
  thresholdRule("(?:reach(?:es)?|hits?|is\\s+at\\s+least)", "at_least"),
  thresholdRule("(?:is\\s+at\\s+most)", "at_most"),
  rule(
    "\\b(?:is|are|looks?|seems?|becomes?|gets?|has|have|shows?)\\s+(?:an?\\s+)?(?:unusual|anomal(?:y|ous|ies)|strange|odd|abnormal|unexpected|an?\\s+outlier|outliers?|off)(?:ly\\s+(?:high|low))?",
    () => ({kind: "anomaly"}),
  ),
  rule(
    "\\b(?:differs?|changes?|is\\s+(?:different|not\\s+the\\s+same)|moves?)\\b(?!\\s+(?:by|more|over|at\\s+least|\\d))",
    () => ({
      kind: "differs",
    }),
  ),
];

function thresholdRule(words: string, is: "below" | "above" | "at_least" | "at_most"): Rule {
  return rule(`(?:\\b|(?=[<>]))${words}\\s*${AMOUNT}`, (match) => {
    const value = amountOf(match[2]!, match[3]);
    if (value === undefined) return undefined;
    // A percentage of a result is a fraction there.
    return {kind: "threshold", is, value: /%|per/i.test(match[3] ?? "") ? value / 100 : value};
  });
}

/** "tell me when revenue falls below 10k", "alert us if orders drop by 20%", "tell me when this differs". */
export function readAlert(text: string): FoundAlert | undefined {
  if (text.length > 1_000) return undefined;
  for (const {pattern, read} of RULES) {
    const match = pattern.exec(text);
    const when = match && read(match);
    if (!when) continue;
    const what = match[1]!
      .trim()
      .replace(/^the\s+/i, "")
      .replace(/\s+(?:ever|suddenly|again)$/i, "");
    if (PAST.test(what)) continue;
    const isThis = /^(?:this|it|that|these|the\s+(?:answer|result|number)s?|something)?$/i.test(what);
    return {
      alert: alertSchema.parse({when}),
      what: isThis ? "" : what,
      start: match.index,
      end: match.index + match[0].length,
    };
  }
  return undefined;
}

function amountOf(digits: string, scale: string | undefined): number | undefined {
  const plain = digits.replace(/[.,]$/, "");
  const isGrouped = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain);
  const number = Number(isGrouped ? plain.replaceAll(",", "") : plain.replace(/^(-?\d+),(\d+)$/, "$1.$2"));
  if (!Number.isFinite(number)) return undefined;
  const by = {k: 1e3, thousand: 1e3, m: 1e6, mn: 1e6, million: 1e6, bn: 1e9, billion: 1e9}[
    scale?.toLowerCase() ?? ""
  ];
  return number * (by ?? 1);
}

/** When it is told, in words, with what keeps it from being told too often. */
export function sayAlert({of, each = [], when, margin, quietHours}: Alert, unit?: string): string {
  const what = `${of ?? "the result"}${each.length > 0 ? ` of any ${each.join(", ")}` : ""}`;
  const quiet =
    quietHours > 0 ? `, at most once in ${quietHours} ${quietHours === 1 ? "hour" : "hours"}` : "";
  switch (when.kind) {
    case "threshold": {
      const back = Math.abs(when.value) * margin;
      const words = {
        below: "falls below",
        at_most: "is at most",
        above: "rises above",
        at_least: "reaches",
      } as const;
      const verb = when.is === "equal" ? "is" : when.is === "not_equal" ? "is not" : words[when.is];
      const past = back > 0 ? ` and told again only after it was back by ${formatNumber(back, unit)}` : "";
      return `told once when ${what} ${verb} ${formatNumber(when.value, unit)}${past}${quiet}`;
    }
    case "change": {
      const verb = {up: "rises", down: "falls", either: "changes"}[when.direction];
      const by = when.unit === "percent" ? formatNumber(when.by, "percent") : formatNumber(when.by, unit);
      return `told when ${what} ${verb} by ${by} or more against the period (or the run) before${quiet}`;
    }
    case "anomaly":
      return `told when ${what} is unlike its past: robust z beyond 3.5, once there are 8 periods or runs to go by${quiet}`;
    case "differs":
      return `told when ${of ?? "the result"} differs from the run before${quiet}`;
  }
}
