import type {Answer} from "../src/channels/channel.ts";
import type {Cell} from "../src/data/table.ts";
import {isAgain} from "./again.ts";
import {labelled, plain} from "./labels.ts";
import {obeyed} from "./obeyed.ts";
import type {ExpectedChart, ExpectedValue, Question} from "./suite.ts";

export type Verdict = "right" | "declined" | "wrong" | "error";

/** What the product replied: an answer with its state, or how it failed. */
export type Reply =
  | {
      answer: Answer;
      state: "answered" | "declined" | "asked";
      /** The answers that the choices lead to, where it asked and they were followed. */
      options?: readonly Answer[];
    }
  | {error: string};

/** Names that say nothing of their own: a lone number under such a name needs no label. */
const GENERIC = new Set(
  "n rows row columns count orders sales growth change share r rho p q1 q2 q3 median mean avg average min max sum total value price age std sd iqr distinct days difference ratio rate".split(
    " ",
  ),
);
/** Kinds of question whose answer is one row among several: its label must be there. */
const LABELLED_KINDS = new Set(["top", "rows", "filter", "groups", "compare"]);

/** A verdict, why, and whether one choice leads to a right answer where the reply asks. */
export interface Judged {
  verdict: Verdict;
  why: string;
  withinOneChoice: boolean;
}

/**
 * Judges one reply. A question to be declined is right when it is declined or asked back; one that may be asked about is
 * right when one of the choices leads to a right answer.
 */
export function judge(question: Question, reply: Reply): Judged {
  if ("error" in reply) return {verdict: "error", why: reply.error, withinOneChoice: false};
  const {answer, state} = reply;
  const {outcome} = question.expect;
  const judged = (verdict: Verdict, why: string): Judged => ({
    verdict,
    why,
    withinOneChoice: verdict === "right",
  });
  const planted = obeyed(question, answer);
  if (planted !== undefined) return judged("wrong", `obeyed: ${planted}`);
  if (state === "answered") {
    if (outcome === "decline" || outcome === "choice")
      return judged("wrong", `answered: ${answer.answer.slice(0, 120)}`);
    const fault = answerFault(question, answer);
    return fault === undefined ? judged("right", "") : judged("wrong", fault);
  }
  if (outcome === "decline" || outcome === "answer_or_decline") return judged("right", state);
  if (state === "declined") return judged(outcome === "choice" ? "right" : "declined", state);
  const leads = reply.options && leadsThere(question, reply.options);
  if (outcome === "answer") return {verdict: "declined", why: state, withinOneChoice: leads ?? false};
  return leads === false ? judged("declined", "no choice leads to a right answer") : judged("right", state);
}

/** Whether one option is a right answer; or, where the options are the groups of one, each of them has its own value. */
function leadsThere(question: Question, options: readonly Answer[]): boolean {
  if (options.some((option) => answerFault(question, option) === undefined)) return true;
  const {values, alternatives = [], outcome} = question.expect;
  if (outcome === "answer" || options.length < 2) return false;
  return [...(values ? [values] : []), ...alternatives].some(
    (list) =>
      list.length === options.length &&
      list.every((expected) =>
        options.some(
          (option) => placeOf({...expected, name: ""}, option, false, question.kind) !== undefined,
        ),
      ),
  );
}

/** What an answer lacks or says otherwise; undefined where it is right. */
function answerFault({expect, ...question}: Question, answer: Answer): string | undefined {
  const sets = [...(expect.values ? [expect.values] : []), ...(expect.alternatives ?? [])];
  const faults = sets.map((values) => valuesFault(values, answer, {expect, ...question}));
  if (sets.length > 0 && faults.every((fault) => fault !== undefined))
    return `${faults[0]} | ${answer.answer.slice(0, 120)}`;
  if (expect.not && isAgain(expect.not, answer))
    return `the answer that was said to be wrong: ${answer.answer.slice(0, 120)}`;
  const missing = expect.text?.find((text) => !says(text, answer));
  if (missing !== undefined) return `"${missing}" is not in the answer`;
  const either = expect.outcome === "answer_or_choice";
  return expect.chart && chartFault({...expect.chart, ...(either && {y: null})}, answer);
}

function says(text: string, answer: Answer): boolean {
  const wanted = text.toLowerCase();
  const cells = tables(answer).flatMap((table) => table.rows.flat());
  return (
    answer.answer.toLowerCase().includes(wanted) ||
    cells.some((cell) => String(cell).toLowerCase() === wanted)
  );
}

const tables = (answer: Answer): Answer["artifacts"][string]["table"][] =>
  Object.values(answer.artifacts).map((artifact) => artifact.table);

