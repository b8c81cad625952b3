import {finding} from "../charts/finding.ts";
import {chartSpecSchema} from "../charts/spec.ts";
import {titleOf} from "../planning/say_reading.ts";
import {bindText} from "./bind_text.ts";
import type {BoundText, DocumentTable} from "./document.ts";
import type {ReportedAnswer} from "./from_answers.ts";

/** A sentence of an answer, and whether it began a line. */
export interface Kept {
  body: BoundText;
  isLine: boolean;
}

/** A longer headline gives what stands in brackets to the text under it. */
const LONG = 100;

/**
 * The one sentence that states a finding, and what is told under it: the answer's first sentence where it is one; else what
 * its chart shows; else what was asked.
 */
export function headlineOf(
  answer: ReportedAnswer,
  kept: readonly Kept[],
  tables: Readonly<Record<string, DocumentTable>>,
): {headline: BoundText; rest: Kept[]} {
  const {headline, rest} = chosen(answer, kept, tables);
  // A heading has no full stop.
  return {headline: {...headline, text: headline.text.replace(/(?<![.?] ?\w*)\.$/, "")}, rest};
}

function chosen(
  answer: ReportedAnswer,
  kept: readonly Kept[],
  tables: Readonly<Record<string, DocumentTable>>,
): {headline: BoundText; rest: Kept[]} {
  const [first, ...rest] = kept;
  if (first && isStatement(first.body.text)) {
    const short = shortened(first.body);
    return short ? {headline: short, rest: [...kept]} : {headline: first.body, rest};
  }
  const asked = questionOf(answer.question);
  if (first && /^(?:yes|no)[.!]?$/i.test(first.body.text))
    return {headline: checked(`${asked.replace(/[.?!]*$/, "")}? ${first.body.text}`, tables), rest};
  const drawn = answer.plan?.chart === undefined ? undefined : answer.artifacts[answer.plan.chart];
  const spec = chartSpecSchema.safeParse(drawn?.chart);
  const shown = drawn && spec.success ? finding(spec.data, drawn.table) : undefined;
  const said = shown === undefined ? undefined : bindText(shown, tables);
  if (said && said.unbound.length === 0) return {headline: said.body, rest: [...kept]};
  const reading = answer.plan?.reading;
  const title = reading ? titleOf(reading) : asked;
  return {headline: checked(title || asked, tables), rest: [...kept]};
}

function isStatement(text: string): boolean {
  return !/^[-•*] /.test(text) && !/[:,]$/.test(text) && text.split(/\s+/).length >= 3;
}

/** Without what stands in brackets, where it is long with that; undefined where there is nothing to leave away. */
function shortened({text, evidence}: BoundText): BoundText | undefined {
  const at = text.search(/ \(/);
  const isLast = /^ \([^()]*\)[.!]?$/.test(text.slice(at));
  if (text.length <= LONG || at < 30 || !isLast) return undefined;
  return {text: text.slice(0, at), evidence: evidence.filter(({end}) => end <= at)};
}

/** A text of ours with its numbers bound; a number that no cell says ("top 5") goes out of it. */
function checked(text: string, tables: Readonly<Record<string, DocumentTable>>): BoundText {
  const {body, unbound} = bindText(text, tables);
  if (unbound.length === 0) return body;
  const plain = unbound.reduce((left, number) => left.replace(number, "…"), text);
  const again = bindText(plain, tables);
  return again.unbound.length === 0 ? again.body : {text: "What was asked", evidence: []};
}

function questionOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.charAt(0).toLocaleUpperCase() + line.slice(1);
}
