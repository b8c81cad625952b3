const NUMBER = /^[-+(]?[$€£¥]?\s?[-+]?[\d.,' \u00a0\u202f]*\d[\d.,]*\s?[%€$)]?$/;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{1,2}:\d{2}/;
/** Units of measure as they stand in a row of their own under the names. */
const UNIT =
  /^[([]?(°[CFK]?|[KCF]|%|‰|[kcmµu]?m[²³23]?|[kmµ]?g|[mcdhk]?l|km\/h|m\/s|mph|kn|[kMGT]?W(h)?|[mk]?V|[mk]?A|[kMG]?Hz|[hk]?Pa|m?bar|psi|ppm|ppb|mg\/l|µg\/m³|s|sec|ms|min|h|hrs?|d|days?|yrs?|years?|€|\$|£|¥|EUR|USD|GBP|CHF|JPY|[kM]?(EUR|USD|€|\$)|pcs|pieces|stk|st|units?|count|n|#|-|deg|rad|lux|lx|dB|N|J|kJ|mol|kcal|mm\/h|W\/m²|UTC|ISO)[)\]]?$/i;

export const isValue = (cell: string): boolean => NUMBER.test(cell.trim()) || DATE.test(cell.trim());

/** Whether a row can be the names of columns: words that do not come again below them. */
export function looksLikeHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  const again = (row: readonly string[]): boolean => first.every((cell, at) => cell === (row[at] ?? ""));
  const rest = first.length > 1 ? below.filter((row) => !again(row)) : below;
  if (rest.length === 0 && below.length > 0) return false;
  const filled = first.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length === 0 || filled.some((cell) => cell.length > 200)) return false;
  const values = filled.filter(isValue);
  if (values.length > 0 && !yearsAsNames(filled, rest)) return false;
  if (rest.length === 0) return true;
  if (new Set(filled).size < filled.length && filled.length < first.length / 2) return false;
  return !first.some(
    (cell, at) =>
      cell.trim() !== "" && rest.slice(0, 50).some((row) => (row[at] ?? "").trim() === cell.trim()),
  );
}

/** Years or months over columns of numbers ("Country, 2019, 2020, 2021") are names all the same. */
function yearsAsNames(filled: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const values = filled.filter(isValue);
  if (isValue(filled[0]!)) return false;
  const years = values.filter((cell) => /^(1[89]|20|21)\d\d(-\d\d?)?$/.test(cell));
  if (years.length < values.length || new Set(years).size < years.length) return false;
  return rest.length > 0;
}

/** Whether the row under the names tells only their units. */
export function looksLikeUnits(row: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const filled = row.map((cell, at) => ({cell: cell.trim(), at})).filter(({cell}) => cell !== "");
  if (filled.length === 0 || rest.length < 2) return false;
  const units = filled.filter(({cell}) => UNIT.test(cell));
  if (units.length < filled.length * 0.7) return false;
  const below = (at: number): string[] => rest.slice(0, 20).map((one) => (one[at] ?? "").trim());
  return units.some(({at}) => below(at).filter(isValue).length > 0.5 * Math.min(20, rest.length));
}