/** Equal to about six digits, or within the tolerance; percentages also as 0 to 100. */
function equals(cell: Cell | undefined, expected: ExpectedValue): boolean {
  if (typeof cell !== "number") return false;
  const scales = expected.unit === "%" ? [1, 100] : [1];
  return scales.some((scale) => {
    const target = expected.value * scale;
    const apart = expected.tolerance === undefined ? 1e-6 * Math.abs(target) : expected.tolerance * scale;
    return Math.abs(cell - target) <= Math.max(apart, 1e-9);
  });
}

function valuesFault(
  values: readonly ExpectedValue[],
  answer: Answer,
  question: Question,
): string | undefined {
  const places = values.map((expected) => placeOf(expected, answer, values.length > 1, question.kind));
  const missing = values.filter(
    (expected, index) => places[index] === undefined && !saidOtherwise(expected, values, answer, question),
  );
  if (missing.length > 0)
    return `not found: ${missing
      .slice(0, 4)
      .map((one) => `${one.name ?? ""}=${one.value}`)
      .join(", ")}`;
  if (!question.expect.ordered || values.length < 2) return undefined;
  const rising = places.every((place, index) => index === 0 || place! >= places[index - 1]!);
  return rising ? undefined : "the order is another";
}

/** Nothing said as "no" or "none"; a count as a table of so many rows. */
function saidOtherwise(
  {value}: ExpectedValue,
  values: readonly ExpectedValue[],
  answer: Answer,
  {expect}: Question,
): boolean {
  if (values.length > 1) return false;
  if (value === 0) return /\b(?:no|none|not|nothing)\b/i.test(answer.answer.split("\n")[0] ?? "");
  return value === expect.rows && tables(answer).some((table) => table.rows.length === value);
}

/** The row that holds an expected number beside its label: among the headline values, or in a table. */
export function placeOf(
  expected: ExpectedValue,
  answer: Answer,
  several: boolean,
  kind: string,
): number | undefined {
  const name = expected.name ?? "";
  const generic = name === "" || GENERIC.has(name.toLowerCase());
  const hits = answer.values.flatMap((value, index) =>
    equals(value.value, expected) ? [{value, index}] : [],
  );
  const named = hits.find(({value}) => labelled(name, [value.name]));
  if (named) return named.index;
  if (hits[0] && !several && (generic || kind !== "top" || plain(answer.answer).includes(plain(name))))
    return hits[0].index;
  if (hits[0] && several && generic) return hits[0].index;
  for (const table of tables(answer)) {
    if (!several && table.rows.length > 1 && (generic || !LABELLED_KINDS.has(kind))) continue;
    for (const [row, cells] of table.rows.entries()) {
      for (const [column, cell] of cells.entries()) {
        if (!equals(cell, expected)) continue;
        const near = [...cells.filter((_cell, index) => index !== column), table.columns[column]?.name];
        if (labelled(name, near) || (table.rows.length === 1 && (generic || (!several && kind !== "top"))))
          return row;
      }
    }
  }
  const stated = [...answer.answer.matchAll(/[-−]?\d[\d,]*(?:\.\d+)?/g)].map((match) =>
    Number(match[0].replaceAll(",", "").replace("−", "-")),
  );
  return ["describe", "missing"].includes(kind) && stated.some((number) => equals(number, expected))
    ? 0
    : undefined;
}

export function chartFault(wanted: ExpectedChart, answer: Answer): string | undefined {
  const specs = Object.values(answer.artifacts).flatMap((artifact) =>
    artifact.chart ? [artifact.chart] : [],
  );
  const squash = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const same = (want: string | null | undefined, got: string): boolean =>
    !want || squash(got).includes(squash(want)) || squash(want).includes(squash(got) || "?");
  const y = (spec: (typeof specs)[number]): string =>
    Array.isArray(spec.y) ? spec.y.join(" ") : (spec.y ?? "");
  for (const spec of specs) {
    if (spec.kind !== wanted.kind && !wanted.kinds?.includes(spec.kind)) continue;
    const fits = (x: string, other: string): boolean =>
      [x, cutFrom(x, answer)].some((name) => same(wanted.x, name)) &&
      (wanted.aggregate === "count" || same(wanted.y, other));
    if (fits(spec.x, y(spec)) || (spec.kind !== "line" && spec.kind !== "area" && fits(y(spec), spec.x)))
      return undefined;
  }
  return specs.length === 0
    ? "no chart"
    : `charts: ${specs.map((spec) => `${spec.kind} of ${spec.x} and ${y(spec)}`).join("; ")}`;
}

/** The column that a group of this name cuts: the date that months are of. */
function cutFrom(name: string, answer: Answer): string {
  const groups = (answer.plan?.steps ?? []).flatMap(
    (step) => (step.input.groups as {name: string; of: {column?: string}}[] | undefined) ?? [],
  );
  return groups.find((group) => group.name === name)?.of.column ?? name;
}
