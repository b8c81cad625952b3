/** More than a piece of a sentence ever has. */
const LONGEST_TEXT = 1000;
/** flite's buffers of a word are small. */
const LONGEST_WORD = 40;
/** Stands for a run of letters of other scripts while a text is worked on. */
const OTHER = "\ue000";
const UNSAYABLE = "a name that I cannot say";

const PLAIN: Record<string, string> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": "",
  "\u201d": "",
  "\u2013": ", ",
  "\u2014": ", ",
  "\u2026": ".",
  "\u00a0": " ",
  "\u00df": "ss",
  "\u00e6": "ae",
  "\u00f8": "o",
  "\u0142": "l",
};

/**
 * A text as an English voice can be given it: plain letters, few signs, no control characters, of bounded length. Words of
 * other scripts become "a name that I cannot say": left out, "in, sales were five" would be a riddle.
 */
export function sayable(text: string): string {
  const plain = text
    .slice(0, LONGEST_TEXT)
    .replace(/[^ -~]/g, (one) => PLAIN[one] ?? one)
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "");
  return plain
    .replace(/[^ -~]+/g, (run) => (/\p{L}/u.test(run) ? ` ${OTHER} ` : " "))
    .replace(new RegExp(`${OTHER}(?:[^A-Za-z0-9${OTHER}]*${OTHER})*`, "g"), UNSAYABLE)
    .replace(/[^A-Za-z0-9 .,;:!?'$%-]+/g, " ")
    .replace(/[A-Za-z0-9]{41,}/g, (word) => word.slice(0, LONGEST_WORD))
    .replace(/([.,;:!?'$%-])\1+/g, "$1")
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,;:!?])/g, "")
    .trim()
    .replace(/^[-.,;:!?' ]+/, "");
}
