/** A cell as it is shown: numbers with thousands apart and at most six digits after the point. @param {unknown} cell */
export function cellText(cell) {
  if (cell === null || cell === undefined) return "";
  if (typeof cell !== "number") return String(cell);
  const size = Math.abs(cell);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return String(cell);
  return cell.toLocaleString("en-US", {maximumFractionDigits: size >= 1 ? 4 : 6});
}

/** A value with its unit; a share is shown in per cent. @param {unknown} value @param {string} [unit] */
export function valueText(value, unit) {
  if (unit === "%" && typeof value === "number") return `${cellText(value * 100)} %`;
  return unit === undefined ? cellText(value) : `${cellText(value)} ${unit}`;
}
