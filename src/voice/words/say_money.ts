import {numberWords} from "./number_words.ts";
import {NUMBER, type Rule, SIGN} from "./rule.ts";
import {isOne, scaledWords, scaleWord} from "./say_scaled.ts";

interface Currency {
  one: string;
  many: string;
  /** A hundredth of it. */
  part?: {one: string; many: string};
}

const CENT = {one: "cent", many: "cents"};
const named = (one: string, many = `${one}s`, part: Currency["part"] = CENT): Currency => ({one, many, part});

const DOLLAR = named("dollar");
const PENNY = {one: "penny", many: "pence"};
const whole = (one: string, many = one): Currency => ({one, many});

/** Currencies by their signs and codes. */
const CURRENCIES: Record<string, Currency> = {
  $: DOLLAR,
  US$: DOLLAR,
  USD: DOLLAR,
  A$: named("Australian dollar"),
  AU$: named("Australian dollar"),
  AUD: named("Australian dollar"),
  C$: named("Canadian dollar"),
  CA$: named("Canadian dollar"),
  CAD: named("Canadian dollar"),
  NZ$: named("New Zealand dollar"),
  NZD: named("New Zealand dollar"),
  S$: named("Singapore dollar"),
  SGD: named("Singapore dollar"),
  HK$: named("Hong Kong dollar"),
  HKD: named("Hong Kong dollar"),
  MX$: named("Mexican peso"),
  MXN: named("Mexican peso"),
  "€": named("euro"),
  EUR: named("euro"),
  "£": named("pound", "pounds", PENNY),
  GBP: named("pound", "pounds", PENNY),
  R$: named("real", "reais", {one: "centavo", many: "centavos"}),
  BRL: named("real", "reais", {one: "centavo", many: "centavos"}),
  "¥": whole("yen"),
  "￥": whole("yen"),
  JPY: whole("yen"),
  CNY: whole("yuan"),
  RMB: whole("yuan"),
  CHF: named("Swiss franc", "Swiss francs", {one: "centime", many: "centimes"}),
  "₹": named("rupee", "rupees", {one: "paisa", many: "paise"}),
  INR: named("rupee", "rupees", {one: "paisa", many: "paise"}),
  "₩": whole("won"),
  KRW: whole("won"),
  "₽": named("ruble", "rubles", {one: "kopeck", many: "kopecks"}),
  RUB: named("ruble", "rubles", {one: "kopeck", many: "kopecks"}),
  "₺": whole("lira"),
  TRY: whole("lira"),
  "₴": whole("hryvnia"),
  UAH: whole("hryvnia"),
  "₪": whole("shekel", "shekels"),
  ILS: whole("shekel", "shekels"),
  "฿": whole("baht"),
  THB: whole("baht"),
  "₫": whole("dong"),
  VND: whole("dong"),
  "₱": whole("Philippine peso", "Philippine pesos"),
  PHP: whole("Philippine peso", "Philippine pesos"),
  "₦": whole("naira"),
  NGN: whole("naira"),
  "₿": whole("bitcoin"),
  BTC: whole("bitcoin"),
  SEK: whole("Swedish krona", "Swedish kronor"),
  NOK: whole("Norwegian krone", "Norwegian kroner"),
  DKK: whole("Danish krone", "Danish kroner"),
  PLN: whole("zloty"),
  zł: whole("zloty"),
  CZK: whole("Czech koruna", "Czech korunas"),
  HUF: whole("forint"),
  ZAR: whole("rand"),
  "¢": whole("cent", "cents"),
};

