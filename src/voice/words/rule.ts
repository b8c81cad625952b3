/** How one kind of thing in a text is said. Its words hold no digits and no signs, so that no other rule takes them again. */
export interface Rule {
  of: RegExp;
  /** @returns undefined where it is something else after all: it stays as it is */
  say: (found: Found) => string | undefined;
}

/** What a rule found: its text, its named groups, and the text around it. */
export interface Found {
  text: string;
  groups: Record<string, string | undefined>;
  before: string;
  after: string;
}

/** How far around it a rule may look. */
const AROUND = 40;

/** The text with what each rule finds said in words; a space is kept between them and a letter or digit beside them. */
export function applyRules(text: string, rules: readonly Rule[]): string {
  return rules.reduce(applyRule, text);
}

function applyRule(text: string, {of, say}: Rule): string {
  let said = "";
  let at = 0;
  for (const match of text.matchAll(of)) {
    const end = match.index + match[0].length;
    const words = say({
      text: match[0],
      groups: match.groups ?? {},
      before: text.slice(Math.max(0, match.index - AROUND), match.index),
      after: text.slice(end, end + AROUND),
    });
    if (words === undefined) continue;
    said += text.slice(at, match.index);
    if (/[\p{L}\p{M}\p{N}]$/u.test(said) && /^[\p{L}\p{N}]/u.test(words)) said += " ";
    said += words;
    if (/[\p{L}\p{M}]$/u.test(words) && /^[\p{L}\p{N}]/u.test(text.slice(end))) said += " ";
    at = end;
  }
  return said + text.slice(at);
}

/** A number in digits, as patterns: grouped by threes, in the Indian way, or bare. */
export const NUMBER =
  "(?:\\d{1,3}(?:,\\d{3})+(?![\\d,]*\\d)(?:\\.\\d+)?|\\d{1,2}(?:,\\d{2})+,\\d{3}(?!\\d)(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|\\.\\d+)";

/** A minus or plus that is the number's own: nothing stands right before it. */
export const SIGN = "(?:(?<![\\p{L}\\p{N})\\]%])[-+])?";
