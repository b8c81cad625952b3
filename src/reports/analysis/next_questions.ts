import {plainName} from "./bound_text.ts";
import type {Finding} from "./findings.ts";
import type {AnalysisState} from "./run_questions.ts";
import type {Subjects} from "./subjects.ts";

const MOST = 5;

/** What a careful person would ask next, from what was found and what was not looked at. */
export function nextQuestions(
  findings: readonly Finding[],
  state: AnalysisState,
  subjects: Subjects,
): string[] {
  const {target} = subjects;
  const goesWith = findings
    .filter(({theme, strength}) => theme === "drivers" && strength !== "weak")
    .flatMap(({about}) => about.filter((name) => name !== target?.name));
  const [first, second] = [...new Set(goesWith)];
  const isCategory = (name: string): boolean => subjects.categories.some((one) => one.name === name);
  const other = [...new Set(goesWith)].find((name) => name !== first && isCategory(name)) ?? second;
  const odd = findings.find(({about}) => about.includes("odd periods"));
  const missing = findings.find(({about, minor}) => about.includes("missing") && !minor);
  const left = subjects.leftOut.find(({why}) => why.startsWith("identifiers"));
  const found = [
    ...(target && first && other
      ? [
          isCategory(other)
            ? `Does ${said(target.name)} still go with ${said(first)} within each ${said(other)}?`
            : `Does ${said(target.name)} still go with ${said(first)} where ${said(other)} is the same?`,
        ]
      : []),
    ...(target && first
      ? [
          `Does ${said(first)} bear on ${said(target.name)}, or do both follow something that is not in the table?`,
        ]
      : []),
    ...(odd ? ["What happened in the periods that were unlike their time?"] : []),
    ...(missing ? ["Are the rows with missing values unlike the others?"] : []),
    ...(subjects.time ? [] : ["When was each row recorded? Without a date nothing can be said of change."]),
    ...state.leftOut.slice(0, 2).map(({asks}) => plainName(asks, 160)),
    ...(left
      ? [
          `Is there something to learn from ${left.names.slice(0, 3).map(said).join(", ")}, which no comparison could use?`,
        ]
      : []),
  ];
  return found.slice(0, MOST);
}

const said = (name: string): string => plainName(name);
