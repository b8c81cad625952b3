import type {ColumnProfile, TableProfile} from "../../data/profile.ts";
import type {Reading} from "../../planning/reading.ts";
import type {LexColumn, LexEntry, Lexicon} from "./lexicon.ts";
import {singular} from "./morphology.ts";
import {codeOf, isCode} from "./same_things.ts";
import {nameWords} from "./tokens.ts";

/** What money that came in is called, whatever its column's name. */
const MONEY_WORDS = [
  "sales",
  "sale",
  "revenue",
  "revenues",
  "turnover",
  "takings",
  "income",
  "money",
  "spend",
  "proceeds",
  "value",
];
/** Money that went out, where a table tells it apart from money that came in. */
const SPENT_WORDS = ["spend", "spent", "spending", "outgoings", "expenses", "expenditure", "outlay"];
const SPENT_NAMES = new Set(
  "out spend spent debit debits withdrawn withdrawal withdrawals expense expenses expenditure outgoings".split(
    " ",
  ),
);
const MONEY_NAMES = new Set(
  "net gross sales sale revenue turnover takings income proceeds spend paid bill bills billed invoiced earnings receipts".split(
    " ",
  ),
);
/** Names that are of money only where the table speaks of money elsewhere. */
const LOOSE_NAMES = new Set("amount total value subtotal".split(" "));
const MONEY_ELSEWHERE = new Set(
  "price prices cost costs fee fees discount disc tax vat currency net gross sales revenue refund refunds profit margin shipping freight tip tips".split(
    " ",
  ),
);
const NO_SALES = new Set(
  "refund refunds refunded discount disc tax vat cost costs price fee shipping freight tip tips qty quantity target budget profit margin items count number hours hour hrs minutes mins days weight distance volume deposit deposits in units people points balance limit".split(
    " ",
  ),
);
const GOES_OUT = new Set(
  "cost costs expense expenses loss losses damage damages repair repairs refund refunds refunded discount disc tax vat parts shipping freight".split(
    " ",
  ),
);
const RANK = ["net", "total", "amount", "sales", "revenue", "takings", "value", "gross"];

const isNumber = ({type}: ColumnProfile): boolean => type === "integer" || type === "number";
const isCurrency = (unit: string | undefined): boolean =>
  unit !== undefined && /^(?:[$€£¥]|usd|eur|gbp)$/i.test(unit);

/** The columns of money that came in, the one that is meant first: after discounts before without, a total before its parts. */
export function moneyColumns(table: Pick<TableProfile, "columns">): ColumnProfile[] {
  const amounts = table.columns.filter(
    (column) => isNumber(column) && column.role === "measure" && column.additivity === "additive",
  );
  const fits = amounts.filter((column) => !nameWords(column.name).some((word) => NO_SALES.has(word)));
  const isLoose = table.columns.some(
    ({name, unit}) => isCurrency(unit) || nameWords(name).some((word) => MONEY_ELSEWHERE.has(word)),
  );
  const named = fits.filter((column) =>
    nameWords(column.name).some((word) => MONEY_NAMES.has(word) || (isLoose && LOOSE_NAMES.has(word))),
  );
  const found = named.length > 0 ? named : fits.filter((column) => isCurrency(column.unit));
  // Fees and prices may be all that comes in; what was paid out or taken off never is.
  const all =
    found.length > 0
      ? found
      : amounts.filter(
          (column) => isCurrency(column.unit) && !nameWords(column.name).some((word) => GOES_OUT.has(word)),
        );
  const rank = ({name}: ColumnProfile): number => {
    const at = RANK.findIndex((word) => nameWords(name).includes(word));
    return at < 0 ? RANK.length : at;
  };
  return [...all].sort((a, b) => rank(a) - rank(b));
}

/** The columns of money that went out: Money Out, Debit, Amount Spent. */
export function spentColumns(table: Pick<TableProfile, "columns">): ColumnProfile[] {
  return table.columns.filter(
    (column) =>
      isNumber(column) &&
      column.role === "measure" &&
      column.additivity === "additive" &&
      nameWords(column.name).some((word) => SPENT_NAMES.has(word)) &&
      (isCurrency(column.unit) ||
        nameWords(column.name).some((word) =>
          /^(?:money|paid|amount|cash|spen[dt]|debits?|expens\w*|withdraw\w*)$/.test(word),
        )),
  );
}

const isSurelyNamed = (lexicon: Lexicon, word: string): boolean =>
  (lexicon.keys.get(word) ?? []).some((entry) => entry.kind === "column" && entry.cost <= 0.02);

/** How much dearer each further column of money is: near enough to compete with the first. */
const STEP = 0.08;

/**
 * Lets "sales", "revenue" and the like stand for the columns of money, where no column is called so. A word that is in the
 * names of some of them ("takings" of Gross Takings and Net Takings) stands for those.
 */
