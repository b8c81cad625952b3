import {expect} from "vitest";
import type {Cell} from "../../src/data/table.ts";
import {TabletalkError} from "../../src/errors.ts";
import type {Artifact} from "../../src/tools/tool.ts";
import type {Tables} from "./open_tables.ts";

/** What may be said no with: a plan that cannot be, a name that is not there, work that is too large or takes too long. */
const REFUSALS = ["bad_plan", "unknown_column", "refused", "time_limit"];
/** A number that is none, or a value that is no text, in what is said. */
const NO_WORD = /\b(NaN|-?Infinity|undefined|null)\b|\[object/;

/**
 * Runs a method over a table that something is wrong with: what comes is a result of finite numbers, or a refusal in words
 * that says what to do next. Anything else fails.
 */
export async function sound(
  tables: Tables,
  tool: string,
  input: Record<string, unknown>,
): Promise<Artifact | undefined> {
  let made: Artifact;
  try {
    made = await tables.run(tool, input);
  } catch (error) {
    expect(error).toBeInstanceOf(TabletalkError);
    const {code, message, next} = error as TabletalkError;
    expect(REFUSALS, message).toContain(code);
    expect(message).not.toMatch(NO_WORD);
    expect(next).toMatch(/^[A-Z].{9,}\.$/s);
    return undefined;
  }
  for (const cell of made.table.rows.flat()) expect(isSound(cell), `a cell is ${String(cell)}`).toBe(true);
  for (const note of made.provenance.notes) expect(note).not.toMatch(NO_WORD);
  expect(made.table.rows.every((row) => row.length === made.table.columns.length)).toBe(true);
  return made;
}

function isSound(cell: Cell): boolean {
  if (typeof cell === "number") return Number.isFinite(cell);
  return typeof cell !== "string" || !/^(NaN|-?Infinity|undefined|\[object.*)$/.test(cell);
}