const escaped = (sign: string): string => sign.replaceAll("$", "\\$");
const all = Object.keys(CURRENCIES).sort((a, b) => b.length - a.length);
const codes = all.filter((sign) => /^\p{L}+$/u.test(sign)).map(escaped);
const signs = all.filter((sign) => !/^\p{L}+$/u.test(sign)).map(escaped);
const EITHER = `(?:(?<![\\p{L}\\p{N}])(?:${codes.join("|")})(?!\\p{L})|(?<!\\p{L})(?:${signs.join("|")})|[$€£¥₹])`;
const SCALE =
  "(?:\\s?(?:thousand|million|billion|trillion|mio|mn|mm|bn|tn)(?!\\p{L})|\\s?[kKmMbB](?![\\p{L}\\p{N}])|[tT](?![\\p{L}\\p{N}]))";
const DASH = "\\s?[-\\u2013\\u2014]\\s?|\\s(?:to)\\s";

/** Amounts of money: "$4.2M" is "four point two million dollars", "USD 1,200.50" has its cents. */
export const MONEY: readonly Rule[] = [
  {
    of: new RegExp(
      `(?<sign>${EITHER})\\s?(?<from>${NUMBER})(?<fromScale>${SCALE})?(?:${DASH})(?:${EITHER}\\s?)?(?<to>${NUMBER})(?<toScale>${SCALE})?(?![\\p{L}\\p{N}-])`,
      "gu",
    ),
    say: ({groups: {sign = "", from = "", fromScale, to = "", toScale}}) => {
      const currency = currencyOf(sign);
      if (!currency) return undefined;
      const scale = scaleWord(fromScale) === scaleWord(toScale) ? undefined : fromScale;
      if (/\.\d\d$/.test(from + to) && !fromScale && !toScale)
        return `${amountWords(from, undefined, currency)} to ${amountWords(to, undefined, currency)}`;
      return `${scaledWords(from, scale)} to ${scaledWords(to, toScale)} ${currency.many}`;
    },
  },
  {
    of: new RegExp(
      `(?<minus>(?<![\\p{L}\\p{N})%])[-+])?(?<sign>${EITHER})\\s?(?<minus2>[-+](?=[\\d.]))?(?<number>${NUMBER})(?<scale>${SCALE})?`,
      "gu",
    ),
    say: ({groups: {minus, minus2, sign = "", number = "", scale}}) =>
      signed(minus ?? minus2, amountWords(number, scale, currencyOf(sign))),
  },
  {
    of: new RegExp(`(?<minus>${SIGN})(?<number>${NUMBER})(?<scale>${SCALE})?\\s?(?<sign>${EITHER})`, "gu"),
    say: ({groups: {minus, sign = "", number = "", scale}}) =>
      signed(minus, amountWords(number, scale, currencyOf(sign))),
  },
  {of: /(?<![\p{L}\p{N}])(?:USD|EUR|GBP|JPY|CHF)(?![\p{L}\p{N}])/gu, say: ({text}) => currencyOf(text)?.many},
  {of: new RegExp(`(?:${signs.join("|")})`, "gu"), say: ({text}) => ` ${currencyOf(text)?.many ?? ""} `},
];

function currencyOf(sign: string): Currency | undefined {
  return CURRENCIES[sign];
}

function signed(sign: string | undefined, words: string | undefined): string | undefined {
  return words && sign ? `${sign === "-" ? "minus" : "plus"} ${words}` : words;
}

function amountWords(number: string, scale: string | undefined, currency?: Currency): string | undefined {
  if (!currency) return undefined;
  const {one, many, part} = currency;
  const [units = "", parts] = number.split(".");
  if (scale || parts === undefined || parts.length !== 2 || (!part && parts !== "00"))
    return `${scaledWords(number, scale)} ${isOne(number, scale) ? one : many}`;
  const before = Number(units.replaceAll(",", "")) === 0 ? "" : numberWords(units);
  const after = Number(parts);
  const said = before === "" ? "" : `${before} ${isOne(units) ? one : many}`;
  if (after === 0 || !part) return said || `zero ${many}`;
  const cents = `${numberWords(String(after))} ${after === 1 ? part.one : part.many}`;
  return said === "" ? cents : `${said} and ${cents}`;
}
