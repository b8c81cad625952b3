const negation =
  /\b(not|without|except|excluding|exclude|other than|never|isn't|aren't|wasn't|weren't|werent|don't|doesn't|didn't|dont|doesnt|didnt|isnt|arent|wasnt|w\/o|non)\b/i;
const countedBack = /\b(last|past|previous|next|first)\s+\d+\s+(day|week|month|quarter|year|hour)s?\b/gi;

/** "not more than 5" is a bound, and no denial. */
const bounded =
  /\b(not|never|n't)\s+(more|less|over|under|above|below|before|after|older|younger|later|earlier|higher|lower|longer|shorter)\b/i;
const denial = /!=|<>|\bnot\b|not_in|null|\bexcept\b|"declined"|=\s*(0|false|'(0|f|false|n|no)')/i;

/** A question that fixes the form of its reply, such as @name[value], also tells how to count and to write. */
const fixesForm = /@\w+\[/;

/**
 * The part of such a question in which a dropped word matters: without numbers of a list, without formulas in
 * brackets and without the form.
 */
function asked(question: string): string {
  const [told = ""] = question.replace(/(?<=^|[.:;]\s+|\n\s*)\d{1,2}[.)]\s+(?=[A-Z])/g, " ").split(fixesForm);
  let text = told.replace(/\b\d+\s+(decimals?|digits?|places?)\b/gi, " ");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/\([^()]*\)/g, " ");
  }
  return text;
}

/** Of such a question the first sentence says which rows; later ones say "not manually", "do not round before". */
const firstSentence = (text: string): string => text.split(/(?<=[.?!])\s+(?=[A-Z])/)[0] ?? "";

/**
 * Words of weight in a question that an answer may have dropped: numbers that stand nowhere in it, and a negation that
 * nothing denies. `names` are those of tables and columns, whose own digits ask for nothing.
 */
export function droppedWords(question: string, answer: unknown, names: readonly string[]): string[] {
  const written = JSON.stringify(answer);
  const formed = fixesForm.test(question);
  const said = names
    .filter((name) => /\d/.test(name))
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, " "), formed ? asked(question) : question);
  const hasDates = /"(from|through)":"\d{4}/.test(written) || /interval|current_date|max\(/i.test(written);
  const rest = hasDates ? said.replaceAll(countedBack, " ") : said;
  const placed = numbersIn(written);
  const dropped = [
    ...rest.matchAll(/(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?:\s?(k|m|bn|million|thousand|billion))?(?=%|s?\b)/gi),
  ]
    .filter((match) => !meanings(match[0]).some((value) => placed.has(value)))
    .map((match) => match[0].trim());
  const word = negation.exec(formed ? firstSentence(said) : said)?.[0];
  const denied = denial.test(written) || (bounded.test(said) && /[<>]/.test(written));
  if (word && !denied) dropped.push(word);
  return dropped;
}

function numbersIn(text: string): Set<number> {
  return new Set([...text.matchAll(/\d+(?:\.\d+)?/g)].map((match) => Number(match[0])));
}

/** The numbers that a written number may stand for: "5k" 5000, "10" perhaps per cent, "1990" the start of a range. */
function meanings(written: string): number[] {
  const [, digits = "", scale = ""] = /^-?([\d,.]+)\s?(\w*)$/.exec(written.trim()) ?? [];
  const value = Number(digits.replaceAll(",", "").replace(/\.$/, ""));
  const times =
    {k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, bn: 1e9, billion: 1e9}[scale.toLowerCase()] ?? 1;
  // A number of kilograms or hours may stand in grams or minutes, and 24 for 2024.
  const units = [value * 1000, value * 60, ...(value >= 10 && value < 100 ? [2000 + value] : [])];
  const near = [value / 100, Number((1 - value / 100).toFixed(6)), value - 1, value + 1];
  return [value * times, value, ...near, ...units];
}
