/** What rows of totals are called, in the languages that most spreadsheets are written in. */
const LABELS =
  'grand totals?|sub ?-?totals?|totals?|sums?|overall|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|teilergebnis|summe|insgesamt|total général|sous-total|somme|ensemble|total general|suma|total geral|soma|totale|totale complessivo|subtotale|somma|totaal|subtotaal|som|razem|ogółem|summa|totalt|delsumma|i alt|yhteensä|celkem|součet|mezisoučet|toplam|genel toplam|ara toplam|összesen|σύνολο|итого|всего|сумма|всього|разом|tổng|tổng cộng|jumlah|कुल|योग|合計|総計|小計|総合計|总计|合计|小计|總計|小計|합계|총계|소계|المجموع|الإجمالي|مجموع|إجمالي|סה"כ|סך הכל';
const ALONE = new RegExp(`^(${LABELS})\\s*[:.]?$`, "iu");
const WITHIN = new RegExp(`^(${LABELS})\\b.{0,60}$|^.{1,60}[\\s:-](${LABELS})\\s*[:.]?$`, "iu");

/** A part of every label: most cells are told by it alone. */
const HINT =
  /tot|sum|som|gesamt|ergebnis|overall|ensemble|soma|razem|og[oó]łem|i alt|yhteens|celkem|souč|toplam|összesen|σύνολ|итог|всего|всьог|разом|tổng|jumlah|कुल|योग|計|计|합계|총계|소계|جموع|جمالي|סה|סך/i;

