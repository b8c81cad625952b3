/**
 * A number as a label: thousands separated, millions and billions short, "%" for fractions of one (0.25 is 25%), "$"
 * and its kin in front, other units behind where `withUnit` is given.
 */
export function formatNumber(value: number, unit?: string, withUnit = false): string {
  if (unit === "%")
    return `${trimmed(value * 100, Math.abs(value) < 0.1 ? 1 : Math.abs(value * 100) % 1 ? 1 : 0)}%`;
  if (unit === "percent") return `${trimmed(value, 1)}%`;
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  const cents = isCurrency(unit) && size >= 0.01 && size < 1000 && !Number.isInteger(size);
  const text = cents ? size.toFixed(2) : shortNumber(size);
  if (isCurrency(unit)) return `${sign}${unit}${text}`;
  return `${sign}${text}${unit && withUnit ? ` ${unit}` : ""}`;
}

/** Whether a unit stands before the number. */
export function isCurrency(unit: string | undefined): unit is string {
  return unit !== undefined && /^[$€£¥₹₩₽₺฿]$/u.test(unit);
}

/** Plotly's settings for the ticks of a number axis. */
export function tickSettings(values: readonly number[], unit: string | undefined): Record<string, unknown> {
  if (unit === "%") return {tickformat: ",.2~%"};
  if (unit === "percent") return {ticksuffix: "%"};
  const negative = values.some((value) => value < 0);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const extreme = largest >= 1e15 || (largest > 0 && largest < 1e-3);
  const plain = {exponentformat: extreme ? "power" : "B", separatethousands: true, minexponent: 5};
  if (!isCurrency(unit)) return plain;
  if (unit === "$" && negative && largest < 1e9) return {tickformat: largest >= 1e5 ? "$,.3~s" : "$,~r"};
  return {...plain, tickprefix: unit};
}

/** An axis title: the unit in brackets where the ticks do not show it. */
export function axisTitle(name: string, unit: string | undefined): string {
  if (name === "") return unit === "%" || unit === "percent" || isCurrency(unit) ? "" : (unit ?? "");
  return unit && unit !== "%" && unit !== "percent" && !isCurrency(unit) && !name.includes(`(${unit})`)
    ? `${name} (${unit})`
    : name;
}

/** Whether whole numbers are calendar years, which take no thousands separator. */
export function areYears(values: readonly number[], name: string): boolean {
  if (
    values.length === 0 ||
    !values.every((value) => Number.isInteger(value) && value >= 1500 && value <= 2200)
  )
    return false;
  return /year|\byr\b|season/i.test(name) || values.every((value) => value >= 1800 && value <= 2100);
}

/** A column name as a reader would write it: `net_amount` is "Net amount". */
export function readable(name: string): string {
  const words = name
    .replace(/_+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .trim();
  return words === "" ? name : words[0]!.toLocaleUpperCase() + words.slice(1);
}

/** A name without the unit in brackets at its end. */
export function unbracketed(name: string): string {
  return name.replace(/\s*\([^()]*\)$/, "") || name;
}

/** A name within a sentence: small letters, but for short words in capitals among others ("US gross"). */
export const inSentence = (name: string): string =>
  name.replace(/[\p{L}\d]+/gu, (word) =>
    /\p{Ll}/u.test(name) && /^\p{Lu}[\p{Lu}\d]{1,4}$/u.test(word) ? word : word.toLowerCase(),
  );

function shortNumber(size: number): string {
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return powerOfTen(size);
  if (size >= 1e12) return `${trimmed(size / 1e12, 2)}T`;
  if (size >= 1e9) return `${trimmed(size / 1e9, 2)}B`;
  if (size >= 1e6) return `${trimmed(size / 1e6, 2)}M`;
  if (size >= 1000 || Number.isInteger(size)) return Math.round(size).toLocaleString("en-US");
  if (size >= 100) return trimmed(size, 1);
  if (size >= 1) return trimmed(size, 2);
  return size === 0 ? "0" : String(Number(size.toPrecision(3)));
}

/** 1.2×10⁻⁷ */
function powerOfTen(size: number): string {
  const [digits, exponent] = size.toExponential(2).split("e") as [string, string];
  const raised = [...exponent.replace("+", "")]
    .map((one) => (one === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(one)]))
    .join("");
  return Number(digits) === 1 ? `10${raised}` : `${Number(digits)}×10${raised}`;
}

function trimmed(value: number, places: number): string {
  return value
    .toLocaleString("en-US", {maximumFractionDigits: places, minimumFractionDigits: 0})
    .replace("-", "−");
}
