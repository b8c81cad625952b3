import type {Lexicon} from "./lexicon.ts";
import {isEnglish, isSlip} from "./morphology.ts";
import {reworded} from "./rewordings.ts";
import {tokenize} from "./tokens.ts";

/** How people in a hurry write, and what they mean. One a line: what is written, then what it stands for. */
const SHORT = `
u you
ur your
pls please
plz please
thx thanks
custs customers
cust customer
accts accounts
acct account
mnth month
mnths months
mth month
mths months
qtr quarter
qtrs quarters
yr year
yrs years
wk week
wks weeks
n and
v versus
shd should
cld could
wld would
whos who is
whats what is
wheres where is
hows how is
hasnt has not
havent have not
didnt did not
doesnt does not
dont do not
isnt is not
arent are not
ppl people
hw how
rev revenue
amt amount
b4 before
gimme give me
wanna want to
diff difference
diffs differences
avrg average
ave average
approx about
prev previous
curr current
biz business
abt about
r are
y why
smth something
sth something
tot total
ex excluding
excl excluding
exc excluding
incl including
til until
pct percent
w with
folk people
folks people
shouldnt should not
wouldnt would not
couldnt could not
wont will not
wasnt was not
werent were not
lemme let me
wot what
wat what
wots what is
wats what is
howd how did
howre how are
whod who did
wkly weekly
mthly monthly
mnthly monthly
qtrly quarterly
yrly yearly
hrs hours
hr hour
num number
xmas christmas
typicl typical
tmrw tomorrow
yday yesterday
ytday yesterday
coz because
cuz because
dunno do not know
innit is it not
kinda kind of
gonna going to
gotta have to
im i am
ive i have
weve we have
theres there is
thats that is
aint is not
nope no
`;

const MEANT = new Map(
  SHORT.trim()
    .split("\n")
    .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const),
);
/** Words that questions are made of, and that fingers slip on. */
const COMMON =
  `month months quarter week weeks weekday customer customers company companies account accounts region regions
  store stores orders total average median highest lowest biggest smallest forecast duplicate duplicates missing revenue
  growth compare between without excluding including yesterday today january february march april august september october
  november december typical`.split(/\s+/);

/** The question in whole words: chat forms and slips of common words written out. What the data itself is called stays as it is. */
export function inPlainWords(typed: string, lexicons: readonly Lexicon[]): string {
  const question = typed.replace(/(?<![\p{L}\p{N}])w\/o(?![\p{L}\p{N}])/giu, "without");
  const isName = (word: string): boolean => lexicons.some((lexicon) => lexicon.keys.has(word));
  let plain = "";
  let at = 0;
  for (const token of tokenize(question)) {
    plain += question.slice(at, token.start);
    at = token.end;
    plain +=
      token.kind === "word"
        ? meantBy(token.lower, token.text, isName)
        : question.slice(token.start, token.end);
  }
  return reworded(yearsInFull(plain + question.slice(at)), lexicons);
}

function meantBy(lower: string, text: string, isName: (word: string) => boolean): string {
  const short = lower.replace(/'/g, "");
  const meant = MEANT.get(short);
  // "R" in capitals is a rating or a grade where the data has one; "r" is "are".
  const asNamed = isName(short) && (text.length > 1 || text !== lower);
  if (meant !== undefined && !asNamed) return meant;
  if (lower.length < 5 || isName(lower) || isEnglish(lower)) return text;
  return COMMON.find((word) => isSlip(lower, word)) ?? text;
}

const PART_OF_YEAR =
  /\b(q[1-4]|h[12]|(?:first|second|1st|2nd) half(?: of)?)\.? '?(\d\d)\b(?![:/.,%]?\d)(?!(?:st|nd|rd|th))/gi;
const HALF = /\b(h[12]|(?:1st|2nd) half(?: of)?)\s+((?:19|20)\d\d)\b/gi;

/** "h1", "1st half": "first half of". */
function halfInFull(part: string): string {
  if (/^q/i.test(part)) return part;
  return /1/.test(part) || /^first/i.test(part) ? "first half of" : "second half of";
}

const MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*";

/** "dec 23" is December 2023: a month's name and two digits that no day has, or that nothing calls a day. */
function yearsInFull(text: string): string {
  return text
    .replace(
      new RegExp(`\\b${MONTH}\\.? '?(\\d\\d)\\b(?![:/.,]?\\d)(?!(st|nd|rd|th))`, "gi"),
      (whole, month: string, digits: string) => {
        const name = whole.slice(0, whole.search(/[ .']/));
        return Number(digits) >= 20 && Number(digits) <= 39 && month ? `${name} 20${digits}` : whole;
      },
    )
    .replace(PART_OF_YEAR, (whole, part: string, digits: string) =>
      Number(digits) >= 10 && Number(digits) <= 39 ? `${halfInFull(part)} 20${digits}` : whole,
    )
    .replace(HALF, (_, half: string, year: string) => `${halfInFull(half)} ${year}`);
}