/** Whether a row says of itself that it is a total: "sure" where a cell says nothing else. */
export function totalLabel(cells: readonly string[]): "sure" | "maybe" | undefined {
  let found: "sure" | "maybe" | undefined;
  let texts = 0;
  for (const cell of cells) {
    if (cell === "") continue;
    const text = cell.trim();
    if (text === "" || /^[-+(]?[\d.,]/.test(text)) continue;
    if (++texts > 3) break;
    if (text.length > 80 || !HINT.test(text)) continue;
    if (ALONE.test(text)) return "sure";
    if (WITHIN.test(text)) found = "maybe";
  }
  return found;
}

/** How few rows tell nothing of which columns are always filled. */
const FEW = 5;
/** A text of so many words stands in no column of codes and names. */
const WORDY = 4;

/** What the rows of a table so far have in common: which columns are always filled, and how wordy their first cells are. */
export class UsualRow {
  private readonly fills: Uint32Array;
  private rows = 0;
  private words = 0;

  constructor(width: number) {
    this.fills = new Uint32Array(width);
  }

  add(cells: readonly string[]): void {
    this.rows++;
    for (let at = 0; at < this.fills.length; at++) if ((cells[at] ?? "").trim() !== "") this.fills[at]!++;
    this.words = Math.max(this.words, wordsOf(cells));
  }

  /** Whether a row is empty in half or more, and two or more, of the columns that every row before has filled. */
  isHollow(cells: readonly string[]): boolean {
    if (this.rows < FEW) return false;
    const always = [...this.fills.keys()].filter((at) => this.fills[at] === this.rows);
    const empty = always.filter((at) => (cells[at] ?? "").trim() === "").length;
    return empty >= 2 && empty >= always.length / 2;
  }

  /** Whether a hollow row's first text is a sentence, where those of the others are codes or names. */
  readsLikeNote(cells: readonly string[]): boolean {
    return this.isHollow(cells) && wordsOf(cells) >= WORDY && this.words < WORDY;
  }
}

function wordsOf(cells: readonly string[]): number {
  const first = cells.find((cell) => cell.trim() !== "") ?? "";
  return first.trim().split(/\s+/).length;
}

export type Decimal = "." | ",";

/** The number that a cell shows, by its decimal mark; nothing where it shows none. */
export function amount(text: string, decimal: Decimal): number | undefined {
  if (text === "" || text.length > 40) return undefined;
  if (/^-?\d+$/.test(text) || (decimal === "." && /^-?\d+\.\d+$/.test(text))) return Number(text);
  if (!/\d/.test(text)) return undefined;
  const bare = text.replace(
    /[\s\u00a0\u202f'’\p{Sc}%]|[A-Z]{3}(?= |$)|^(NT|HK|US|CA?|AU?|NZ|R|S)(?=[\p{Sc}\d-])|(?<=\d)[\p{Script=Han}\p{Script=Hangul}]{1,3}$|(?<=\d)(kg|g|t|l|m|km|h|pcs|szt|zł|Kč|Ft|kr|TL|lei)\.?$/gu,
    "",
  );
  const negative = bare.startsWith("(") || bare.startsWith("-") || bare.startsWith("−") || bare.endsWith("-");
  let digits = bare.replace(/^[-−+(]+|[-)]+$/g, "");
  digits = decimal === "." ? digits.replaceAll(",", "") : digits.replaceAll(".", "").replace(",", ".");
  if (!/^\d+(\.\d+)?$/.test(digits)) return undefined;
  return negative ? -Number(digits) : Number(digits);
}

/** So many earlier totals are kept to add up from. */
const MARKS = 100;

interface Sums {
  decimal: Decimal;
  /** Of all rows that are no totals. */
  all: Float64Array;
  /** What `all` was after each row of totals. */
  before: Float64Array[];
}

/**
 * Adds up the rows of a table as they pass and tells whether a row of totals is the sum of those above it: of all of
 * them, or of those since an earlier total. Both decimal marks are tried, since one of them gives the sum.
 */
export class Totals {
  private readonly sums: Sums[];
  private rows = 0;

  constructor(width: number, decimals: readonly Decimal[] = [".", ","]) {
    this.sums = decimals.map((decimal) => ({
      decimal,
      all: new Float64Array(width),
      before: [new Float64Array(width)],
    }));
  }

  add(cells: readonly string[]): void {
    this.rows++;
    for (const {decimal, all} of this.sums)
      for (let at = 0; at < all.length; at++) {
        const value = amount(cells[at] ?? "", decimal);
        if (value !== undefined) all[at]! += value;
      }
  }

  /**
   * Whether a row that does not call itself a total is one all the same: each of its numbers, three or more and not all
   * nothing, is the sum of those above, of all or since an earlier total.
   */
  isSum(cells: readonly string[]): boolean {
    if (this.rows < 2) return false;
    for (const {decimal, all, before} of this.sums) {
      const shown = [...all.keys()].flatMap((at) => {
        const value = amount(cells[at] ?? "", decimal);
        return value === undefined ? [] : [{at, value}];
      });
      if (shown.filter(({value}) => value !== 0).length < 3) continue;
      const sum = before.some((start) => shown.every(({at, value}) => close(all[at]! - start[at]!, value)));
      if (sum) return this.check(cells) === "adds up";
    }
    return false;
  }

  /** Whether a row is a total of those before it; "no numbers" where it shows none. */
  check(cells: readonly string[]): "adds up" | "does not" | "no numbers" {
    if (this.rows === 0) return "does not";
    let numbers = 0;
    let adds = false;
    for (const {decimal, all, before} of this.sums) {
      const shown = [...all.keys()].flatMap((at) => {
        const value = amount(cells[at] ?? "", decimal);
        return value === undefined ? [] : [{at, value}];
      });
      numbers = Math.max(numbers, shown.length);
      if (shown.length === 0) continue;
      adds ||= before.some((start) => {
        const hits = shown.filter(({at, value}) => close(all[at]! - start[at]!, value)).length;
        return hits > 0 && hits >= shown.length / 2;
      });
    }
    if (numbers === 0) return "no numbers";
    if (adds)
      for (const {all, before} of this.sums) {
        if (before.length >= MARKS) before.splice(1, 1);
        before.push(Float64Array.from(all));
      }
    return adds ? "adds up" : "does not";
  }
}

const close = (sum: number, shown: number): boolean =>
  Math.abs(sum - shown) <= 0.011 + 1e-7 * Math.abs(shown) && (shown !== 0 || sum === 0);
