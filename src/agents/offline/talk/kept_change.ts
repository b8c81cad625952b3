import type {Reading} from "../../../planning/reading.ts";
import type {EarlierTurn} from "../../contracts.ts";
import {corrected} from "../follow_up.ts";

/** What a correction changed, as a word and its meaning; or why it cannot be kept. */
export function changeTaught(
  earlier: readonly EarlierTurn[],
): {term: string; meaning: string} | {reason: string} {
  const [before, last] = earlier.slice(-2);
  const [was, is] = [before?.plan.reading, last?.plan.reading];
  if (!before || !last || !was || !is || was.table !== is.table)
    return {
      reason:
        "There is no correction that I could remember. Say what a word means: remember that big means amount over 1000.",
    };
  const changes = changedParts(was, is);
  const term = measureWord(was);
  if (changes.length === 0)
    return {reason: "The last answer changed nothing of the one before, so there is nothing to remember."};
  if (changes.length > 1)
    return {
      reason: `That changed ${changes.join(" and ")} at once, and I can keep one change of a word. Say what a word means: remember that ${term ?? "big"} means …`,
    };
  if (!term) return {reason: "I can't tell which word this is the meaning of. Say: remember that … means …"};
  const [change] = changes;
  const words = (corrected(last.question) ?? last.question)
    .replace(/^(?:and|but|just|only|now|ok|please|so)\b[\s,]*/i, "")
    .replace(/[?.!]+$/, "")
    .trim();
  if (change === "the rows that count") return {term, meaning: `${term} ${withPreposition(words)}`};
  if (change === "what is measured") {
    const column = columnOf(is);
    return column ? {term, meaning: column} : {term, meaning: words};
  }
  return {
    reason: `That changed ${change}, which is no meaning of a word. Say what a word means: remember that … means …`,
  };
}

/** "no refunds" reads after a measure as it stands; a bare value needs its "for". */
const withPreposition = (words: string): string =>
  /^(?:without|not|no|with|excluding|except|where|for|in|from|of|that|only|over|under|above|below)\b/i.test(
    words,
  )
    ? words
    : `for ${words}`;

function changedParts(was: Reading, is: Reading): string[] {
  const differs = (part: (reading: Reading) => unknown): boolean =>
    JSON.stringify(part(was)) !== JSON.stringify(part(is));
  return [
    ...(differs(({measures}) => measures) ? ["what is measured"] : []),
    ...(differs(({filters}) => filters.map(({condition}) => condition)) ? ["the rows that count"] : []),
    ...(differs(({period}) => [period?.column, period?.from, period?.to]) ? ["the period"] : []),
    ...(differs(({groups}) => groups) ? ["the groups"] : []),
    ...(differs(({intent}) => intent) ? ["the kind of answer"] : []),
  ];
}

/** The word that said what is measured. */
function measureWord(reading: Reading): string | undefined {
  const column = columnOf(reading);
  const places = reading.placements.filter(({place}) => place === "measure" || place === "column");
  const named =
    places.find(({as}) => as !== undefined && as === column) ?? places.find(({as}) => as !== undefined);
  return named?.text.toLowerCase();
}

const columnOf = ({measures}: Reading): string | undefined => {
  const of = measures[0]?.of;
  return of && "column" in of ? of.column : undefined;
};
