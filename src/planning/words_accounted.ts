import {isAkin, isSynonym, stemOf} from "./claims/vocabulary.ts";

/** Words that ask, join or order, and say nothing of the data. */
const ASKING = new Set(
  `a about above across after again all also am among an analyse analyze and any anything are around as ask at avg average
  be been before below best between biggest bottom but by calc calculate can chart come compare compared comparison compute
  correlate correlated correlation could count create data dataset define describe did display distinct distribution do does
  down draw during each every everything explain fell few fewest file find for from gave get getting give given go goes got
  graph group grouped had has have having hello help here hey hi high higher highest hist histogram how i if in into is it
  its just kind largest last least less like line list look looking low lower lowest made make many max maximum me mean
  means median mention min minimum more most much my n need no not now number numbers of ok on one only or order ordered
  other our out over overall part pct per percent percentage pie please pls plot plus proportion q quick rank ranked ranking
  rate relate related relation relationship row rows same say scatter see share should show shown similar since smallest so
  some sort sorted split spread stats sum summarise summarize summary table tell than thanks that the their them then there
  these they thing things this those time times to top total totals trend two type under unique until up us value values vary
  versus vs want was we were what whats when where which while who whose why will with within without would year years month
  months monthly week weeks weekly day days daily date dates quarter quarters quarterly yearly annual today yesterday recent
  recently ago latest first earliest through each three four five six seven eight nine ten hundred thousand million chart bar ytd mtd qtd yoy mom yr yrs mth mnth qtr grow grew grows growing growth drop dropped fall falls
  falling dip dipped rise rose decline declined increase decrease gain typical typically usual usually normal normally long
  often take takes took happened happen happens recorded different distinct significant really instead back come comes came
  hasnt havent dont doesnt didnt arent isnt done used rely trust good quality weird odd strange dodgy blank blanks gap gaps
  missing dupe dupes duplicate duplicates repeated next quick link add join merge bars box u ur gimme lemme yo wanna gonna yes no`.split(
    /\s+/,
  ),
);

/** The words of a question that neither what it was read as nor a month, year or number accounts for. */
export function unaccountedWords(question: string, said: string): string[] {
  const known = [...said.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(([word]) => word);
  const words = [
    ...question
      .toLowerCase()
      .replace(/['’]s\b/g, "")
      .matchAll(/(?<![\p{L}\p{N}])\p{L}[\p{L}\p{M}]*(?![\p{N}])/gu),
  ].map(([word]) => word);
  return [...new Set(words)].filter(
    (word) =>
      word.length > 2 &&
      !ASKING.has(word) &&
      !ASKING.has(stemOf(word)) &&
      !/^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*$/u.test(word) &&
      !known.some((one) => isAkin(word, one) || isSynonym(word, one) || isSlip(word, one)),
  );
}

/** One or two letters wrong, missing or too many, or a short form of the word. */
function isSlip(word: string, other: string): boolean {
  if (word.length >= 3 && other.startsWith(word)) return true;
  if (Math.abs(word.length - other.length) > 2 || Math.min(word.length, other.length) < 4) return false;
  const most = word.length >= 7 ? 2 : 1;
  let row = Array.from({length: other.length + 1}, (_, at) => at);
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(
        Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (word[i - 1] === other[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[other.length]! <= most;
}
