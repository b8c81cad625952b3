import type {Reading} from "../../../planning/reading.ts";
import type {Condition} from "../../../tools/condition.ts";
import {columnsIn, truthOf} from "./condition_truth.ts";
import type {Heard} from "./mentions.ts";

const SHARE = /\b(?:share|percent(?:age)?|proportion|pct|fraction|part)\b|%/i;
/** "share of york jobs that failed": what stands before the verb is the whole, what stands after it the part. */
const WHOLE =
  /(?:\b(?:share|percent(?:age)?|proportion|pct|fraction|part)|%)\s+of\s+(?:all\s+|the\s+)?(.+?)\s+(?:that|which|who|whose|are|is|was|were|have|has|had|got|get|did|do|does|with|churned|failed|sent|paid)\b/i;
/** "percentage of dog calls in dwellings": the same of a preposition, where the whole ends in what its rows are. */
const WHOLE_OF_ROWS =
  /(?:\b(?:share|percent(?:age)?|proportion|pct|fraction)|%)\s+of\s+(?:all\s+|the\s+)?(.+?)\s+(?:in|at|on|from|via|by|over|under|to|inside|within|during)\b/i;
const MOST_MISSING = 0.05;

/** A share whose whole is another than the question's. */
export function shareDoubts(heard: Heard, reading: Reading): string[] {
  const doubts: string[] = [];
  const said = reading.assumptions.join(" ").toLowerCase();
  for (const {fn, of, where, over} of reading.measures) {
    if (!over || !SHARE.test(heard.question)) continue;
    const named = columnsIn([of, over.of]);
    const unlike = over.fn !== fn || JSON.stringify(over.of) !== JSON.stringify(of);
    const counts = (one: string): boolean => one === "count" || one === "count_distinct";
    if (unlike && counts(fn) !== counts(over.fn))
      doubts.push("a share divides like by like: the part and the whole are computed in different ways");
    else if (unlike && counts(fn) && fn !== over.fn)
      doubts.push(`the part is ${fn} and the whole ${over.fn}: count both alike`);
    const whole = WHOLE.exec(heard.question)?.[1] ?? wholeOfRows(heard);
    const end = heard.question.indexOf(whole) + whole.length;
    const rows = reading.filters.map((one) => one.condition);
    const present: Condition[] = over.fn === "count" && over.of ? [{op: "is_not_null", of: over.of}] : [];
    const holdsOver: Condition = {
      op: "and",
      args: [...rows, ...present, ...(over.where ? [over.where] : [])],
    };
    if (whole)
      for (const mention of heard.mentions) {
        const start = heard.tokens[mention.from]!.start;
        if (start >= end || start < end - whole.length || said.includes(mention.text)) continue;
        const known =
          mention.values.length === 0 &&
          mention.columns.some(({column}) => {
            const {name} = column.profile;
            return (
              columnsIn(where).has(name) &&
              column.profile.nulls > 0 &&
              truthOf(holdsOver, {column: name, value: null}) !== false
            );
          });
        if (known) doubts.push(`the whole of the share is "${whole}": rows without it do not belong to it`);
        const met = mention.values.some(({column, value}) => {
          const others = column.profile.top.map((one) => one.value).filter((one) => one !== value);
          const at = (one: typeof value) => truthOf(holdsOver, {column: column.profile.name, value: one});
          return at(value) !== false && others.some((one) => at(one) === false);
        });
        const grouped = mention.values.some(({column}) => columnsIn(reading.groups).has(column.profile.name));
        if (mention.values.length > 0 && !met && !grouped && mention.columns.length === 0)
          doubts.push(`the whole of the share is "${whole}": "${mention.text}" is no condition of it`);
      }
    for (const name of columnsIn(where)) {
      const known = heard.lexicon.columns.find(({profile}) => profile.name === name)?.profile;
      const missing = known ? known.nulls / Math.max(1, heard.lexicon.tables[0]!.rows) : 0;
      if (!known || missing <= MOST_MISSING || said.includes(name.toLowerCase())) continue;
      const counted = truthOf(holdsOver, {column: name, value: null}) !== false;
      const sorts = known.type === "text";
      const asked = truthOf(where!, {column: name, value: null}) === true;
      if (counted && !named.has(name) && !sorts && !asked)
        doubts.push(
          `${name} is missing in ${known.nulls} rows, which the whole counts: say in assumptions that they belong to it, or leave them out`,
        );
    }
  }
  return doubts;
}

function wholeOfRows({question, mentions, tokens}: Heard): string {
  const [, whole = ""] = WHOLE_OF_ROWS.exec(question) ?? [];
  const end = question.indexOf(whole) + whole.length;
  const values = mentions.filter((one) => one.values.length > 0);
  const isValue = values.some(({to}) => tokens[to - 1]!.end === end);
  return isValue || !mentions.some(({from}) => tokens[from]!.start > end) ? "" : whole;
}
