import {TabletalkError} from "../../errors.ts";
import type {RawColumn} from "./raw_column.ts";

/** What is to be foretold, of the rows that have it. */
export interface Target {
  name: string;
  /** Rows of the table, in its order. */
  rows: Uint32Array;
  /** Numbers, or classes from 0 in the order of their labels. */
  values: Float64Array;
  labels: string[];
  notes: string[];
}

const LEAST_ROWS = 20;
const MOST_CLASSES = 50;

/**
 * The target as numbers or classes.
 * @throws TabletalkError bad_plan for fewer than 20 rows, one value, a class with one row, more than 50 classes, labels
 * where numbers are asked for
 */
export function targetOf(column: RawColumn, task: "classify" | "regress"): Target {
  const rows: number[] = [];
  for (let row = 0; row < column.values.length; row++) {
    const value = column.values[row]!;
    if (column.type === "number" ? Number.isFinite(value as number) : value !== null) rows.push(row);
  }
  const left = column.values.length - rows.length;
  const notes =
    left > 0 ? [`${left} rows without ${column.name} are neither learnt from nor judged by.`] : [];
  if (rows.length < LEAST_ROWS)
    throw refused(
      `${rows.length} row${rows.length === 1 ? " has" : "s have"} a value of ${column.name}; learning takes at least ${LEAST_ROWS}.`,
      "Take more rows.",
    );
  const made = {name: column.name, rows: Uint32Array.from(rows), notes};
  if (task === "regress") {
    if (column.type !== "number")
      throw refused(
        `${column.name} holds ${column.type}s, not numbers.`,
        "Use classify, or choose a number.",
      );
    const values = Float64Array.from(rows, (row) => column.values[row]!);
    if (values.every((value) => value === values[0]))
      throw refused(`${column.name} is ${values[0]} in every row.`, "Choose a target that varies.");
    return {...made, values, labels: []};
  }
  const texts = rows.map((row) => String(column.values[row]));
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const labels = [...counts.keys()].sort(
    column.type === "number" ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : 1),
  );
  if (labels.length === 1)
    throw refused(
      `Every row has the same ${column.name}, ${labels[0]}: there is no other class to tell it from.`,
      "Add rows of the other class, or choose another target.",
    );
  if (labels.length > MOST_CLASSES)
    throw refused(
      `${column.name} has ${labels.length} different values; classes may be at most ${MOST_CLASSES}.`,
      column.type === "number" ? "Use regress for numbers." : "Group its values first.",
    );
  const single = labels.filter((label) => counts.get(label) === 1);
  if (single.length > 0)
    throw refused(
      `The class${single.length > 1 ? "es" : ""} ${single.slice(0, 3).join(", ")} of ${column.name} ${single.length > 1 ? "have" : "has"} one row only: it cannot be learnt and judged.`,
      "Leave these rows out, or join the class with another.",
    );
  const place = new Map(labels.map((label, at) => [label, at]));
  const shares = labels.map((label) => counts.get(label)! / rows.length);
  const least = Math.min(...shares);
  if (least < 0.1 && least * labels.length < 0.5)
    notes.push(
      `Classes are out of balance: ${labels[shares.indexOf(least)]} is ${(least * 100).toFixed(1)}% of the rows. Accuracy flatters here; look at balanced accuracy and the PR area, or set classWeights to balanced.`,
    );
  return {...made, values: Float64Array.from(texts, (text) => place.get(text)!), labels};
}

const refused = (message: string, next: string): TabletalkError =>
  new TabletalkError("bad_plan", message, next);
