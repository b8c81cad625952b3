import {hasPattern} from "./patterns.ts";
import type {ColumnProfile} from "./profile.ts";
import type {Personal, PersonalKind} from "./profile_details.ts";
import {nameParts} from "./roles.ts";

/** What is looked at to tell whether a column is about persons. */
export interface PersonalFacts {
  column: ColumnProfile;
  /** Some of its different values, as text. */
  sample: readonly string[];
  /** Whether other columns are of persons: sex, age, e-mail, salary. */
  amongPersons: boolean;
}

const NAMES: readonly [PersonalKind, RegExp][] = [
  ["e-mail", /\be ?mails?\b/],
  ["IP address", /\bip( addr(ess)?)?\b|\bipv[46]\b/],
  ["birth date", /\b(dob|birth ?day|birth ?date|date of birth|born( on)?)\b|\bbirth date\b/],
  [
    "national id",
    /\b(ssn|social security|passport|national id|nhs|personal number|tax ?id|tin|nino|cpf|aadhaar)\b/,
  ],
  ["card number", /\b(credit ?card|debit ?card|card (no|number|num)|cc ?num(ber)?|pan)\b/],
  ["bank account", /\b(iban|bic|bank account|account (no|number)|sort code)\b/],
  ["phone", /\b(phone|telephone|mobile|cell ?phone|fax|tel)\b/],
  ["address", /\b(street|address|addr|address line ?\d?|house number)\b/],
  ["secret", /\b(password|passwd|pwd|secret|api key|access token|token|private key)\b/],
  [
    "name",
    /\b(first|last|middle|full|maiden|given|family|sur|customer|client|patient|employee|passenger|contact|owner|member|student|guest|person|holder|user)s? ?names?\b|\b(surname|forename|firstname|lastname|fullname|username)\b/,
  ],
];

const BY_FORM: readonly [PersonalKind, Parameters<typeof hasPattern>[0], Personal["confidence"]][] = [
  ["e-mail", "e-mail", "certain"],
  ["bank account", "IBAN", "certain"],
  ["card number", "card number", "certain"],
  ["national id", "US social security number", "likely"],
  ["IP address", "IP address", "likely"],
  ["phone", "phone", "possible"],
];

const PERSON_NAME = /^\p{Lu}[\p{L}'’.-]*,?(?: \p{Lu}[\p{L}'’.-]*){1,4}$/u;
const ABOUT_PERSONS =
  /^(sex|gender|age|dob|e ?mail|phone|salary|marital( status)?|birth ?date|passenger id|patient id|employee id)$/;

/** Whether a column's name is of the kind that stands beside persons' names. */
export const isAboutPersons = (name: string): boolean => ABOUT_PERSONS.test(nameParts(name).join(" "));

/**
 * What a column tells of one person, by its values first (an e-mail's form, Luhn's check, an IBAN's check digits), then by
 * its name. Undefined where nothing speaks for it.
 */
export function personalOf({column, sample, amongPersons}: PersonalFacts): Personal | undefined {
  const phrase = nameParts(column.name).join(" ");
  const named = NAMES.find(([, pattern]) => pattern.test(phrase))?.[0];
  const texts = sample.filter((text) => text.trim() !== "");
  for (const [kind, pattern, confidence] of BY_FORM) {
    if (texts.length < 2) break;
    const share = texts.filter((text) => hasPattern(pattern, text)).length / texts.length;
    if (share < 0.5) continue;
    // One number in ten passes Luhn's check by chance: few values prove nothing.
    if (kind === "card number" && (share < 0.9 || texts.length < 5)) continue;
    if (kind === "phone" && named !== "phone" && !texts.some((text) => /^(\+|\()/.test(text.trim())))
      continue;
    const surer = named === kind && confidence !== "certain" ? "likely" : confidence;
    const check = kind === "card number" || kind === "bank account" ? " and pass its check digits" : "";
    return {kind, confidence: surer, why: `${Math.floor(share * 100)} % of the values have its form${check}`};
  }
  return byName(column, named, phrase, texts, amongPersons);
}

function byName(
  column: ColumnProfile,
  named: PersonalKind | undefined,
  phrase: string,
  texts: readonly string[],
  amongPersons: boolean,
): Personal | undefined {
  if (named === "birth date")
    return column.type === "date" || column.type === "timestamp" || column.type === "text"
      ? {kind: named, confidence: "likely", why: "its name, and it holds dates"}
      : undefined;
  const digits = column.type === "integer" && ["phone", "national id", "card number"].includes(named ?? "");
  if (digits) return {kind: named!, confidence: "possible", why: "its name"};
  if (column.type !== "text" || column.distinct < 2) return undefined;
  const looks =
    texts.filter((text) => PERSON_NAME.test(text.trim())).length >= 0.6 * Math.max(1, texts.length);
  if (named === "name")
    return {
      kind: named,
      confidence: "likely",
      why: looks ? "its name, and values of two words in capitals" : "its name",
    };
  if (named) return {kind: named, confidence: "possible", why: "its name"};
  if (/^names?$/.test(phrase) && amongPersons)
    return {kind: "name", confidence: "likely", why: "its name, beside columns about persons"};
  return undefined;
}
