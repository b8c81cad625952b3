import type {ColumnProfile} from "../../data/profile.ts";
import {nameWords} from "./tokens.ts";

/** What units are called, by how a profile writes them. */
const CALLED: Record<string, string[]> = {
  min: ["min", "mins", "minutes", "minute"],
  h: ["hours", "hour", "hrs"],
  s: ["seconds", "secs", "sec"],
  days: ["days"],
  g: ["g", "grams", "gram", "grammes"],
  kg: ["kg", "kilos", "kilograms", "kilogrammes"],
  lb: ["lb", "lbs", "pounds"],
  mm: ["mm", "millimetres", "millimeters"],
  cm: ["cm", "centimetres", "centimeters"],
  km: ["km", "kilometres", "kilometers"],
  mi: ["miles", "mi"],
  $: ["dollars", "usd", "$"],
  "€": ["euros", "eur", "€"],
  "£": ["gbp", "£", "quid"],
  "%": ["percent", "%"],
  degrees: ["degrees", "celsius", "fahrenheit", "°c", "°f"],
};

/** The unit that a word names; undefined where it names none. */
export const unitCalled = (word: string): string | undefined =>
  Object.keys(CALLED).find((unit) => CALLED[unit]!.includes(word));

/** Whether a column is kept in a unit: by its profile or by its name. */
export function isIn(unit: string, column: ColumnProfile): boolean {
  const words = nameWords(column.name);
  if (unit === "degrees")
    return (
      /°/.test(column.unit ?? "") ||
      words.some((word) => ["temp", "temperature", "celsius", "fahrenheit"].includes(word))
    );
  return column.unit === unit || words.some((word) => CALLED[unit]?.includes(word));
}
