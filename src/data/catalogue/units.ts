import type {ColumnProfile} from "../profile.ts";
import {nameParts} from "../roles.ts";
import type {Column} from "../table.ts";

export interface ColumnUnit {
  column: string;
  unit: string;
  /** Where it was read: in the cells as they were imported, in brackets after the name, or in the name's words. */
  from: "cells" | "header" | "name";
}

const BRACKETED = /[([]\s*([^()[\]]{1,12}?)\s*[)\]]\s*$/;

/** As units are written in brackets: the written form, and how we write it. */
const WRITTEN: readonly [RegExp, string][] = [
  [/^(€|eur|euros?)$/i, "€"],
  [/^(\$|usd|us\$|dollars?)$/i, "$"],
  [/^(£|gbp)$/i, "£"],
  [/^(¥|jpy|yen)$/i, "¥"],
  [/^(chf|sek|nok|dkk|pln|inr|cny|aud|cad|brl)$/i, "="],
  [/^(%|percent|pct)$/i, "%"],
  [/^(°c|deg ?c|c|celsius)$/i, "°C"],
  [/^(°f|deg ?f|f|fahrenheit)$/i, "°F"],
  [/^mmhg$/i, "mmHg"],
  [/^(mg\/dl|mmol\/l|bpm|ppm|ppb|psi|rpm|db)$/i, "lower"],
  [/^(m\/s|km\/h|mph|kn|knots|l\/100 ?km|kg\/m²|µg\/m³|mg\/l|g\/l)$/i, "lower"],
  [
    /^([kmµ]?g|[kcmµ]?m|[kcm]?m[²2]|m[³3]|[mcdh]?l|[mnµ]?s|sec|min|h|hrs?|days?|d|years?|yrs?|ha|acres?|ft|in|lbs?|oz|mi|miles)$/,
    "=",
  ],
  [/^([kMG]?Wh?|[kM]?J|k?cal|[mk]?V|[mk]?A|[kMG]?Hz|[hk]?Pa|m?bar|[kMGT]?i?B|mm\/h|W\/m²|lux|deg|°)$/, "="],
];

/** Words at the end of a name (or anywhere, of money and percent) that are units. */
const WORDS: readonly [RegExp, string][] = [
  [/\b(usd|dollars?)\b/, "$"],
  [/\b(eur|euros?)\b/, "€"],
  [/\bgbp\b/, "£"],
  [/\b(pct|percent|percentage)\b|%/, "%"],
  [/\b(deg c|celsius|degc)\b|\b(temp|temperature|tmin|tmax)( \w+)? c$/, "°C"],
  [/\b(deg f|fahrenheit|degf)\b|\b(temp|temperature|tmin|tmax)( \w+)? f$/, "°F"],
  [/\bkm h\b|\bkmh\b|\bkph\b/, "km/h"],
  [/\bmph\b/, "mph"],
  [/\b(m s|mps)$/, "m/s"],
  [/\bmg dl\b/, "mg/dl"],
  [/\bmmhg\b/, "mmHg"],
  [/\bbpm\b/, "bpm"],
  [/\b(sqft|sq ft|square feet|sqf)\b/, "ft²"],
  [/\b(sqm|sq m|m2|square met(er|re)s)\b/, "m²"],
  [/\bkwh\b/, "kWh"],
  [/\bmwh\b/, "MWh"],
  [/\bkw$/, "kW"],
  [/\bhpa\b/, "hPa"],
  [/\b(kg|kilograms?|kilos)\b/, "kg"],
  [/\b(lbs?)$/, "lb"],
  [/\bkm$|\bkilomet(er|re)s$/, "km"],
  [/\bmiles$/, "mi"],
  [/\bmm$/, "mm"],
  [/\bcm$/, "cm"],
  [/\b\w+ (g|grams)$/, "g"],
  [/\b(height|depth|width|length|elevation|altitude|distance|level) m$|\bmet(er|re)s$/, "m"],
  [/\b(ms|millis|milliseconds)$/, "ms"],
  [/\b\w+ (s|secs?|seconds)$/, "s"],
  [/\b\w+ (mins|minutes)$|\b(time|duration|length|runtime|delay|wait|down|late) min$/, "min"],
  [/\b(hours|hrs|h)$/, "h"],
  [/\b(in days|\w+ days)$/, "d"],
  [/\b(bytes)$/, "B"],
  [/\b(kb|mb|gb|tb)$/, "="],
  [/\b(litres|liters|ml)$/, "l"],
];

/** As it stands within a name. */
const SPEED = /\b([kmc]?m|mi)\/(s|h|min)\b/i;
const CURRENCY = /\b(usd|eur|gbp|jpy|chf|cny|inr|dollars?|euros?)\b/g;

/** The units of a table's numbers, as far as they are written somewhere: in the cells, the header, the names. */
export function unitsOf(columns: readonly ColumnProfile[], imported: readonly Column[]): ColumnUnit[] {
  return columns.flatMap((column): ColumnUnit[] => {
    if (column.type !== "integer" && column.type !== "number") return [];
    if (column.role !== "measure") return [];
    // A rate between two currencies has none.
    if ((nameParts(column.name).join(" ").match(CURRENCY)?.length ?? 0) > 1) return [];
    const cells = imported.find(({name}) => name === column.name)?.unit;
    if (cells !== undefined) return [{column: column.name, unit: cells, from: "cells"}];
    const bracketed = BRACKETED.exec(column.name)?.[1];
    const written = bracketed === undefined ? undefined : unitWritten(bracketed);
    if (written !== undefined) return [{column: column.name, unit: written, from: "header"}];
    const word = SPEED.exec(column.name)?.[0] ?? column.unit ?? unitInWords(column.name);
    return word === undefined ? [] : [{column: column.name, unit: word, from: "name"}];
  });
}

function unitWritten(text: string): string | undefined {
  const found = WRITTEN.find(([pattern]) => pattern.test(text));
  if (!found) return undefined;
  return found[1] === "=" ? text : found[1] === "lower" ? text.toLowerCase() : found[1];
}

function unitInWords(name: string): string | undefined {
  const phrase = nameParts(name).join(" ");
  const found = WORDS.find(([pattern]) => pattern.test(phrase));
  if (!found) return undefined;
  if (found[1] === "=") return phrase.split(" ").at(-1)!.toUpperCase();
  return found[1] === "l" && phrase.endsWith("ml") ? "ml" : found[1];
}
