import type {Reading} from "./reading.ts";

/** Words with which a follow-up leans on the answer before. */
const LEANS =
  /^\W*(?:and|but|no|not|only|just|what about|how about|same|now|also|split|without|excluding|except|instead|ok|okay|then|or|by|in|for)\b|\b(?:that|those|them|they|their|theirs|it|its|same|instead|ones?|again|too|as well|the rest|these)\b/i;
const COUNTS = /\b(?:how many|count\w*|number|no\.? of|rows?|frequen\w*|%|percent\w*|share)\b/i;
const ALL = /\b(?:all|overall|everything|everyone|altogether|whole)\b/i;

/** Words that mean nothing without an answer before. */
const DANGLES =
  /^\W*(?:and|but|only|just the|no,|what about|how about|same|now|ok(?:ay)? (?:and|now|but))\b|^\W*(?:\S+\s+){0,3}(?:those|them|they|their|theirs)\b(?! (?:who|that|which|with|without|where|in|on))|\binstead\b|\b(?:the ones|as well)\b|\b(?:split|make|have|show|do|break|chart|plot|graph|put|turn|sort|group|filter|limit|of|for|as|like) that\b(?! (?:file|data|dataset|table|sheet|list|year|month|week|quarter))/i;

/** A follow-up to what was not answered. */
export function danglingDoubts(question: string): string[] {
  const [said] = DANGLES.exec(question) ?? [];
  return said ? [`“${said.trim()}” leans on an answer before, and there is none`] : [];
}

/** What a follow-up drops of the answer before though it leans on it: its rows, its groups or its kind of result. */
export function followUpDoubts(question: string, reading: Reading, before: Reading | undefined): string[] {
  if (!before || before.table !== reading.table || !LEANS.test(question)) return [];
  if (before.operations || reading.operations) return [];
  const found: string[] = [];
  const now = JSON.stringify([reading.filters, reading.period, reading.measures]);
  const lost = before.filters.filter(({condition}) => !keeps(now, condition));
  if (
    lost.length > 0 &&
    !ALL.test(question) &&
    !/\b(?:without|no|not|instead|include|including|with|back)\b/i.test(question)
  )
    found.push(`${lost.map(({said}) => said).join(", ")} of the answer before is left out`);
  const figures = (one: Reading) =>
    one.intent === "aggregate" || one.intent === "which" || one.intent === "compare";
  if (
    figures(before) &&
    !figures(reading) &&
    !/\b(?:rows?|list|show|which|who|lines?|records?|see|look|correlat\w*|relat\w*|distribut\w*|missing|duplicat\w*|weird|odd|real|significan\w*|trust)\b/i.test(
      question,
    )
  )
    found.push("another kind of result than the answer before");
  const droppedGroups = before.groups.filter(
    (group) => !reading.groups.some((one) => one.name === group.name),
  );
  if (
    figures(before) &&
    figures(reading) &&
    droppedGroups.length > 0 &&
    reading.groups.length === 0 &&
    /\b(?:their|theirs|those|these|ones|them|each)\b/i.test(question)
  )
    found.push(`“by ${droppedGroups.map(({name}) => name).join(", ")}” of the answer before is left out`);
  const [was, is] = [before.measures[0], reading.measures[0]];
  if (was && is && was.fn !== "count" && is.fn === "count" && !COUNTS.test(question))
    found.push("rows are counted, and the answer before was of something else");
  return found;
}

/** The column of a condition is still asked about: another value of it may take its place. */
function keeps(written: string, condition: unknown): boolean {
  const columns = [...JSON.stringify(condition).matchAll(/"column":("(?:[^"\\]|\\.)*")/g)].map(
    ([, name]) => name!,
  );
  return columns.every((name) => written.includes(`"column":${name}`));
}
