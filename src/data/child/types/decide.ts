import {booleanForm} from "./booleans.ts";
import {dateDecision, numericDateDecision} from "./decide_date.ts";
import {codeDecision, numberDecision} from "./decide_number.ts";
import {type Decision, type Grounds, MOSTLY} from "./decision.ts";
import {cellsOf, countOf, type Form, TEXT, type Texts} from "./form.ts";
import {isMissing} from "./missing.ts";

const NOTICED = 0.5;

/** The texts of a column that are values. */
export function valuesOf(texts: Texts, further: ReadonlySet<string>, strict = false): Map<string, number> {
  return new Map([...texts].filter(([text]) => text !== "" && !isMissing(text, further, strict)));
}

/** Texts stay texts, but for those that a person says mean nothing. */
export function textForm(further: ReadonlySet<string>): Form {
  if (further.size === 0) return TEXT;
  const list = [...further].map((text) => `'${text.replaceAll("'", "''")}'`).join(", ");
  return {
    ...TEXT,
    key: "text without",
    fits: (text) => !further.has(text.toLowerCase()),
    sql: (column, first) =>
      `CASE WHEN lower(trim(${column})) IN (${list}) THEN NULL ELSE ${TEXT.sql(column, first)} END`,
  };
}

/** What the texts of a column are, by all that is known of them. */
export function decide(name: string, texts: Texts, grounds: Grounds): Decision {
  const {choices, further} = grounds;
  if (choices.text?.includes(name))
    return {
      form: {...TEXT, key: "written", sql: (column) => column},
      entries: [{kind: "type", column: name, message: `${name} stays text, as you chose.`}],
    };
  const text = textForm(further);
  const certain = valuesOf(texts, further, true);
  const boolean = booleanForm(certain, name);
  if (boolean && cellsOf(certain) > 0) return {form: boolean, entries: []};
  const values = valuesOf(texts, further);
  const all = cellsOf(values);
  if (all === 0) return {form: text, entries: []};
  const withText = (decision: Decision): Decision =>
    decision.form === TEXT ? {...decision, form: text} : decision;
  const known = numericDateDecision(name, values) ?? codeDecision(name, values);
  if (known) return withText(known);
  const decisions = [numberDecision(name, values, grounds), dateDecision(name, values, grounds)].filter(
    (one): one is Decision => one !== undefined,
  );
  const [best] = decisions
    .map((decision) => ({decision, fits: countOf(values, decision.form.fits)}))
    .sort((a, b) => b.fits - a.fits);
  if (!best) return {form: text, entries: []};
  if (best.decision.form === TEXT || best.fits >= MOSTLY * all) return withText(best.decision);
  if (best.fits < NOTICED * all) return {form: text, entries: []};
  const strays = [...values.keys()].filter((one) => !best.decision.form.fits(one));
  const kind =
    {integer: "numbers", number: "numbers", date: "dates", timestamp: "times", time: "times"}[
      best.decision.form.type as "integer"
    ] ?? "values";
  const count = all - best.fits;
  return {
    form: text,
    entries: [
      {
        kind: "type",
        column: name,
        message: `${name} stays text: ${best.fits} of ${all} values are ${kind}, but ${count} ${count === 1 ? "is" : "are"} not.`,
        count,
        examples: strays.slice(0, 5),
        ...(strays.length <= 10 && {reverse: {missing: strays}}),
        doubt: true,
      },
    ],
  };
}
