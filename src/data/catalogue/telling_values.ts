import type {ColumnProfile} from "../profile.ts";
import {nameParts} from "../roles.ts";

/** So much of the range between the least and the greatest number taken means that any number is likely there. */
const DENSE = 0.05;
const FEW_VALUES = 8;
/** Twelve months and seven days are alike everywhere. */
const CALENDAR = /^(month|months|weekday|day|days|quarter|hour|dow)$/;

/**
 * Whether values that two columns share tell that they mean the same things: not where chance gives it. Numbers counted
 * up from 1, codes of a letter and such a number, few short words are in many tables.
 */
export function tellingOf(one: ColumnProfile, other: ColumnProfile): boolean {
  if ([one, other].some((column) => nameParts(column.name).some((word) => CALENDAR.test(word)))) return false;
  if (Math.min(one.distinct, other.distinct) < FEW_VALUES) return false;
  return telling(one) && telling(other);
}

function telling(column: ColumnProfile): boolean {
  const {type, min, max, distinct, top} = column;
  if (type === "integer") return sparse(Number(min), Number(max), distinct);
  if (type !== "text") return false;
  const counted = /^([A-Za-z]{0,5}[-_/ ]?)(\d{1,15})$/;
  const [low, high] = [counted.exec(String(min)), counted.exec(String(max))];
  if (low && high) return sparse(Number(low[2]), Number(high[2]), distinct);
  const lengths = top.slice(0, 50).map(({value}) => String(value).length);
  return lengths.reduce((sum, length) => sum + length, 0) > 2 * lengths.length;
}

const sparse = (low: number, high: number, distinct: number): boolean =>
  Number.isFinite(high - low) && distinct / (Math.abs(high - low) + 1) < DENSE;
