const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES = ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];
const ORDINALS: Record<string, string> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

/** More digits than these have no name that anybody follows: they are read one by one. */
const MOST_NAMED = 21;
/** More digits than these are not read at all. */
const MOST_READ = 40;

/** "1234" -> "one thousand two hundred thirty four". @param digits a whole number without sign or separators */
export function wholeWords(digits: string): string {
  const bare = digits.replace(/^0+(?=\d)/, "");
  if (bare.length > MOST_NAMED) return digitWords(bare);
  if (bare === "0") return "zero";
  const groups = bare.padStart(Math.ceil(bare.length / 3) * 3, "0").match(/\d{3}/g) ?? [];
  return groups
    .map((group, at) => [hundredWords(Number(group)), SCALES[groups.length - 1 - at]])
    .filter(([words]) => words !== "")
    .map((parts) => parts.filter(Boolean).join(" "))
    .join(" ");
}

/** "007" -> "zero zero seven" */
export function digitWords(digits: string): string {
  if (digits.length > MOST_READ) return `a number of ${wholeWords(String(digits.length))} digits`;
  return [...digits].map((digit) => ONES[Number(digit)]).join(" ");
}

/** "-1,234.50" -> "minus one thousand two hundred thirty four point five zero"; leading zeros are read: "007" is a name. */
export function numberWords(text: string): string {
  const [, sign, whole = "", decimals] = /^([-\u2212+])?([\d,]*)(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = whole.replaceAll(",", "");
  const before = /^0\d/.test(digits) ? digitWords(digits) : wholeWords(digits || "0");
  const said = decimals === undefined ? before : `${before} point ${digitWords(decimals)}`;
  return sign === undefined ? said : `${sign === "+" ? "plus" : "minus"} ${said}`;
}

/** "21" -> "twenty first" */
export function ordinalWords(digits: string): string {
  const words = wholeWords(digits.replaceAll(",", "")).split(" ");
  const last = words.pop() ?? "";
  const ordinal = ORDINALS[last] ?? (last.endsWith("y") ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal].join(" ");
}

/** A year as it is said: 1905 "nineteen oh five", 2008 "two thousand eight", 2024 "twenty twenty four". */
export function yearWords(year: number): string {
  const [century, rest] = [Math.floor(year / 100), year % 100];
  if (year < 1000 || year > 9999 || (century % 10 === 0 && rest < 10)) return wholeWords(String(year));
  if (rest === 0) return `${wholeWords(String(century))} hundred`;
  const after = rest < 10 ? `oh ${ONES[rest]}` : wholeWords(String(rest));
  return `${wholeWords(String(century))} ${after}`;
}

function hundredWords(value: number): string {
  const [hundreds, rest] = [Math.floor(value / 100), value % 100];
  const tens = rest < 20 ? (rest === 0 ? "" : ONES[rest]) : TENS[Math.floor(rest / 10) - 2];
  const ones = rest >= 20 && rest % 10 > 0 ? ONES[rest % 10] : "";
  return [hundreds > 0 ? `${ONES[hundreds]} hundred` : "", tens, ones].filter(Boolean).join(" ");
}