export function addTradeWords(lexicon: Lexicon): void {
  const base = lexicon.tables[0];
  if (!base) return;
  const spent = spentColumns(base);
  for (const word of spent.length > 0 ? SPENT_WORDS : [])
    if (!isSurelyNamed(lexicon, word)) {
      lexicon.keys.set(word, entriesOf(lexicon, spent));
      lexicon.stems.delete(word);
    }
  const money = moneyColumns(base);
  if (money.length === 0) return;
  for (const word of MONEY_WORDS) {
    const known = lexicon.keys.get(word) ?? [];
    if (isSurelyNamed(lexicon, word) || (spent.length > 0 && SPENT_WORDS.includes(word))) continue;
    const called = money.filter(({name}) => nameWords(name).some((one) => singular(one) === singular(word)));
    if (word === "value" && called.length === 0) continue;
    const others = known.filter((entry) => !isPartOfAName(entry));
    lexicon.keys.set(word, [...others, ...entriesOf(lexicon, called.length > 0 ? called : money)]);
    lexicon.stems.delete(word);
    for (const column of money) {
      const [kind] = nameWords(column.name);
      if (kind === "net" || kind === "gross")
        lexicon.keys.set(`${kind}${word}`, entriesOf(lexicon, [column]));
    }
  }
}

/** "sales" of Sales Region: a part of a name that is no amount. */
const isPartOfAName = (entry: LexEntry): boolean => entry.kind === "column" && entry.cost > 0.02;

function entriesOf(lexicon: Lexicon, columns: readonly ColumnProfile[]): LexEntry[] {
  return columns.slice(0, 3).flatMap((profile, at): LexEntry[] => {
    const column = lexColumn(lexicon, profile);
    return column ? [{kind: "column", column, cost: 0.02 + STEP * at}] : [];
  });
}

const lexColumn = (lexicon: Lexicon, profile: ColumnProfile): LexColumn | undefined =>
  lexicon.columns.find((column) => column.profile === profile);

/**
 * Readings that differ only in which column of money they take are asked about where the question is a bare total. Otherwise the
 * first is taken, and says which it took.
 */
export function withoutOtherMoney(found: readonly Reading[], tables: readonly TableProfile[]): Reading[] {
  const readings = ofTheNamed(found, tables);
  const kept: {key: string; reading: Reading; others: string[]}[] = [];
  for (const reading of readings) {
    const table = tables.find((one) => one.table === reading.table);
    const money = table ? moneyColumns(table).map(({name}) => name) : [];
    const {placements: _, score: _score, assumptions: _assumptions, ...rest} = reading;
    const text = JSON.stringify(rest);
    const used = money.filter((name) => text.includes(JSON.stringify(name)));
    const key = oneNameEach(
      used.reduce((all, name) => all.replaceAll(name, "(money)"), text),
      table,
    );
    const same = isBareTotal(reading) ? undefined : kept.find((one) => one.key === key);
    if (same) {
      same.others.push(
        ...used.filter((name) => !JSON.stringify(same.reading).includes(JSON.stringify(name))),
      );
      if (namesMore(reading, same.reading, table)) same.reading = reading;
    } else kept.push({key, reading, others: []});
  }
  return kept.map(({reading, others}) =>
    others.length === 0
      ? reading
      : {...reading, assumptions: [...reading.assumptions, `not ${[...new Set(others)].join(" or ")}`]},
  );
}

/** "sum of money out" names Money Out whole: readings of Money In instead are none of it. */
function ofTheNamed(readings: readonly Reading[], tables: readonly TableProfile[]): readonly Reading[] {
  const [first] = readings;
  const table = tables.find((one) => one.table === first?.table);
  if (!first || !table || readings.length < 2) return readings;
  const said = ` ${nameWords(first.placements.map(({text}) => text).join(" ")).join(" ")} `;
  const amounts = table.columns.filter((column) => isNumber(column) && column.role === "measure");
  const named = amounts.filter(
    ({name}) => nameWords(name).length > 1 && said.includes(` ${nameWords(name).join(" ")} `),
  );
  if (named.length === 0) return readings;
  const uses = (reading: Reading, {name}: ColumnProfile): boolean =>
    JSON.stringify([reading.measures, reading.columns]).includes(JSON.stringify(name));
  const whole = readings.filter((reading) => named.every((column) => uses(reading, column)));
  return whole.length > 0 ? whole : readings;
}

/** Codes and the names beside them are the same things. */
function oneNameEach(text: string, table: TableProfile | undefined): string {
  return (table?.columns ?? []).reduce((all, column) => {
    const code = table && codeOf(column, table);
    return code ? all.replaceAll(JSON.stringify(code.name), JSON.stringify(column.name)) : all;
  }, text);
}

/** Whether one reading groups by names where another groups by their codes. */
function namesMore(one: Reading, other: Reading, table: TableProfile | undefined): boolean {
  const codes = (reading: Reading): number =>
    reading.groups.filter(({of}) => {
      const column = "column" in of && table?.columns.find(({name}) => name === of.column);
      return column && isCode(column);
    }).length;
  return codes(one) < codes(other) && JSON.stringify(one.measures) === JSON.stringify(other.measures);
}

const isBareTotal = ({intent, groups, filters, period, measures, comparison}: Reading): boolean =>
  intent === "aggregate" &&
  groups.length === 0 &&
  filters.length === 0 &&
  !period &&
  !comparison &&
  measures.every(({over}) => over === undefined);
