import {cell, named, say} from "./bound_text.ts";
import type {AnalysisQuestion, FindingDraft, Results} from "./question.ts";
import {ofColumn, sourceOf} from "./steps.ts";
import {isFlag, type Subjects} from "./subjects.ts";

/** Missing values of so large a share are worth a word; of the target a smaller one. */
const MUCH_MISSING = 0.05;
/** Values that say "nothing" in words, as they stand in files. */
const PLACEHOLDERS = /^(?:\.|\?|-|--|n\/?a|null|none|nan|unknown|missing|#n\/a)$/i;

/** Whether the data can be relied on: what is missing, repeated, or says nothing. */
export function qualityQuestions(subjects: Subjects, asOf: Date): AnalysisQuestion[] {
  const {profile, scope} = subjects;
  const source = sourceOf(scope);
  const questions: AnalysisQuestion[] = [
    {
      theme: "quality",
      asks: "How complete is the data?",
      plan: {
        steps: [{id: "missing", tool: "run_statistics", input: {method: "missing", ...source}}],
        headline: "missing",
      },
      priority: 9,
      read: (results) => readMissing(results, subjects),
    },
  ];
  if (profile.duplicateRows > 0)
    questions.push({
      theme: "quality",
      asks: "Are there rows that repeat?",
      plan: {
        steps: [
          {
            id: "rows",
            tool: "aggregate",
            input: {...source, measures: [{name: "rows", fn: "count"}]},
          },
          {id: "repeated", tool: "prepare_data", input: {method: "duplicates", ...source}},
        ],
        headline: "repeated",
      },
      priority: 7,
      read: readRepeated,
    });
  const future = futureQuestion(subjects, asOf);
  if (future) questions.push(future);
  const odd = placeholderOf(subjects);
  if (odd) questions.push(placeholderQuestion(subjects, odd));
  return questions;
}

function readMissing(results: Results, subjects: Subjects): FindingDraft[] {
  const rows = results.artifact("missing")?.table.rows ?? [];
  const gaps = rows.flatMap((row, at) =>
    Number(row[2]) > 0 ? [{at, name: String(row[0]), share: Number(row[2])}] : [],
  );
  const [most] = gaps;
  if (!most)
    return [
      {
        headline: say`No value is missing in any of the ${cell(results, "missing", 0, "n")} rows.`,
        about: ["missing"],
        weight: 0.1,
        minor: true,
      },
    ];
  const used = new Set([...subjects.measures, ...subjects.categories].map(({name}) => name));
  const shown = gaps.filter((one) => one.share >= MUCH_MISSING).slice(0, 3);
  const said = shown.length > 0 ? shown : [most];
  const listed = said
    .map(({at, name}) => say`${named(results, "missing", name)} (${cell(results, "missing", at, "share")})`)
    .reduce(
      (all, one, at) => (at === 0 ? one : say`${all}${at === said.length - 1 ? " and " : ", "}${one}`),
      say``,
    );
  const isGrave = most.share >= 0.2 && (used.has(most.name) || most.name === subjects.target?.name);
  return [
    {
      headline:
        shown.length > 0
          ? say`Values are missing mainly in ${listed}.`
          : say`Few values are missing: the most in ${listed}.`,
      ...(shown.length > 0 && {
        caveat: say`Rows with a missing value are left out of each comparison that needs it; where they differ from the others, findings about ${named(results, "missing", most.name)} may not hold for all.`,
      }),
      about: ["missing"],
      weight: Math.min(1, most.share * (isGrave ? 2 : 1)),
      minor: shown.length === 0,
      ...(gaps.length > 3 && {
        table: {step: "missing", title: "Missing values", rows: Math.min(15, gaps.length)},
      }),
    },
  ];
}

function readRepeated(results: Results): FindingDraft[] {
  const repeated = results.artifact("repeated");
  if (!repeated || repeated.table.rows.length === 0) return [];
  const counted = repeated.table.columns.at(-1)!.name;
  return [
    {
      headline: say`Some rows are there more than once: the most frequent one ${cell(results, "repeated", 0, counted)} times among ${cell(results, "rows", 0, "rows")} rows.`,
      caveat: say`Repeated rows count each time: where they are copies by mistake, every total is too high.`,
      about: ["repeated rows"],
      weight: 0.5,
    },
  ];
}

interface Placeholder {
  column: string;
  value: string;
}

/** A value of a category that stands for none. */
function placeholderOf({categories}: Subjects): Placeholder | undefined {
  for (const column of categories) {
    if (isFlag(column)) continue;
    const found = column.top.find(({value}) => typeof value === "string" && PLACEHOLDERS.test(value.trim()));
    if (found) return {column: column.name, value: String(found.value)};
  }
  return undefined;
}

function placeholderQuestion({scope}: Subjects, {column, value}: Placeholder): AnalysisQuestion {
  return {
    theme: "quality",
    asks: `How often does ${column} hold a sign in place of a value?`,
    plan: {
      steps: [
        {
          id: "signs",
          tool: "aggregate",
          input: {
            ...sourceOf(scope),
            measures: [{name: "rows", fn: "count", where: {op: "=", of: ofColumn(column).of, value}}],
          },
        },
      ],
      headline: "signs",
    },
    priority: 5,
    read: (results) => [
      {
        headline: say`${named(results, "signs", column)} holds "${named(results, "signs", value)}" in ${cell(results, "signs", 0, "rows")} ${Number(results.artifact("signs")?.table.rows[0]?.[0]) === 1 ? "row" : "rows"}, which looks like a sign for a missing value.`,
        about: ["placeholder", column],
        weight: 0.3,
      },
    ],
  };
}

/** Dates that have not come yet: plans where they are meant, typing errors or two-digit years where not. */
function futureQuestion({time, scope}: Subjects, asOf: Date): AnalysisQuestion | undefined {
  const column = time?.column;
  const today = asOf.toISOString().slice(0, 10);
  if (!column || column.type === "integer" || String(column.max).slice(0, 10) <= today) return undefined;
  const of = {column: column.name};
  return {
    theme: "quality",
    asks: `Does ${column.name} hold dates that have not come yet?`,
    plan: {
      steps: [
        {
          id: "future",
          tool: "aggregate",
          input: {
            ...sourceOf(scope),
            measures: [
              {name: "rows", fn: "count", where: {op: "range", of, from: today}},
              {name: "last", fn: "max", of},
            ],
          },
        },
      ],
      headline: "future",
    },
    priority: 7,
    read: (results) => [
      {
        headline: say`${named(results, "future", column.name)} holds dates that have not come yet in ${cell(results, "future", 0, "rows")} rows, the last of them ${cell(results, "future", 0, "last")}.`,
        caveat: say`Where those dates are mistakes, what is said of time is not to be relied on.`,
        about: ["future", column.name],
        weight: 0.6,
      },
    ],
  };
}
