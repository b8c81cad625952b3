import {suggestions} from "../decline.ts";
import {type Ask, declined, flagCalled} from "./ask_scene.ts";

const ADVICE =
  /^(?:so |ok |and )*(?:what|how) (?:should|shall|can|could|do|would|to) (?:(?:we|i|you|they)\b)?.*\b(?:do|sell|improve|fix|stop|grow|increase|reduce|change|focus|raise|cut|boost|save|get more|make more|keep|win|prevent|avoid)\b|^should (?:we|i)\b|\bwhat (?:would|do) you (?:recommend|suggest|advise)\b|\bany (?:advice|recommendations|suggestions)\b|\bwhat next\b/i;
const LEAVE = /\b(?:churn|leave|leaving|cancel|quit|go(?:ing)? away|lapse|stop (?:buying|ordering))\b/i;
const FUTURE = /\bwill\b|\bgoing to\b|\babout to\b|\blikely to\b|\bat risk of\b|\bmight\b|\bgonna\b/i;

/** What should be done is no question to data: said so, with the nearest things that it does tell. */
export const askAdvice: Ask = ({question, tables, before}) => {
  if (
    !ADVICE.test(question) ||
    /\bhow (?:do|did|can|could) (?:we|i|you) (?:get|see|show|calculate|compute|find)\b/i.test(question)
  )
    return undefined;
  if (before && /\bchange\b/i.test(question)) return undefined;
  return declined(
    "What to do is for you to decide; the data can show what happened, and where. The nearest that I can do:",
    suggestions(tables),
  );
};

/** Who will leave needs a record of who left. */
export const askWhoWillLeave: Ask = ({question, table}) => {
  if (
    !LEAVE.test(question) ||
    !FUTURE.test(question) ||
    !/\bwho\b|\bwhich\b|\bpredict\b|\blist\b/i.test(question)
  )
    return undefined;
  const label = flagCalled(table, /^(?:churn|attrit|cancel|left)/);
  if (label)
    return declined(
      `${label.name} tells who left, not who will; nobody's leaving can be read from the data. The nearest that I can do:`,
      [
        `% ${label.name.replace(/\W+$/, "")} by a column that you name`,
        `predict ${label.name} from the other columns`,
      ],
    );
  const date = table.columns.find(({type}) => type === "date" || type === "timestamp");
  return declined(
    `${table.table} has no column that tells who left, so nothing can be learnt of who will.`,
    date
      ? [`who has no ${date.name} since a day that you name`, ...suggestions([table]).slice(0, 2)]
      : suggestions([table]),
  );
};
