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
  often take takes took taken use using whole happened happen happens recorded different distinct significant really instead back come comes came
  ppl you he she hes shes theyre were ive id ill im nobody anyone someone everyone anybody somebody everybody twice once thrice roughly about
  still yet already ever never always actually really simply currently appear appears appeared exist exists occur occurs occurred list listed lists cover
  covers covered contain contains contained include includes included placed bring brings brought went live lives stay stays stayed
  sent send sends person people wrong reason reasons shouldnt couldnt wouldnt cant wont didnt isnt busiest quietest slowest fastest suck sucks
  performing performer performers doing hasnt havent dont doesnt didnt arent isnt done used rely trust good quality weird odd strange dodgy blank blanks gap gaps
  missing dupe dupes duplicate duplicates repeated next quick link add join merge bars box u ur gimme lemme yo wanna gonna yes no sold sell sells selling bought buy buys buying
  pivot excel spreadsheet sheet says said finance boss said reckon reckons quote far fast quick figure figures item items record records entry entries got going turn
  visualize visualise visualization visualizing showing plotting drawing displaying depict depicting illustrate axes axis
  against versus breakdown broken binned bins bin buckets category categories various varying individual different general present presented
  produced made trended trending ascending descending sorted colored coloured color colour changed changes changing change separated parameterize earned
  compare compared comparing comparison across timeline please thx ta cheers hiya morning`.split(/\s+/),
);

/** "paid by card", "paid with an app": the payment is what is said of it. */
const PAID_BY = /\bpaid (?=(?:for )?(?:by|with|in|via|using|through)\b)/g;

/** Other words for things that tables are about, beside those of the verifier. */
const THINGS = [
  "store shop branch outlet site location depot",
  "customer client account buyer company firm acct cust",
  "employee staff worker colleague",
  "ticket case issue request",
  "job delivery drop trip run",
  "order purchase sale transaction booking",
  "country nation",
  "item product sku article",
  "dispatch despatch desp ship shipped",
  "pay salary wage earnings income",
].map((line) => new Set(line.split(" ")));

/** The words of a question that neither what it was read as nor a month, year or number accounts for. */
export function unaccountedWords(question: string, said: string): string[] {
  const known = [...new Set([...said.toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(([word]) => word))];
  const words = [
    ...question
      .toLowerCase()
      .replace(PAID_BY, known.some((one) => /^payments?$/.test(one)) ? "payment " : "$&")
      .replace(/['’]s\b/g, "")
      .replace(/['’]/g, "")
      .matchAll(/(?<![\p{L}\p{N}])\p{L}[\p{L}\p{M}]*(?![\p{N}])/gu),
  ].map(([word]) => word);
  return [...new Set(words)].filter(
    (word) =>
      word.length > 2 &&
      !ASKING.has(word) &&
      !ASKING.has(stemOf(word)) &&
      !/^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*$/u.test(word) &&
      !known.some((one) => accountsFor(one, word)),
  );
}

/** Whether one word stands for another: a form, another word, a slip or a short form of it. */
export function accountsFor(known: string, word: string): boolean {
  return (
    isAkin(word, known) ||
    isSynonym(word, known) ||
    isSame(word, known) ||
    isSlip(word, known) ||
    isShort(word, known)
  );
}

function isSame(word: string, other: string): boolean {
  const [a, b] = [stemOf(word), stemOf(other)];
  return THINGS.some((set) => set.has(a) && set.has(b));
}

/** "accts" for account, "qty" for quantity: its letters in order, the first one and a later consonant among them. */
function isShort(word: string, other: string): boolean {
  const short = stemOf(word);
  if (
    other.startsWith(word) ||
    (other.length >= 3 && word.startsWith(other) && word.length <= other.length + 5)
  )
    return true;
  if (short.length < 3 || short.length > 5 || other.length < short.length + 2 || /[aeiou]{2}/.test(short))
    return false;
  if (short[0] !== other[0] || /[aeiou]/.test(short.slice(1))) return false;
  let at = 0;
  for (const letter of other) if (letter === short[at]) at++;
  return at === short.length;
}

/** One or two letters wrong, missing, too many or in each other's place; the first one is seldom wrong. */
function isSlip(word: string, other: string): boolean {
  return [other, stemOf(other)].some((one) => [word, stemOf(word)].some((own) => isNear(own, one)));
}

function isNear(word: string, other: string): boolean {
  if (word[0] !== other[0] || Math.abs(word.length - other.length) > 2) return false;
  if (Math.min(word.length, other.length) < 4) return false;
  const most = word.length >= 7 ? 2 : 1;
  const rows: number[][] = [Array.from({length: other.length + 1}, (_, at) => at)];
  for (let i = 1; i <= word.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = word[i - 1] === other[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1];
      row.push(
        Math.min(
          rows[i - 1]![j]! + 1,
          row[j - 1]! + 1,
          rows[i - 1]![j - 1]! + cost,
          swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows[word.length]![other.length]! <= most;
}
