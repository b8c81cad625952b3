/** What a text may look like. */
export type PatternName =
  | "e-mail"
  | "URL"
  | "UUID"
  | "IP address"
  | "IBAN"
  | "card number"
  | "phone"
  | "US social security number"
  | "UK postcode"
  | "US ZIP code"
  | "hex colour"
  | "time"
  | "code";

interface Pattern {
  name: PatternName;
  /** As JavaScript and as RE2 (DuckDB) read it alike; it must match the whole trimmed text. */
  source: string;
  /** A check of the whole text, where the form alone says too little. */
  valid?: (text: string) => boolean;
}

/** The most telling first. */
export const PATTERNS: readonly Pattern[] = [
  {name: "e-mail", source: "[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}"},
  {name: "URL", source: "(https?://|www\\.)[^\\s]+\\.[^\\s]+"},
  {name: "UUID", source: "\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}?"},
  {
    name: "IP address",
    source: "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])",
  },
  {name: "IBAN", source: "[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{1,4}){3,8}", valid: isIban},
  {name: "card number", source: "[0-9]{4}([ -]?[0-9]){8,15}", valid: isCardNumber},
  {name: "US social security number", source: "[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}"},
  {name: "US ZIP code", source: "[0-9]{5}(-[0-9]{4})?"},
  {name: "UK postcode", source: "[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}"},
  {name: "time", source: "[0-2]?[0-9]:[0-5][0-9](:[0-5][0-9])?( ?[AaPp][Mm])?"},
  {
    name: "phone",
    source: "(\\+|00)?[(]?[0-9]([-. ()/]*[0-9]){6,14}(( ?x| ?ext\\.?) ?[0-9]{1,5})?",
    valid: isPhone,
  },
  {name: "hex colour", source: "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"},
  {name: "code", source: "[A-Za-z]{1,5}[-_/]?[0-9]{2,}([-_/][A-Za-z0-9]+)*"},
];

const COMPILED = PATTERNS.map((one) => ({...one, regex: new RegExp(`^(?:${one.source})$`)}));

/** Whether a text, without spaces at its ends, has the form (and passes the check) of a pattern. */
export function hasPattern(name: PatternName, text: string): boolean {
  const pattern = COMPILED.find((one) => one.name === name)!;
  const trimmed = text.trim();
  return trimmed.length <= 200 && pattern.regex.test(trimmed) && (pattern.valid?.(trimmed) ?? true);
}

/** The pattern that at least `least` of the texts have: the most telling of those. Blank texts do not count. */
export function likelyPattern(texts: readonly string[], least = 0.8): PatternName | undefined {
  const filled = texts.filter((text) => text.trim() !== "");
  if (filled.length === 0) return undefined;
  return COMPILED.find(
    ({name}) => filled.filter((text) => hasPattern(name, text)).length >= least * filled.length,
  )?.name;
}

/** Whether a text is an IBAN by its check digits (ISO 13616: mod 97 is 1). */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4))
    rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97;
  return rest === 1;
}

/** Whether a text is a payment card's number: 13 to 19 digits, an issuer's first digit, Luhn's check. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, "");
  if (!/^[23456]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A phone number has 7 to 15 digits and something that a plain number has not: a plus, brackets, or parts. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  if (/^\d{4}-\d{2}-\d{2}/.test(text) || /^\d{1,2}[./]\d{1,2}[./]\d{2,4}$/.test(text)) return false;
  if (/^\d+\.\d+$/.test(text)) return false;
  return digits >= 7 && digits <= 20 && /[+() /.-]/.test(text);
}
